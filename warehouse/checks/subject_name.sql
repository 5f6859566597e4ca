-- title_zh: 文字的科目名称与表内同额科目一致
-- title_en: the functional item a sentence names is the one whose amount it gives
-- identity: N4
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH told AS (
    SELECT document_id, narrative_id, raw_label, amount, coalesce(code, '') AS told_code, regexp_replace(raw_label, '[（(](类|款|项)[）)]|支出|决算|预算|[\d一二三四五六七八九十]+[、.．]', '', 'g') AS name
    FROM stated
    WHERE item LIKE '%.function' AND amount > 0 AND fiscal_year = document_year AND stage = document_stage AND raw_label IS NOT NULL
), row_name AS (
    SELECT DISTINCT document_id, code, regexp_replace(row_label, '\s|支出|[（(]*[一二三四五六七八九十]+[）)、.．]+', '', 'g') AS name, amount, figure_id
    FROM own WHERE classification = 'functional' AND coalesce(nature, 'total') = 'total' AND row_role = 'item' AND row_label IS NOT NULL
)
SELECT t.document_id, t.raw_label AS subject, NULL AS left_value, NULL AS right_value, NULL AS tolerance,
       bool_or(contains(r.name, t.name) OR contains(t.name, r.name) OR t.told_code <> '' AND starts_with(r.code, t.told_code)) AS holds,
       '科目名称不符：文字“' || t.raw_label || '”，表内同额科目为' || string_agg(DISTINCT r.code || r.name, '、' ORDER BY r.code || r.name) AS message,
       [t.narrative_id] || list(DISTINCT r.figure_id ORDER BY r.figure_id) AS figure_ids
FROM told AS t
JOIN row_name AS r ON r.document_id = t.document_id AND r.amount = t.amount
WHERE len(t.name) >= 4
  -- the name stands in no row of the tables, so the amount alone says which is meant
  AND NOT EXISTS (FROM row_name AS x WHERE x.document_id = t.document_id AND x.amount <> t.amount AND contains(t.name, x.name))
GROUP BY t.document_id, t.narrative_id, t.raw_label
