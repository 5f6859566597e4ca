-- title_zh: 行次连续
-- title_en: printed row numbers run on without a gap
-- identity: J1
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
WITH heading AS (
    SELECT c.table_id, c.column_index, min(c.row_index) AS row_index FROM printed_text AS c JOIN core.extracted_table AS t USING (table_id)
    WHERE regexp_replace(c.text, '\s', '', 'g') = '行次' AND t.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
    GROUP BY ALL
), number AS (
    SELECT t.document_id, c.table_id, h.column_index, TRY_CAST(trim(c.text) AS INTEGER) AS n
    FROM heading AS h JOIN printed_text AS c ON c.table_id = h.table_id AND c.column_index = h.column_index AND c.row_index > h.row_index
    JOIN core.extracted_table AS t ON t.table_id = c.table_id
), gap AS (
    SELECT document_id, table_id, column_index, max(n) - min(n) + 1 - count(DISTINCT n) AS missing FROM number WHERE n IS NOT NULL GROUP BY ALL HAVING count(*) > 2
)
SELECT document_id, '行次' AS subject, sum(missing) AS left_value, 0 AS right_value, 0 AS tolerance, '行次跳号，缺' || sum(missing) || '个' AS message, []::VARCHAR[] AS figure_ids
FROM gap
GROUP BY document_id
