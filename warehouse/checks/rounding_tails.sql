-- title_zh: 差额只是尾数
-- title_en: what does not add up exactly stays within the rounding of its terms
-- identity: I6 J4
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
SELECT document_id, '尾数' AS subject, count(*) FILTER (difference <> 0) AS left_value, 0 AS right_value, 0 AS tolerance,
       '尾数差' || count(*) FILTER (difference <> 0) || '处，最大' || printf('%.2f', max(abs(difference)) / 10000) || '万元' AS message,
       coalesce(flatten(list(figure_ids ORDER BY check_id, message, figure_ids) FILTER (difference <> 0)), []) AS figure_ids
FROM result
WHERE document_id IN (SELECT document_id FROM scope_document WHERE is_wanted) AND status = 'passed' AND check_id IN ('code_hierarchy', 'nature_split', 'fund_split', 'balance_lines', 'class_tables', 'fiscal_grant_tables', 'basic_tables')
GROUP BY document_id
