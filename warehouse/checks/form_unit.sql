-- title_zh: 附表金额单位与全文一致
-- title_en: a form is in the same unit of account as the other tables of its document
-- identity: I19
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH unit AS (
    -- a form often says its unit in a cell: 项目资金（元）
    SELECT t.document_id, t.table_id, t.kind, CASE WHEN t.kind LIKE 'perf_%' AND EXISTS (FROM printed_text AS c
               WHERE c.table_id = t.table_id AND regexp_matches(c.text, '[（(]\s*元\s*[）)]')) THEN '元'
           WHEN t.currency_unit LIKE '%万%' THEN '万元' WHEN t.currency_unit LIKE '%亿%' THEN '亿元' ELSE t.currency_unit END AS unit
    FROM core.extracted_table AS t
    WHERE t.currency_unit IS NOT NULL AND t.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
      AND EXISTS (FROM printed_figure AS f WHERE f.table_id = t.table_id AND f.amount IS NOT NULL)
), usual AS (
    SELECT document_id, mode(unit ORDER BY unit) AS unit FROM unit WHERE kind NOT LIKE 'perf_%' GROUP BY document_id
)
SELECT u.document_id, u.kind AS subject, NULL AS left_value, NULL AS right_value, NULL AS tolerance, u.unit = m.unit AS holds,
       '金额单位与全文不一：' || u.kind || '用' || u.unit || '，其他表用' || m.unit AS message, []::VARCHAR[] AS figure_ids
FROM unit AS u JOIN usual AS m USING (document_id)
WHERE u.kind LIKE 'perf_%'
