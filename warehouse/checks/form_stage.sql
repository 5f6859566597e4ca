-- title_zh: 决算附自评表而非目标申报表
-- title_en: a final account carries self-evaluations, not target forms only
-- identity: J10
-- severity: info
-- applies: dept_final unit_final
SELECT t.document_id, '绩效表' AS subject, CASE WHEN bool_or(t.kind LIKE '%self_eval%') THEN 0 ELSE count(*) FILTER (t.kind = 'perf_project_target') END AS left_value, 0 AS right_value, 0 AS tolerance,
       '决算所附为绩效目标申报表' AS message, []::VARCHAR[] AS figure_ids
FROM core.extracted_table AS t JOIN scope_document AS d USING (document_id)
WHERE d.is_wanted AND d.stage = 'final' AND t.kind LIKE '%perf_%'
GROUP BY t.document_id
