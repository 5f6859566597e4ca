-- title_zh: 与上年、与同一文件的其他表相比没有万倍之差
-- title_en: no total differs by a factor of ten thousand from last year's or from that of another table of its document
-- identity: I19 T1
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final
-- compare: stated
WITH total AS (
    SELECT d.document_id, d.owner, d.kind, d.scope, d.fiscal_year, d.is_current, t.table_kind, t.amount, t.figure_id,
           -- the total and the grand total of a side are of one size
           replace(t.item, 'grand_total', 'total') AS item
    FROM table_fact AS t JOIN scope_document AS d USING (document_id)
    WHERE t.item IN ('income.total', 'income.grand_total', 'expenditure.total', 'expenditure.grand_total', 'gpb.expenditure', 'sangong.total',
                     'fiscal_grant.expenditure.total', 'fiscal_grant.expenditure.grand_total', 'fiscal_grant.income.grand_total')
      AND t.fiscal_year = d.fiscal_year AND t.stage = d.stage AND t.amount > 0
), largest AS (
    SELECT * FROM total QUALIFY row_number() OVER (PARTITION BY document_id, item ORDER BY amount DESC, figure_id) = 1
), pair AS (
    SELECT n.document_id, n.item, n.amount, n.figure_id, p.amount AS other, p.figure_id AS other_id, '上年' AS against
    FROM largest AS n
    JOIN largest AS p ON p.owner = n.owner AND p.kind = n.kind AND p.scope IS NOT DISTINCT FROM n.scope AND p.item = n.item
                     AND p.fiscal_year = n.fiscal_year - 1 AND p.is_current
    WHERE n.is_current
    UNION ALL
    SELECT n.document_id, n.item, n.amount, n.figure_id, p.amount, p.figure_id, '另一表' || p.table_kind
    FROM largest AS n JOIN (SELECT * FROM total QUALIFY row_number() OVER (PARTITION BY document_id, item, table_kind ORDER BY amount DESC, figure_id) = 1) AS p
      ON p.document_id = n.document_id AND p.item = n.item AND p.table_kind <> n.table_kind
    -- the tables of a government are of different funds
    WHERE n.kind NOT LIKE 'gov_%'
)
SELECT document_id, item || ' / ' || against AS subject, amount AS left_value, other AS right_value, NULL AS tolerance,
       NOT (amount / other BETWEEN 2000 AND 50000 OR other / amount BETWEEN 2000 AND 50000) AS holds,
       '与' || against || '相差万倍，疑元与万元混淆：' || item || printf('：%.2f / %.2f 万元', amount / 10000, other / 10000) AS message, [figure_id, other_id] AS figure_ids
FROM pair
