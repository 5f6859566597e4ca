-- title_zh: 不同单位或年度的表格不应完全相同
-- title_en: no table repeats every amount of another unit's or another year's table
-- identity: T1
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH print AS (
    -- the amounts of one table in order; small tables agree by chance
    SELECT f.document_id, t.kind AS table_kind, hash(list((f.code, f.column_index, f.amount) ORDER BY f.row_index, f.column_index)) AS content,
           min(f.figure_id) AS figure_id
    FROM core.figure AS f
    JOIN core.extracted_table AS t USING (table_id)
    WHERE f.source = 'table' AND f.amount <> 0 AND t.kind IN ('dept_expenditure', 'gpb_expenditure', 'gpb_basic_econ', 'final_expenditure',
          'final_gpb_expenditure', 'final_gpb_basic_econ')
      AND f.document_id IN (SELECT o.document_id FROM core.document AS o JOIN core.document AS w ON o.region_code = w.region_code AND abs(o.fiscal_year - w.fiscal_year) <= 1
                            WHERE w.document_id IN (SELECT document_id FROM wanted) AND o.is_current AND o.duplicate_of IS NULL)
    GROUP BY f.document_id, f.table_id, t.kind
    HAVING count(DISTINCT f.amount) >= 8
), other AS (
    SELECT p.*, d.unit_name, d.fiscal_year, d.stage, coalesce(d.unit_id, d.region_code || '/' || d.unit_name, d.document_id) AS owner
    FROM print AS p JOIN core.document AS d USING (document_id)
)
SELECT a.document_id, a.table_kind AS subject, count(b.document_id) AS left_value, 0 AS right_value, 0 AS tolerance, count(b.document_id) = 0 AS holds,
       '表内金额与另一文件完全相同：' || a.table_kind || '：' || coalesce(min(b.unit_name || b.fiscal_year || '年'), '') AS message,
       [a.figure_id] AS figure_ids
FROM other AS a
LEFT JOIN other AS b ON b.content = a.content AND b.table_kind = a.table_kind AND b.document_id <> a.document_id
                    AND (b.owner <> a.owner AND b.unit_name IS DISTINCT FROM a.unit_name OR b.fiscal_year <> a.fiscal_year) AND b.stage = a.stage
GROUP BY a.document_id, a.table_kind, a.figure_id
