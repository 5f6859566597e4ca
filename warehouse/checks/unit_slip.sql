-- title_zh: 与上年相比没有万倍之差
-- title_en: no total differs from last year by a factor of ten thousand
-- identity: I19
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final
-- compare: stated
WITH total AS (
    SELECT d.document_id, d.owner, d.kind, d.fiscal_year, t.item, t.amount, t.figure_id
    FROM table_fact AS t JOIN scope_document AS d USING (document_id)
    WHERE t.item IN ('income.grand_total', 'expenditure.grand_total', 'gpb.expenditure', 'sangong.total', 'fiscal_grant.expenditure.total')
      AND t.fiscal_year = d.fiscal_year AND t.stage = d.stage AND t.amount > 0 AND d.is_current
    QUALIFY row_number() OVER (PARTITION BY d.document_id, t.item ORDER BY t.amount DESC) = 1
)
SELECT n.document_id, n.item AS subject, n.amount AS left_value, p.amount AS right_value, NULL AS tolerance,
       NOT (n.amount / p.amount BETWEEN 2000 AND 50000 OR p.amount / n.amount BETWEEN 2000 AND 50000) AS holds,
       '与上年相差万倍，疑元与万元混淆：' || n.item || printf('：%.2f / %.2f 万元', n.amount / 10000, p.amount / 10000) AS message, [n.figure_id, p.figure_id] AS figure_ids
FROM total AS n
JOIN total AS p ON p.owner = n.owner AND p.kind = n.kind AND p.item = n.item AND p.fiscal_year = n.fiscal_year - 1
