-- title_zh: 没有无法辨认的单元格
-- title_en: no cell is illegible
-- identity: I2
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final sangong_summary performance debt other
SELECT document_id, '单元格' AS subject, count(*) FILTER (value_state = 'illegible') AS left_value, 0 AS right_value, 0 AS tolerance,
       '有无法辨认的单元格，共' || count(*) FILTER (value_state = 'illegible') || '处' AS message,
       coalesce(list(figure_id ORDER BY figure_id) FILTER (value_state = 'illegible'), []) AS figure_ids
FROM printed_figure
WHERE document_id IN (SELECT document_id FROM scope_document WHERE is_wanted) AND source = 'table'
GROUP BY document_id
