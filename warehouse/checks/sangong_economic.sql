-- title_zh: 基本支出中的出国、接待、公务用车不大于“三公”经费
-- title_en: trips abroad, receptions and vehicles within basic expenditure are at most the three-public expenditure
-- identity: I15
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: at_most
WITH pair(code, item) AS (
    FROM (VALUES ('30212', 'sangong.abroad'), ('30217', 'sangong.reception'), ('30231', 'sangong.vehicle'))
), economic AS (
    SELECT document_id, code, min(amount) AS amount, min(figure_id) AS figure_id, max(step) AS step, min(row_label) AS row_label
    FROM own
    WHERE table_kind IN ('gpb_basic_econ', 'final_gpb_basic_econ') AND classification = 'economic_dept' AND row_role = 'item'
      AND code IN (SELECT code FROM pair) AND amount > 0
    GROUP BY document_id, code
    HAVING count(DISTINCT amount) = 1
), sangong AS (
    -- this year's amount, of every fund that the table has: projects pay such expenditure too
    SELECT document_id, item, max(amount) AS amount, arg_max(figure_id, (amount, figure_id)) AS figure_id, max(step) AS step
    FROM cell
    WHERE table_kind IN ('sangong', 'final_sangong') AND fiscal_year = document_year
    GROUP BY document_id, item
)
SELECT e.document_id, e.code || ' ' || coalesce(e.row_label, '') || ' / ' || p.item AS subject, e.amount AS left_value, s.amount AS right_value,
       2 * greatest(e.step, s.step) AS tolerance, [e.figure_id, s.figure_id] AS figure_ids
FROM economic AS e
JOIN pair AS p USING (code)
JOIN sangong AS s ON s.document_id = e.document_id AND s.item = p.item
