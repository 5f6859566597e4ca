-- title_zh: 占比等于部分除以总额
-- title_en: a share is the part divided by the whole
-- identity: N2
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final
-- compare: stated
WITH whole AS (
    -- every amount the text gives for an item of the year is a candidate for the whole
    SELECT DISTINCT document_id, item, fiscal_year, stage, amount FROM stated WHERE amount > 0 AND code IS NULL
), part AS (
    SELECT s.document_id, s.narrative_id, s.raw_label, s.item, s.share_percent, s.percent_step, s.amount, s.share_of,
           list(DISTINCT w.amount ORDER BY w.amount) AS wholes,
           bool_or(abs(100 * CAST(s.amount AS DOUBLE) / CAST(w.amount AS DOUBLE) - s.share_percent)
                   <= s.percent_step + 100 * s.own_half / CAST(w.amount AS DOUBLE)) AS holds
    FROM stated AS s
    JOIN whole AS w ON w.document_id = s.document_id AND w.fiscal_year = s.fiscal_year AND w.stage = s.stage
    WHERE s.share_percent IS NOT NULL AND s.amount IS NOT NULL AND s.share_of IS NOT NULL
      AND (w.item = s.share_of OR split_part(w.item, '.', 1) = split_part(s.share_of, '.', 1) OR w.item LIKE '%.total')
      AND w.amount >= s.amount
    GROUP BY ALL
)
SELECT document_id, raw_label AS subject, share_percent AS left_value,
       round(100 * CAST(amount AS DOUBLE) / CAST(wholes[len(wholes)] AS DOUBLE), 2) AS right_value, percent_step AS tolerance, holds,
       '占比与金额不符：' || raw_label || '：文中' || CAST(share_percent AS DOUBLE) || '%，按总额'
           || printf('%.2f', wholes[len(wholes)] / 10000) || '万元应为'
           || round(100 * CAST(amount AS DOUBLE) / CAST(wholes[len(wholes)] AS DOUBLE), 2) || '%' AS message,
       [narrative_id] AS figure_ids
FROM part
