-- title_zh: 区划为国家标准代码
-- title_en: the region has a code of GB/T 2260 (functional zones have none)
-- identity: T3
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final gov_budget gov_final sangong_summary performance debt other
-- compare: stated
SELECT d.document_id, d.region_code AS subject, NULL AS left_value, NULL AS right_value, NULL AS tolerance, NOT bool_or(r.is_functional_zone) AS holds,
       '区划是功能区，无国家标准代码：' || min(r.region_name) || ' ' || d.region_code AS message, []::VARCHAR[] AS figure_ids
FROM core.document AS d JOIN ref.region AS r USING (region_code)
WHERE d.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
GROUP BY d.document_id, d.region_code
