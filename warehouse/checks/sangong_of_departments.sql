-- title_zh: 各部门“三公”经费之和不超过汇总数
-- title_en: three-public expenditure of the loaded departments is at most the government's summary
-- identity: G4
-- severity: info
-- applies: sangong_summary gov_budget gov_final
-- compare: at_most
WITH summary AS (
    SELECT c.document_id, o.region_code, c.fiscal_year, c.stage, max(c.amount) AS amount, arg_max(c.figure_id, (c.amount, c.figure_id)) AS figure_id, max(c.step) AS step
    FROM own AS c JOIN core.document AS o USING (document_id)
    WHERE c.table_kind = 'gov_sangong_summary' AND c.item = 'sangong.total'
    GROUP BY ALL
), department AS (
    -- one total a department: its own level is part of the whole
    SELECT o.region_code, o.fiscal_year, o.stage, o.document_id, max(f.amount) AS amount, arg_max(f.figure_id, (f.amount, f.figure_id)) AS figure_id
    FROM core.document AS o
    JOIN core.figure AS f ON f.document_id = o.document_id AND f.item = 'sangong.total' AND f.fiscal_year = o.fiscal_year AND f.stage = o.stage
    WHERE o.kind IN ('dept_budget', 'dept_final') AND o.is_current AND o.duplicate_of IS NULL
      AND o.region_code IN (SELECT region_code FROM summary)
    GROUP BY ALL
)
SELECT s.document_id, count(*) || '个部门' AS subject, sum(d.amount) AS left_value, s.amount AS right_value, s.step * (count(*) + 1) AS tolerance,
       list_prepend(s.figure_id, list(d.figure_id ORDER BY d.document_id, d.figure_id)) AS figure_ids
FROM summary AS s
JOIN department AS d ON d.region_code = s.region_code AND d.fiscal_year = s.fiscal_year AND d.stage = s.stage
GROUP BY s.document_id, s.amount, s.figure_id, s.step
