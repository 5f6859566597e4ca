-- One row per region and year: headline figures of the government's own budget, execution and final account, and how much of the units'
-- disclosure is there. All figures of a row are of one level (`scope`): the region as a whole, or the own level where a year has only that
-- (decision 80).
CREATE OR REPLACE VIEW out.region_year AS
WITH levelled AS (
    -- one amount per item, year and stage: the document of that very year before next year's comparison column, a table before a sentence
    SELECT region_id, fiscal_year, scope IS NOT DISTINCT FROM 'own_level' AS own_level, max(scope) AS scope, stage, item, arg_min(amount, (fiscal_year <> document_year, source <> 'table', amount)) AS amount, NULL AS documents
    FROM core.best_item
    WHERE region_id IS NOT NULL AND fiscal_year IS NOT NULL AND amount IS NOT NULL
      AND document_kind IN ('gov_budget', 'gov_final', 'sangong_summary', 'debt')
      -- income and transfers of the general budget: the other budgets print the same items, and a sentence does not say of which it speaks
      AND (NOT regexp_matches(item, '^(income|transfer)[.]') OR fund = 'general_public'
           OR (coalesce(fund, 'all') = 'all' AND item NOT IN ('transfer.received', 'income.transfer')))
    GROUP BY ALL
),
level AS (
    -- the own level speaks for a year only where nothing tells the totals of the whole
    SELECT region_id, fiscal_year,
           bool_or(own_level) AND NOT coalesce(bool_or(NOT own_level) FILTER (WHERE regexp_matches(item, '^(income[.]total|gpb[.](income|expenditure))$')), FALSE)
           AND bool_or(own_level AND regexp_matches(item, '^(income[.]total|gpb[.](income|expenditure))$')) AS own_level
    FROM levelled GROUP BY ALL
),
value AS (
    SELECT v.region_id, v.fiscal_year, v.scope, v.stage, v.item, v.amount, v.documents
    FROM levelled v JOIN level l ON l.region_id = v.region_id AND l.fiscal_year = v.fiscal_year AND l.own_level = v.own_level
    UNION ALL
    SELECT region_id, fiscal_year, NULL, NULL, NULL, NULL, count(*)
    FROM core.document
    WHERE is_current AND region_id IS NOT NULL AND fiscal_year IS NOT NULL AND kind IN ('gov_budget', 'gov_final', 'sangong_summary', 'debt')
    GROUP BY ALL
),
government AS (
    SELECT
        region_id, fiscal_year, max(scope) AS scope,
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
