-- title_zh: 基本支出（经济分类）等于基本支出（功能分类）
-- title_en: basic expenditure by economic code equals basic expenditure by functional code
-- identity: I7 I11 J7
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
WITH functional AS (
    SELECT document_id, table_kind, amount, figure_id, step
    FROM own
    WHERE table_kind IN ('gpb_expenditure', 'final_gpb_expenditure') AND row_role = 'total' AND nature = 'basic'
    QUALIFY count(*) OVER (PARTITION BY document_id) = 1
), economic AS (
    -- one total, or the totals of the personnel and the public block
    SELECT document_id, sum(amount) AS amount, max(step) AS step, count(*) AS terms, list(figure_id ORDER BY row_index, column_index, figure_id) AS figure_ids
    FROM (
        SELECT *, bool_or(nature = 'basic' AND row_role = 'total') OVER (PARTITION BY table_id) AS has_total
        FROM own
        WHERE table_kind IN ('gpb_basic_econ', 'final_gpb_basic_econ') AND row_role IN ('total', 'subtotal') AND code IS NULL
          AND nature IN ('basic', 'basic.personnel', 'basic.public')
    )
    WHERE (has_total AND nature = 'basic' AND row_role = 'total') OR (NOT has_total AND nature <> 'basic')
    GROUP BY document_id
    HAVING count(*) = count(DISTINCT nature) AND (bool_or(nature = 'basic') OR count(*) = 2)
)
SELECT f.document_id, f.table_kind AS subject, e.amount AS left_value, f.amount AS right_value, greatest(e.step, f.step) * (e.terms + 1) AS tolerance,
       list_prepend(f.figure_id, e.figure_ids) AS figure_ids
FROM functional AS f
JOIN economic AS e USING (document_id)
