-- title_zh: 职责活动预算之和等于项目支出
-- title_en: the duty activities add up to the project expenditure
-- identity: I20
-- severity: error
-- applies: dept_budget unit_budget
WITH duty AS (
    SELECT document_id, sum(amount) AS amount, max(step) AS step, count(*) AS terms, list(figure_id ORDER BY row_index, figure_id) FILTER (amount <> 0) AS ids
    FROM own WHERE table_kind = 'duty_activity_perf' AND row_role NOT IN ('total', 'unit') GROUP BY document_id
), spent AS (
    SELECT document_id, max(amount) AS amount, min(narrative_id) AS id FROM stated
    WHERE item = 'expenditure.project' AND fiscal_year = document_year AND amount IS NOT NULL GROUP BY document_id HAVING count(DISTINCT amount) = 1
)
SELECT d.document_id, d.terms || '项职责活动' AS subject, d.amount AS left_value, s.amount AS right_value, d.step * (terms + 1) AS tolerance,
       list_prepend(s.id, coalesce(d.ids, [])) AS figure_ids
FROM duty AS d JOIN spent AS s USING (document_id)
