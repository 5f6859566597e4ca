-- title_zh: 决算的资产车辆时点为本年末
-- title_en: stocks of a final account are counted at the end of its year, of a budget at the end of the year before or the one before that
-- identity: N6
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH dated AS (
    SELECT document_id, narrative_id, raw_label, item, sentence, document_year, document_stage, ordinal,
           TRY_CAST(regexp_extract(sentence, '(?:截至|截止)[^，。]{0,6}?(20\d\d)\s*年\s*(?:12|末|底|年末)', 1) AS INTEGER) AS counted_in
    FROM stated
    QUALIFY row_number() OVER (PARTITION BY document_id, sentence ORDER BY ordinal, narrative_id) = 1
)
SELECT document_id, raw_label AS subject, counted_in AS left_value, document_year AS right_value, 0 AS tolerance,
       CASE WHEN document_stage = 'final' THEN counted_in = document_year ELSE counted_in BETWEEN document_year - 2 AND document_year END AS holds,
       '时点年份' || counted_in || '与文件年度' || document_year || '不符：' || left(sentence, 40) AS message, [narrative_id] AS figure_ids
FROM dated
WHERE counted_in IS NOT NULL
