-- title_zh: 用途说明与表内科目相符
-- title_en: what the text says a class was spent on is most of the class, and stands in the tables
-- identity: N4
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH said AS (
    SELECT document_id, narrative_id, code, raw_label, amount, ordinal, regexp_extract(sentence, '用于([^。；]{4,80})', 1) AS usage
    FROM stated
    WHERE len(code) = 3 AND item LIKE '%.function' AND amount > 0 AND fiscal_year = document_year AND stage = document_stage AND sentence LIKE '%用于%'
    QUALIFY row_number() OVER (PARTITION BY document_id, code ORDER BY ordinal, narrative_id) = 1
), line AS (
    SELECT document_id, code, min(regexp_replace(row_label, '\s|机关事业单位|行政事业单位|缴费|支出', '', 'g')) AS name, max(amount) AS amount, min(figure_id) AS figure_id
    FROM own
    WHERE table_kind IN ('gpb_expenditure', 'final_gpb_expenditure') AND classification = 'functional' AND len(code) = 7 AND nature = 'total'
      AND row_role = 'item' AND row_label IS NOT NULL
    GROUP BY document_id, code
), named AS (
    SELECT s.document_id, s.narrative_id, s.code, s.raw_label, s.usage, l.name, l.amount, l.figure_id,
           -- four characters in common are a name in common
           regexp_matches(s.usage, array_to_string(list_transform(range(1, greatest(len(l.name) - 2, 2)), lambda i: substr(l.name, CAST(i AS INTEGER), 4)), '|')) AS is_said
    FROM said AS s JOIN line AS l ON l.document_id = s.document_id AND starts_with(l.code, s.code)
    WHERE s.usage <> ''
)
SELECT document_id, raw_label AS subject, sum(amount) FILTER (is_said) AS left_value, sum(amount) AS right_value, NULL AS tolerance,
       CASE WHEN bool_or(is_said) THEN sum(amount) FILTER (is_said) >= 0.1 * sum(amount) END AS holds,
       '用途说明只及小部分：' || raw_label || '：所说“' || left(usage, 30) || '”只占' || round(100 * sum(amount) FILTER (is_said) / sum(amount), 1) || '%，未说“'
           || arg_max(name, (amount, name)) FILTER (NOT is_said) || printf('” %.2f 万元', max(amount) FILTER (NOT is_said) / 10000) AS message,
       list_prepend(narrative_id, list(figure_id ORDER BY code, name, figure_id)) AS figure_ids
FROM named
GROUP BY document_id, narrative_id, code, raw_label, usage
UNION ALL
-- a row that the tables print blank, and nowhere with an amount
SELECT s.document_id, s.raw_label, NULL, NULL, NULL, bool_or(coalesce(f.amount, 0) > 0),
       '用途说明所称科目在表内无金额：' || s.raw_label || '：' || f.name, list_prepend(s.narrative_id, list_sort(list(DISTINCT f.figure_id)))
FROM said AS s
JOIN (SELECT document_id, figure_id, amount, regexp_replace(row_label, '\s|机关事业单位|行政事业单位|缴费|支出', '', 'g') AS name
      FROM printed_figure
      WHERE source = 'table' AND classification IN ('functional', 'economic_dept') AND len(code) >= 5 AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)) AS f
  ON f.document_id = s.document_id AND len(f.name) >= 6 AND contains(s.usage, f.name)
GROUP BY s.document_id, s.narrative_id, s.raw_label, f.name
