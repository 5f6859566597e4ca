-- title_zh: 应公开的表格齐全
-- title_en: the tables that every department must publish are there
-- identity: I1 J1
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH required(stage, kind, also) AS (
    FROM (VALUES
        ('initial_budget', 'dept_balance_total', []), ('initial_budget', 'dept_income', []), ('initial_budget', 'dept_expenditure', []),
        ('initial_budget', 'fiscal_grant_balance', []), ('initial_budget', 'gpb_expenditure', ['fiscal_grant_expenditure']),
        ('initial_budget', 'gpb_basic_econ', ['fiscal_grant_basic', 'dept_basic_expenditure', 'econ_summary']), ('initial_budget', 'sangong', []),
        ('initial_budget', 'gov_fund_expenditure', ['dept_gov_fund_balance']),
        ('final', 'final_balance_total', []), ('final', 'final_income', []), ('final', 'final_expenditure', []),
        ('final', 'final_fiscal_grant_balance', []), ('final', 'final_gpb_expenditure', []), ('final', 'final_gpb_basic_econ', []),
        ('final', 'final_sangong', []), ('final', 'final_gov_fund', []))
), bundle AS (
    -- a text and its annex of tables are one disclosure
    SELECT d.document_id, d.stage, list_sort(list(DISTINCT t.kind)) AS kinds
    FROM scope_document AS d
    JOIN scope_document AS a ON a.owner = d.owner AND a.kind = d.kind AND a.fiscal_year = d.fiscal_year AND a.stage = d.stage
    JOIN core.extracted_table AS t ON t.document_id = a.document_id
    WHERE d.kind IN ('dept_budget', 'unit_budget', 'dept_final', 'unit_final')
      AND (a.document_id = d.document_id
           OR d.document_id NOT IN (SELECT document_id FROM table_fact) AND a.document_id NOT IN (SELECT document_id FROM stated))
    GROUP BY ALL
), gap AS (
    SELECT b.document_id, list(r.kind ORDER BY r.kind) FILTER (NOT list_has_any(b.kinds, list_prepend(r.kind, r.also))) AS missing, count(*) AS wanted
    FROM bundle AS b JOIN required AS r ON r.stage = b.stage
    GROUP BY b.document_id
)
SELECT document_id, '应有' || wanted || '张' AS subject, wanted - coalesce(len(missing), 0) AS left_value, wanted AS right_value, 0 AS tolerance,
       coalesce(len(missing), 0) = 0 AS holds, '缺少表格：' || array_to_string(missing, '、') AS message, []::VARCHAR[] AS figure_ids
FROM gap
