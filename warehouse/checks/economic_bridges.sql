-- title_zh: 经济分类与功能分类的对应科目金额一致
-- title_en: economic items equal the functional items that carry them (30108 = 2080505, 30109 = 2080506, 30113 = 2210201)
-- identity: J7 I11
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
WITH bridge(economic, functional) AS (FROM (VALUES ('30108', '2080505'), ('30109', '2080506'), ('30113', '2210201'))),
coded AS (
    SELECT document_id, code, min(amount) AS amount, min(figure_id) AS figure_id, max(step) AS step, min(row_label) AS row_label
    FROM own
    WHERE row_role = 'item' AND (table_kind IN ('gpb_basic_econ', 'final_gpb_basic_econ') AND classification = 'economic_dept'
          AND nature IN ('basic', 'basic.personnel') OR table_kind IN ('gpb_expenditure', 'final_gpb_expenditure') AND nature = 'basic')
    GROUP BY document_id, code
    HAVING count(DISTINCT amount) = 1
)
SELECT e.document_id, e.code || ' ' || coalesce(e.row_label, '') || ' / ' || f.code AS subject, e.amount AS left_value, f.amount AS right_value,
       2 * greatest(e.step, f.step) AS tolerance, [e.figure_id, f.figure_id] AS figure_ids
FROM bridge AS b
JOIN coded AS e ON e.code = b.economic
JOIN coded AS f ON f.document_id = e.document_id AND f.code = b.functional
