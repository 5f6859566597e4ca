-- title_zh: 文字列举的公用经费明细之和等于公用经费
-- title_en: the items of public expenditure that the text lists add up to it (a list of the main ones does not)
-- identity: N4
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
WITH listed AS (
    SELECT document_id, sentence, sum(amount) AS amount, count(*) AS terms, max(half) AS half, list(narrative_id ORDER BY ordinal, narrative_id) AS ids
    FROM stated
    WHERE item LIKE '%.economic' AND fiscal_year = document_year AND stage = document_stage AND amount IS NOT NULL
    GROUP BY document_id, sentence
    HAVING count(*) >= 3
), public AS (
    SELECT document_id, min(amount) AS amount, min(narrative_id) AS id FROM stated
    WHERE item IN ('gpb.expenditure.basic.public', 'expenditure.basic.public') AND fiscal_year = document_year AND amount > 0
    GROUP BY document_id HAVING count(DISTINCT amount) = 1
)
SELECT l.document_id, '公用经费明细' AS subject, l.amount AS left_value, p.amount AS right_value, 2 * l.half * l.terms AS tolerance, list_prepend(p.id, l.ids) AS figure_ids
FROM listed AS l JOIN public AS p USING (document_id)
-- a small part of it is a list of something else
WHERE l.amount BETWEEN 0.5 * p.amount AND p.amount + 2 * l.half * l.terms
