-- One row per region and year: headline figures of the government's own budget, execution and final account, and how much of the units'
-- disclosure is there.
CREATE OR REPLACE VIEW out.region_year AS
WITH value AS (
    -- one amount per item, year and stage: the document of that very year before next year's comparison column, a table before a sentence
    SELECT region_id, fiscal_year, stage, item, arg_min(amount, (fiscal_year <> document_year, source <> 'table', amount)) AS amount, NULL AS documents
    FROM core.best_item
    WHERE region_id IS NOT NULL AND fiscal_year IS NOT NULL AND amount IS NOT NULL
      AND document_kind IN ('gov_budget', 'gov_final', 'sangong_summary', 'debt')
      -- income and transfers of the general budget: the other budgets print the same items, and a sentence does not say of which it speaks
      AND (NOT regexp_matches(item, '^(income|transfer)[.]') OR fund = 'general_public'
           OR (coalesce(fund, 'all') = 'all' AND item NOT IN ('transfer.received', 'income.transfer')))
    GROUP BY ALL
    UNION ALL
    SELECT region_id, fiscal_year, NULL, NULL, NULL, count(*)
    FROM core.document
    WHERE is_current AND region_id IS NOT NULL AND fiscal_year IS NOT NULL AND kind IN ('gov_budget', 'gov_final', 'sangong_summary', 'debt')
    GROUP BY ALL
),
government AS (
    SELECT
        region_id, fiscal_year,
        coalesce(min(amount) FILTER (WHERE item = 'income.total' AND stage = 'initial_budget'), min(amount) FILTER (WHERE item = 'gpb.income' AND stage = 'initial_budget')) AS budget_gpb_income,
        min(amount) FILTER (WHERE item = 'income.tax' AND stage = 'initial_budget') AS budget_tax_income,
        min(amount) FILTER (WHERE item = 'income.non_tax' AND stage = 'initial_budget') AS budget_non_tax_income,
        min(amount) FILTER (WHERE item = 'gpb.expenditure' AND stage = 'initial_budget') AS budget_gpb_expenditure,
        min(amount) FILTER (WHERE item = 'gov_fund.expenditure' AND stage = 'initial_budget') AS budget_gov_fund_expenditure,
        min(amount) FILTER (WHERE item = 'state_capital.expenditure' AND stage = 'initial_budget') AS budget_state_capital_expenditure,
        min(amount) FILTER (WHERE item = 'social_insurance.income' AND stage = 'initial_budget') AS budget_social_ins_income,
        min(amount) FILTER (WHERE item = 'social_insurance.expenditure' AND stage = 'initial_budget') AS budget_social_ins_expenditure,
        coalesce(min(amount) FILTER (WHERE item = 'transfer.received' AND stage = 'initial_budget'), min(amount) FILTER (WHERE item = 'income.transfer' AND stage = 'initial_budget')) AS budget_transfer_received,
        min(amount) FILTER (WHERE item = 'sangong.total' AND stage = 'initial_budget') AS budget_sangong,
        coalesce(min(amount) FILTER (WHERE item = 'income.total' AND stage = 'execution'), min(amount) FILTER (WHERE item = 'gpb.income' AND stage = 'execution')) AS execution_gpb_income,
        min(amount) FILTER (WHERE item = 'income.tax' AND stage = 'execution') AS execution_tax_income,
        min(amount) FILTER (WHERE item = 'income.non_tax' AND stage = 'execution') AS execution_non_tax_income,
        min(amount) FILTER (WHERE item = 'gpb.expenditure' AND stage = 'execution') AS execution_gpb_expenditure,
        min(amount) FILTER (WHERE item = 'gov_fund.expenditure' AND stage = 'execution') AS execution_gov_fund_expenditure,
        min(amount) FILTER (WHERE item = 'state_capital.expenditure' AND stage = 'execution') AS execution_state_capital_expenditure,
        coalesce(min(amount) FILTER (WHERE item = 'income.total' AND stage = 'final'), min(amount) FILTER (WHERE item = 'gpb.income' AND stage = 'final')) AS final_gpb_income,
        min(amount) FILTER (WHERE item = 'income.tax' AND stage = 'final') AS final_tax_income,
        min(amount) FILTER (WHERE item = 'income.non_tax' AND stage = 'final') AS final_non_tax_income,
        min(amount) FILTER (WHERE item = 'gpb.expenditure' AND stage = 'final') AS final_gpb_expenditure,
        min(amount) FILTER (WHERE item = 'gov_fund.expenditure' AND stage = 'final') AS final_gov_fund_expenditure,
        min(amount) FILTER (WHERE item = 'state_capital.expenditure' AND stage = 'final') AS final_state_capital_expenditure,
        min(amount) FILTER (WHERE item = 'social_insurance.income' AND stage = 'final') AS final_social_ins_income,
        min(amount) FILTER (WHERE item = 'social_insurance.expenditure' AND stage = 'final') AS final_social_ins_expenditure,
        coalesce(min(amount) FILTER (WHERE item = 'transfer.received' AND stage = 'final'), min(amount) FILTER (WHERE item = 'income.transfer' AND stage = 'final')) AS final_transfer_received,
        min(amount) FILTER (WHERE item = 'sangong.total' AND stage = 'final') AS final_sangong,
        arg_max(amount, CASE stage WHEN 'final' THEN 3 WHEN 'execution' THEN 2 ELSE 1 END) FILTER (WHERE item = 'debt.limit.general') AS debt_limit_general,
        arg_max(amount, CASE stage WHEN 'final' THEN 3 WHEN 'execution' THEN 2 ELSE 1 END) FILTER (WHERE item = 'debt.limit.special') AS debt_limit_special,
        arg_max(amount, CASE stage WHEN 'final' THEN 3 WHEN 'execution' THEN 2 ELSE 1 END) FILTER (WHERE item = 'debt.balance.general') AS debt_balance_general,
        arg_max(amount, CASE stage WHEN 'final' THEN 3 WHEN 'execution' THEN 2 ELSE 1 END) FILTER (WHERE item = 'debt.balance.special') AS debt_balance_special,
        sum(documents) FILTER (WHERE item IS NULL)::BIGINT AS government_documents
    FROM value
    GROUP BY ALL
),
units AS (
    SELECT
        region_id, fiscal_year, max(region_code) AS region_code, count(DISTINCT unit_id) AS units_seen,
        count(DISTINCT unit_id) FILTER (WHERE budget_document_id IS NOT NULL) AS units_with_budget,
        count(DISTINCT unit_id) FILTER (WHERE final_document_id IS NOT NULL) AS units_with_final,
        sum(final_sangong) FILTER (WHERE scope = 'whole_department') AS departments_final_sangong,
        sum(final_expenditure_total) FILTER (WHERE scope = 'whole_department') AS departments_final_expenditure
    FROM out.unit_year GROUP BY ALL
)
SELECT
    coalesce(u.region_code, n.region_code) AS region_code, n.region_name, n.full_name AS region_full_name,
    coalesce(g.region_id, u.region_id) AS region_id, coalesce(g.fiscal_year, u.fiscal_year) AS fiscal_year,
    g.* EXCLUDE (region_id, fiscal_year), u.* EXCLUDE (region_id, fiscal_year, region_code)
FROM government g
FULL JOIN units u ON u.region_id = g.region_id AND u.fiscal_year = g.fiscal_year
LEFT JOIN (SELECT region_id, arg_max(region_code, (first_year, region_code)) AS region_code, arg_max(region_name, (first_year, region_name)) AS region_name,
                  arg_max(full_name, (first_year, full_name)) AS full_name FROM ref.region GROUP BY region_id) n
       ON n.region_id = coalesce(g.region_id, u.region_id);
