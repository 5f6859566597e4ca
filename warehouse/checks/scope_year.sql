-- title_zh: 编制范围所说年度是本文件的年度
-- title_en: the year whose scope is described is that of the disclosure
-- identity: T3
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
WITH said AS (
    SELECT p.document_id, p.passage_id, p.text, d.fiscal_year,
           regexp_extract_all(p.text, '(20\d\d)年(?:度)?[^，。；、年]{0,12}(?:预算|决算)', 1) AS years
    FROM core.passage AS p JOIN scope_document AS d ON d.document_id = p.document_id
    WHERE p.topic = 'scope' AND d.is_wanted AND d.fiscal_year IS NOT NULL
)
SELECT document_id, '编制范围' AS subject, count(*) FILTER (is_other) AS left_value, 0 AS right_value, 0 AS tolerance,
       '编制范围的年度不是' || any_value(fiscal_year) || '年：' || coalesce(string_agg(DISTINCT left(text, 40), '；' ORDER BY left(text, 40)) FILTER (is_other), '') AS message,
       coalesce(list(passage_id ORDER BY passage_id) FILTER (is_other), []) AS figure_ids
FROM (SELECT *, NOT list_contains(years, fiscal_year::VARCHAR) AS is_other FROM said WHERE len(years) > 0)
GROUP BY document_id
