-- title_zh: 各类支出之和不超过支出合计
-- title_en: the classes of a government's table add up to no more than its total
-- identity: I6 G2
-- severity: error
-- applies: gov_budget gov_final
-- compare: at_most
-- classes may be left out (公共安全 is, in places), none can be added; transfers and repayments stand below the total
SELECT document_id, table_kind || ' ' || header AS subject,
       sum(amount) FILTER (is_class) AS left_value, max(amount) FILTER (is_total) AS right_value, max(step) * (count(*) FILTER (is_class) + 1) AS tolerance,
       list(figure_id ORDER BY row_index, figure_id) FILTER (is_class OR is_total) AS figure_ids
FROM (SELECT *, classification = 'functional' AND len(code) = 3 AND code NOT IN ('230', '231') AND row_role = 'item' AS is_class,
             code IS NULL AND item IN ('expenditure.total', 'gpb.expenditure', 'gov_fund.expenditure') AS is_total
      FROM cell
      WHERE table_kind LIKE 'gov_%' AND table_kind NOT LIKE '%transfers')
GROUP BY document_id, table_id, table_kind, header, fiscal_year, stage
HAVING count(*) FILTER (is_class) >= 4 AND count(DISTINCT amount) FILTER (is_total) = 1
