-- title_zh: 预算范围包括职责所列的机构
-- title_en: a budget that names the bodies it covers names all that its duties are listed by
-- identity: T3
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
WITH body AS (
    -- an office belongs to the head office; a centre or station may have a budget of its own
    SELECT document_id, passage_id, text AS name, regexp_matches(text, '(?:室|股|科|处)$') AS is_office
    FROM core.passage
    WHERE topic = 'duty_body' AND document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
), scope AS (
    SELECT document_id, string_agg(text, '' ORDER BY ordinal) AS text FROM core.passage WHERE topic = 'scope' GROUP BY document_id
), listed AS (
    SELECT b.*, contains(s.text, b.name) AS is_named,
           bool_or(contains(s.text, b.name)) OVER (PARTITION BY b.document_id) AS names_some,
           bool_or(b.is_office AND contains(s.text, b.name)) OVER (PARTITION BY b.document_id) AS names_offices
    FROM body AS b JOIN scope AS s ON s.document_id = b.document_id
)
SELECT document_id, '预算范围' AS subject, count(DISTINCT name) FILTER (NOT is_named) AS left_value, 0 AS right_value, 0 AS tolerance,
       '职责所列机构不在预算范围：' || coalesce(string_agg(DISTINCT name, '、' ORDER BY name) FILTER (NOT is_named), '') AS message,
       coalesce(list(passage_id ORDER BY passage_id) FILTER (NOT is_named), []) AS figure_ids
FROM listed
WHERE names_some AND (names_offices OR NOT is_office)
GROUP BY document_id
