-- title_zh: 句中年份与文件年度相符
-- title_en: the year a sentence gives its figure is the document's year
-- identity: N6
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final
-- compare: stated
WITH said AS (
    SELECT document_id, narrative_id, raw_label, item, document_year, document_kind, sentence, ordinal,
           -- the first year of the sentence that is followed by what it counts, not by a comparison or a date
           TRY_CAST(regexp_extract(sentence, '^[^，。；（(]{0,40}?(20\d\d)\s*年度?(?:[^月末底初内\d]|$)', 1) AS INTEGER) AS said_year
    FROM stated
    WHERE amount IS NOT NULL AND change_amount IS NULL AND fiscal_year = document_year
    QUALIFY row_number() OVER (PARTITION BY document_id, sentence ORDER BY ordinal, narrative_id) = 1
)
SELECT document_id, raw_label AS subject, said_year AS left_value, document_year AS right_value, 0 AS tolerance,
       said_year BETWEEN document_year - 1 AND document_year OR document_kind LIKE 'gov_%' AND said_year = document_year + 1 OR NOT regexp_matches(sentence, '^[^，。；（(]{0,40}?20\d\d\s*年度?[^，。]{0,30}(收入|支出|预算|决算|经费|采购)') AS holds,
       '句中年份' || said_year || '与文件年度' || document_year || '不符：' || left(sentence, 40) AS message, [narrative_id] AS figure_ids
FROM said
WHERE said_year IS NOT NULL
