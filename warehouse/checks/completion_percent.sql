-- title_zh: 完成预算百分比等于决算数除以预算数
-- title_en: completion is the outcome divided by the budget of the same sentence
-- identity: N3
-- severity: error
-- applies: dept_final unit_final gov_final gov_budget
-- compare: stated
WITH pair AS (
    SELECT a.document_id, a.narrative_id, a.raw_label, a.item, a.completion_percent, a.percent_step, a.own_half + b.own_half AS half,
           CAST(a.amount AS DOUBLE) AS outcome, CAST(b.amount AS DOUBLE) AS budget, b.narrative_id AS budget_id
    FROM stated AS a
    JOIN stated AS b ON b.document_id = a.document_id AND b.sentence = a.sentence AND b.fiscal_year = a.fiscal_year
                    AND b.item = a.item AND coalesce(b.code, '') = coalesce(a.code, '')
                    AND b.stage IN ('initial_budget', 'adjusted_budget') AND a.stage IN ('final', 'execution', 'interim')
    WHERE a.completion_percent IS NOT NULL AND a.amount IS NOT NULL AND b.amount > 0
    QUALIFY count(*) OVER (PARTITION BY a.narrative_id) = 1
)
SELECT document_id, raw_label AS subject, completion_percent AS left_value, round(100 * outcome / budget, 2) AS right_value,
       percent_step AS tolerance, abs(100 * outcome / budget - completion_percent) <= percent_step + 100 * half * (1 + outcome / budget) / budget AS holds,
       '完成预算百分比不符：' || raw_label || '：文中' || CAST(completion_percent AS DOUBLE) || '%，应为' || round(100 * outcome / budget, 2) || '%'
           AS message,
       [narrative_id, budget_id] AS figure_ids
FROM pair
