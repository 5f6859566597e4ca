-- title_zh: 政府性基金年初结转加收入等于支出加年末结转
-- title_en: opening balance plus revenue of a fund is its expenditure plus its closing balance
-- identity: J8
-- severity: error
-- applies: dept_final unit_final
WITH row_flow AS (
    SELECT document_id, table_id, table_kind, row_index, min(coalesce(row_code || ' ', '') || coalesce(row_label, '')) AS subject, max(step) AS step,
           coalesce(sum(amount) FILTER (header LIKE '%年初%' OR header LIKE '%上年%'), 0) AS opening,
           coalesce(sum(amount) FILTER (flow = 'revenue'), 0) AS revenue,
           coalesce(sum(amount) FILTER (flow = 'expenditure' AND nature = 'total'), 0) AS spent,
           coalesce(sum(amount) FILTER (header LIKE '%年末%' OR header LIKE '%结转下年%'), 0) AS closing,
           list(figure_id ORDER BY column_index, figure_id) AS figure_ids
    FROM own
    WHERE table_kind IN ('final_gov_fund', 'final_state_capital') AND row_role IN ('total', 'item')
    GROUP BY ALL
    HAVING count(*) FILTER (flow = 'revenue') > 0 AND count(*) FILTER (flow = 'expenditure' AND nature = 'total') > 0
)
SELECT document_id, table_kind || ' ' || subject AS subject, opening + revenue AS left_value, spent + closing AS right_value, 4 * step AS tolerance, figure_ids
FROM row_flow
