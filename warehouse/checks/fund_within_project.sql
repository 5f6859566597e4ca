-- title_zh: 项目资金来源不大于资金总额
-- title_en: a source of a project is at most its total
-- identity: I4 I13
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: at_most
WITH line AS (
    SELECT document_id, table_id, table_kind, row_index, row_label, fund, amount, figure_id, step, column_index
    FROM own
    WHERE table_kind IN ('perf_project_summary', 'project_expenditure') AND row_role IN ('project', 'unit', 'item') AND (fund IS NOT NULL OR header LIKE '%资金总额%' OR header LIKE '%合计%')
), whole AS (
    SELECT * FROM line QUALIFY row_number() OVER (PARTITION BY table_id, row_index ORDER BY column_index, figure_id) = 1
)
SELECT w.document_id, w.table_kind || ' ' || coalesce(w.row_label, '') AS subject, max(p.amount) AS left_value, w.amount AS right_value, w.step AS tolerance,
       [w.figure_id, arg_max(p.figure_id, (p.amount, p.figure_id))] AS figure_ids
FROM whole AS w
JOIN line AS p ON p.table_id = w.table_id AND p.row_index = w.row_index AND p.column_index > w.column_index
GROUP BY w.document_id, w.table_kind, w.row_label, w.row_index, w.table_id, w.amount, w.step, w.figure_id
