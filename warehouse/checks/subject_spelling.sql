-- title_zh: 同一科目在各表名称一致
-- title_en: a functional class has one name throughout a document
-- identity: T3
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final
WITH named AS (
    SELECT DISTINCT f.document_id, f.code, replace(replace(regexp_replace(f.row_label, '[\s（(]*[一二三四五六七八九十\d]+[）)、.．]+|\s|（类）|\(类\)', '', 'g'), '支出', ''), '事务', '') AS name
    FROM printed_figure AS f JOIN scope_document AS d USING (document_id) JOIN core.extracted_table AS t USING (table_id)
    WHERE f.source = 'table' AND f.classification = 'functional' AND len(f.code) = 3 AND f.row_label IS NOT NULL AND d.is_wanted
      AND t.kind IN ('dept_balance_total', 'fiscal_grant_balance', 'final_balance_total', 'final_fiscal_grant_balance')
)
SELECT document_id, '科目名称' AS subject, max(names) AS left_value, 1 AS right_value, 0 AS tolerance,
       '同一科目名称不一：' || coalesce(string_agg(code || ' ' || spelled, '；' ORDER BY code) FILTER (names > 1), '') AS message, []::VARCHAR[] AS figure_ids
FROM (SELECT document_id, code, count(*) AS names, string_agg(name, ' / ' ORDER BY name) AS spelled FROM named GROUP BY ALL)
GROUP BY document_id
