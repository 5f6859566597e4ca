-- title_zh: 绩效内容属于本部门职责
-- title_en: performance content belongs to the duties of the unit, not to those of another department
-- identity: J10
-- severity: info
-- applies: dept_budget unit_budget dept_final unit_final performance
-- compare: stated
WITH duty(word, whose) AS (
    -- words that only some departments' goals speak of; townships and whole governments do everything
    FROM (VALUES ('隐性债务', '财政'), ('政府债务', '财政'), ('政府会计', '财政'), ('减税降费', '财政|税务'), ('现代财政制度', '财政'),
                 ('最低生活保障', '民政'), ('医疗救助', '民政|医疗保障|医保'), ('优抚', '退役|民政|武装'), ('农机', '农业|农村|农机'),
                 ('教育保障', '教育'), ('住房保障金', '住房|住建|房'), ('食品安全', '市场|食品|教育|学校|卫生|疾'), ('垃圾', '城市管理|城管|环境|环卫|住房|住建'),
                 ('生态环境', '环境|林|水|农|自然资源|园林'), ('服务贸易', '商务|商贸|经济|发展|自贸|投资'), ('义务教育', '教育|学校'), ('森林', '林|应急|自然资源'), ('信访积案', '信访|政法'))
), said AS (
    SELECT i.document_id, d.word, d.whose, i.id, o.unit_name
    FROM (SELECT document_id, indicator_id AS id, coalesce(level3, '') || ' ' || coalesce(project_name, '') AS text FROM core.performance_indicator
          UNION ALL
          -- what a body's own activities are: their description and goal
          SELECT t.document_id, t.table_id, c.text FROM printed_text AS c JOIN core.extracted_table AS t USING (table_id)
          WHERE t.kind = 'duty_activity_perf') AS i
    JOIN core.document AS o USING (document_id)
    LEFT JOIN duty AS d ON contains(i.text, d.word)
    WHERE i.document_id IN (SELECT document_id FROM scope_document WHERE is_wanted)
)
SELECT document_id, '绩效内容' AS subject, count(DISTINCT word) FILTER (is_foreign) AS left_value, 2 AS right_value, 0 AS tolerance,
       count(DISTINCT word) FILTER (is_foreign) <= 2 AS holds,
       '绩效内容疑似照抄其他部门：' || coalesce(string_agg(DISTINCT word, '、' ORDER BY word) FILTER (is_foreign), '') AS message,
       coalesce(list(DISTINCT id ORDER BY id) FILTER (is_foreign), []) AS figure_ids
FROM (SELECT *, word IS NOT NULL AND NOT regexp_matches(coalesce(unit_name, ''), '街道|镇|乡|人民政府$|管理委员会$')
                AND NOT regexp_matches(coalesce(unit_name, ''), coalesce(whose, '')) AS is_foreign FROM said)
GROUP BY document_id
