-- title_zh: 变动原因与所说项目相符
-- title_en: the reason given for an item does not speak of another item
-- identity: N1
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH word(item, word) AS (
    FROM (VALUES ('sangong.abroad', '出国'), ('sangong.reception', '接待'), ('sangong.vehicle', '车'))
), said AS (
    SELECT s.document_id, s.narrative_id, s.raw_label, s.reason, s.ordinal,
           (SELECT min(w.word) FROM word AS w WHERE s.item LIKE w.item || '%') AS own_word,
           (SELECT list(w.word ORDER BY w.word) FROM word AS w WHERE s.item NOT LIKE w.item || '%' AND contains(s.reason, w.word)) AS other_words
    FROM stated AS s
    WHERE s.item LIKE 'sangong.%' AND s.item <> 'sangong.total' AND s.reason IS NOT NULL
)
SELECT document_id, raw_label AS subject, NULL AS left_value, NULL AS right_value, NULL AS tolerance,
       contains(reason, own_word) OR len(coalesce(other_words, [])) = 0 AS holds,
       '原因与项目不符：' || raw_label || '：' || left(reason, 40) AS message, [narrative_id] AS figure_ids
FROM said
