-- title_zh: 功能分类的养老、年金、公积金不大于对应的经济分类
-- title_en: functional items are at most the economic items that carry them (2080505 in 30108, 2080506 in 30109, 2210201 in 30113)
-- identity: J7 I11
-- severity: warning
-- compare: at_most
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
-- institutions pay such contributions from items of their own too, so the economic item may be the larger
SELECT e.document_id, f.code || ' / ' || e.code || ' ' || coalesce(e.row_label, '') AS subject, f.amount AS left_value, e.amount AS right_value,
       2 * greatest(e.step, f.step) AS tolerance, [e.figure_id, f.figure_id] AS figure_ids
FROM bridge AS b
JOIN coded AS e ON e.code = b.economic
JOIN coded AS f ON f.document_id = e.document_id AND f.code = b.functional
