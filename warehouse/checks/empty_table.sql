-- title_zh: 文字有数的表不应为空
-- title_en: a table is not empty where the text gives its amounts
-- identity: N4 I15
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH topic(prefix, kinds) AS (
    FROM (VALUES ('sangong.total', ['sangong', 'final_sangong']), ('gov_fund.expenditure', ['gov_fund_expenditure', 'final_gov_fund']),
                 ('state_capital.expenditure', ['state_capital_expenditure', 'final_state_capital']))
), filled AS (
    SELECT t.document_id, t.kind, count(f.figure_id) AS amounts
    FROM core.extracted_table AS t
    LEFT JOIN printed_figure AS f ON f.table_id = t.table_id AND f.value_state = 'value' AND f.measure = 'amount'
    WHERE t.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
    GROUP BY ALL
)
SELECT s.document_id, min(f.kind) AS subject, max(s.amount) AS left_value, max(f.amounts) AS right_value, 0 AS tolerance, max(f.amounts) > 0 AS holds,
       '文字有金额而表格为空：' || min(s.raw_label) || printf(' %.2f', max(s.amount) / 10000) || '万元，' || min(f.kind) || '无数据' AS message,
       list_sort(list(DISTINCT s.narrative_id)) AS figure_ids
FROM stated AS s
JOIN topic AS t ON t.prefix = s.item
JOIN filled AS f ON f.document_id = s.document_id AND list_contains(t.kinds, f.kind)
WHERE s.amount > 0 AND s.fiscal_year = s.document_year
GROUP BY s.document_id, s.item
