-- title_zh: 增减百分比以上年数为基数
-- title_en: a percent change is the change divided by last year's amount
-- identity: N1 T1
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final sangong_summary
-- compare: stated
WITH ratio AS (
    SELECT document_id, narrative_id, item, raw_label, sentence, change_percent, own_half AS half, percent_step, CAST(amount AS DOUBLE) AS now,
           abs(CAST(change AS DOUBLE)) AS delta, CAST(amount - change AS DOUBLE) AS before
    FROM stated
    WHERE change_percent IS NOT NULL AND change IS NOT NULL AND amount IS NOT NULL AND direction IN ('increase', 'decrease')
      AND amount > 0 AND amount - change > 0
)
SELECT document_id, raw_label AS subject, change_percent AS left_value, round(100 * delta / before, 2) AS right_value, percent_step AS tolerance,
       -- both numbers are rounded: the right percent lies between what their last digits allow
       change_percent BETWEEN 100 * (delta - half) / (before + 2 * half) - percent_step
                          AND 100 * (delta + half) / greatest(before - 2 * half, half) + percent_step AS holds,
       '增减百分比' || CASE WHEN abs(100 * delta / now - change_percent) <= percent_step THEN '误以本年数为基数' ELSE '与本年数、上年数均不符' END
           || '：' || coalesce(raw_label, item) || '：文中' || CAST(change_percent AS DOUBLE) || '%，以上年数计应为'
           || round(100 * delta / before, 2) || '%（以本年数计为' || round(100 * delta / now, 2) || '%）' AS message,
       [narrative_id] AS figure_ids
FROM ratio
