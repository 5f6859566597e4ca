-- title_zh: 类等于款之和，款等于项之和，合计等于类之和
-- title_en: every code is the sum of the codes printed right below it, the total the sum of the topmost codes
-- identity: I6 I10 J4
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final
WITH row_cell AS (
    SELECT document_id, table_id, table_kind, header, classification, code, row_index, row_label, row_role, amount, figure_id, step, row_code
    -- a department's economic code beside the government's is one row of the department's hierarchy
    FROM (SELECT * REPLACE (CASE WHEN code LIKE '3%/5%' THEN 'economic_dept' ELSE classification END AS classification,
                            CASE WHEN code LIKE '3%/5%' THEN split_part(code, '/', 1) ELSE code END AS code) FROM own)
    -- a government's table without printed codes has lines that no code stands for
    WHERE (code IS NOT NULL AND classification IN ('functional', 'economic_dept') AND row_role = 'item' AND (table_kind NOT LIKE 'gov_%' OR row_code IS NOT NULL))
       OR (row_role = 'total' AND code IS NULL)
), coded AS (
    -- a code may be printed on several rows (one a unit, one a project), or once more after a page break
    SELECT document_id, table_id, table_kind, header, classification, code, min(row_label) AS row_label, sum(amount) AS amount,
           max(amount) AS highest, count(*) AS copies, max(step) AS step, list(figure_id ORDER BY row_index, figure_id) AS figure_ids
    FROM row_cell
    WHERE code IS NOT NULL
    GROUP BY ALL
), printed AS (
    SELECT DISTINCT table_id, classification, code FROM coded
), edge AS (
    -- the nearest printed ancestor of each printed code; '' is the total row
    SELECT c.table_id, c.classification, c.code, coalesce(max(p.code), '') AS parent
    FROM printed AS c
    LEFT JOIN printed AS p
      ON p.table_id = c.table_id AND p.classification = c.classification AND p.code <> c.code AND starts_with(c.code, p.code)
    GROUP BY ALL
), node AS (
    SELECT document_id, table_id, table_kind, header, classification, code, row_label, amount, figure_ids, step FROM coded WHERE copies = 1
    UNION ALL
    SELECT t.document_id, t.table_id, t.table_kind, t.header, k.classification, '', coalesce(t.row_label, '合计'), t.amount, [t.figure_id], t.step
    FROM row_cell AS t
    JOIN (SELECT DISTINCT table_id, classification FROM printed QUALIFY count(*) OVER (PARTITION BY table_id) = 1) AS k USING (table_id)
    WHERE t.code IS NULL AND t.table_kind NOT IN ('final_gpb_basic_econ', 'final_balance_total', 'dept_balance_total',
          'final_fiscal_grant_balance', 'fiscal_grant_balance')
    QUALIFY count(*) OVER (PARTITION BY t.table_id, t.header) = 1
), sums AS (
    SELECT e.table_id, e.classification, e.parent, c.header, sum(c.amount) AS parts, sum(c.highest) AS highest, sum(c.copies) AS terms,
           flatten(list(c.figure_ids ORDER BY c.code, c.figure_ids)) AS figure_ids
    FROM edge AS e
    JOIN coded AS c ON c.table_id = e.table_id AND c.classification = e.classification AND c.code = e.code
    GROUP BY ALL
), unread AS (
    -- lines of a table without printed codes whose names stand for no known code, with the code of the line above them
    SELECT DISTINCT table_id, code_above
    FROM (SELECT table_id, code, row_role, item, max(row_code) OVER (PARTITION BY table_id) AS any_code,
                 last_value(code IGNORE NULLS) OVER (PARTITION BY table_id, header ORDER BY row_index) AS code_above FROM own)
    WHERE any_code IS NULL AND code IS NULL AND coalesce(item, 'expenditure.function') = 'expenditure.function' AND row_role = 'item' AND code_above IS NOT NULL
)
SELECT n.document_id, n.table_kind || ' ' || n.code || ' ' || coalesce(n.row_label, '') || ' ' || n.header AS subject,
       -- what is missing may stand in a line that was not read
       CASE WHEN s.parts < n.amount AND EXISTS (FROM unread AS u WHERE u.table_id = n.table_id AND starts_with(u.code_above, n.code)) THEN NULL
            WHEN abs(s.highest - n.amount) < abs(s.parts - n.amount) THEN s.highest ELSE coalesce(s.parts, 0) END AS left_value,
       n.amount AS right_value, n.step * (coalesce(s.terms, 0) + 1) AS tolerance, n.figure_ids || coalesce(s.figure_ids, []) AS figure_ids
FROM node AS n
JOIN (SELECT DISTINCT table_id, classification, parent FROM edge) AS e
  ON e.table_id = n.table_id AND e.classification = n.classification AND e.parent = n.code
LEFT JOIN sums AS s ON s.table_id = n.table_id AND s.classification = n.classification AND s.parent = n.code AND s.header = n.header
