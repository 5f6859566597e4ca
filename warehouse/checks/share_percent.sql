-- title_zh: 占比等于部分除以总额
-- title_en: a share is the part divided by the whole
-- identity: N2
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final
-- compare: stated
WITH candidate AS (
    SELECT document_id, item, amount, sentence FROM stated WHERE amount > 0
    UNION
    SELECT document_id, item, amount, NULL FROM table_fact WHERE amount > 0 AND code = ''
    UNION
    -- the sum of all parts that share one whole
    SELECT document_id, share_of, sum(amount), NULL FROM stated WHERE share_of IS NOT NULL AND amount > 0 GROUP BY document_id, share_of, stage
    UNION
    -- many parts that imply one and the same whole have a whole that the text leaves unsaid
    SELECT document_id, share_of, median(100 * CAST(amount AS DOUBLE) / CAST(share_percent AS DOUBLE))::DECIMAL(20, 2), NULL
    FROM stated WHERE share_of IS NOT NULL AND amount > 0 AND share_percent > 0 GROUP BY document_id, share_of HAVING count(DISTINCT amount) >= 5
), part AS (
    SELECT s.document_id, s.narrative_id, s.raw_label, s.share_percent, s.percent_step, s.amount,
           -- of several wholes of that name (budget and final account) the stated one that comes nearest
           coalesce(max(w.amount) FILTER (w.item = s.share_of AND w.sentence = s.sentence),
                    arg_min(w.amount, abs(100 * CAST(s.amount AS DOUBLE) / CAST(w.amount AS DOUBLE) - s.share_percent))
                        FILTER (w.item = s.share_of AND w.sentence IS NOT NULL),
                    max(w.amount) FILTER (w.item = s.share_of)) AS whole,
           -- an amount of any name may be the whole: the text often leaves it unnamed
           bool_or(abs(100 * CAST(s.amount AS DOUBLE) / CAST(w.amount AS DOUBLE) - s.share_percent)
                   <= s.percent_step + 100 * s.own_half / CAST(w.amount AS DOUBLE)) AS agrees
    FROM stated AS s
    JOIN candidate AS w ON w.document_id = s.document_id AND w.amount >= s.amount
    WHERE s.share_percent IS NOT NULL AND s.amount IS NOT NULL AND s.share_of IS NOT NULL
      AND split_part(s.item, '.', 1) = split_part(s.share_of, '.', 1)
    GROUP BY ALL
)
SELECT document_id, raw_label AS subject, share_percent AS left_value, round(100 * CAST(amount AS DOUBLE) / CAST(whole AS DOUBLE), 2) AS right_value,
       percent_step AS tolerance, CASE WHEN agrees THEN true WHEN whole > amount THEN false END AS holds,
       '占比与金额不符：' || raw_label || '：文中' || CAST(share_percent AS DOUBLE) || '%，按总额' || printf('%.2f', whole / 10000) || '万元应为'
           || round(100 * CAST(amount AS DOUBLE) / CAST(whole AS DOUBLE), 2) || '%' AS message,
       [narrative_id] AS figure_ids
FROM part
