-- title_zh: 一般公共预算收入等于税收加非税收入
-- title_en: general public revenue is tax plus non-tax revenue
-- identity: G2
-- severity: error
-- applies: gov_budget gov_final
WITH source AS (
    SELECT document_id, table_id, table_kind, header, max(step) AS step, sum(amount) AS amount, list(figure_id ORDER BY row_index, figure_id) AS figure_ids
    FROM cell
    WHERE table_kind IN ('gov_gpb_income', 'gov_balance') AND item IN ('income.tax', 'income.non_tax')
    GROUP BY ALL
    HAVING count(*) = 2 AND count(DISTINCT item) = 2
)
SELECT s.document_id, s.table_kind || ' ' || s.header AS subject, s.amount AS left_value, arg_min(t.amount, (abs(t.amount - s.amount), t.amount)) AS right_value,
       3 * max(s.step) AS tolerance, min(s.figure_ids) AS figure_ids
FROM source AS s
JOIN cell AS t ON t.table_id = s.table_id AND t.header = s.header AND (t.row_role IN ('total', 'subtotal') OR t.row_label LIKE '%一般公共预算收入%')
GROUP BY s.document_id, s.table_id, s.table_kind, s.header, s.amount
