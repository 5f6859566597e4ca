-- One row per region and year: headline figures of the government's own budget, execution and final account, and how much of the units'
-- disclosure is there. All figures of a row are of one level (`scope`): the region as a whole, or the own level where a year has only that
-- (decision 80).
CREATE OR REPLACE VIEW out.region_year AS
WITH headline (headline, item, funds, step) AS (
    -- what a headline is called, in tables (which name the fund beside the item) and in sentences; NULL funds: the item names its budget
    VALUES
        ('gpb_income', 'income.total', ['general_public', 'all'], 0), ('gpb_income', 'gpb.income', NULL, 1),
        ('tax_income', 'income.tax', ['general_public', 'all'], 0), ('non_tax_income', 'income.non_tax', ['general_public', 'all'], 0),
        -- not 转移性收入: bonds, carry-over and what was moved in are of it
        ('transfer_received', 'transfer.received', ['general_public'], 0),
        ('gpb_expenditure', 'gpb.expenditure', NULL, 0),
        ('gov_fund_income', 'income.total', ['gov_fund'], 0), ('gov_fund_income', 'gov_fund.income', NULL, 1),
        ('gov_fund_expenditure', 'gov_fund.expenditure', NULL, 0),
        ('state_capital_income', 'income.total', ['state_capital'], 0), ('state_capital_income', 'state_capital.income', NULL, 1),
        ('state_capital_expenditure', 'state_capital.expenditure', NULL, 0),
        ('social_ins_income', 'social_insurance.income', NULL, 0), ('social_ins_expenditure', 'social_insurance.expenditure', NULL, 0),
        ('sangong', 'sangong.total', NULL, 0),
        ('debt_limit_general', 'debt.limit.general', NULL, 0), ('debt_limit_special', 'debt.limit.special', NULL, 0),
        ('debt_balance_general', 'debt.balance.general', NULL, 0), ('debt_balance_special', 'debt.balance.special', NULL, 0)
),
reading AS (
    SELECT
        b.region_id, b.fiscal_year, b.scope, b.scope IS NOT DISTINCT FROM 'own_level' AS own_level, h.headline, b.amount,
        -- debt is one number a year, whichever document tells it; all else is told of the budget, the execution and the final account
        CASE WHEN h.item LIKE 'debt.%' THEN '' WHEN b.stage = 'initial_budget' THEN 'budget_' WHEN b.stage IN ('execution', 'final') THEN b.stage || '_' END AS stage,
        -- of debt the last account of the year; the document of that very year before next year's comparison column, a table before a sentence
        (CASE WHEN h.item NOT LIKE 'debt.%' THEN 0 WHEN b.stage = 'final' THEN 1 WHEN b.stage = 'execution' THEN 2 ELSE 3 END,
         h.step, b.fiscal_year <> b.document_year, b.source <> 'table', b.amount) AS precedence
    FROM core.best_item b
    JOIN headline h ON h.item = b.item AND (h.funds IS NULL OR list_contains(h.funds, coalesce(b.fund, 'all')))
    WHERE b.region_id IS NOT NULL AND b.fiscal_year IS NOT NULL AND b.amount IS NOT NULL
      AND b.document_kind IN ('gov_budget', 'gov_final', 'sangong_summary', 'debt')
),
level AS (
    -- the own level speaks for a year only where nothing tells the totals of the whole
    SELECT region_id, fiscal_year, bool_or(own_level) AND NOT bool_or(NOT own_level) AS own_level
    FROM reading WHERE headline IN ('gpb_income', 'gpb_expenditure') GROUP BY ALL
),
chosen AS (
    SELECT r.region_id, r.fiscal_year, max(r.scope) AS scope, r.stage || r.headline AS headline, arg_min(r.amount, r.precedence) AS amount
    FROM reading r
    LEFT JOIN level l ON l.region_id = r.region_id AND l.fiscal_year = r.fiscal_year
    WHERE r.own_level = coalesce(l.own_level, FALSE) AND r.stage IS NOT NULL
    GROUP BY ALL
),
levelled AS (
    SELECT * EXCLUDE (scope), max(scope) OVER (PARTITION BY region_id, fiscal_year) AS scope FROM chosen
),
government AS (
    PIVOT levelled ON headline IN (
        'budget_gpb_income', 'budget_tax_income', 'budget_non_tax_income', 'budget_transfer_received', 'budget_gpb_expenditure',
        'budget_gov_fund_income', 'budget_gov_fund_expenditure', 'budget_state_capital_income', 'budget_state_capital_expenditure',
        'budget_social_ins_income', 'budget_social_ins_expenditure', 'budget_sangong', 'execution_gpb_income', 'execution_tax_income',
        'execution_non_tax_income', 'execution_transfer_received', 'execution_gpb_expenditure', 'execution_gov_fund_income',
        'execution_gov_fund_expenditure', 'execution_state_capital_income', 'execution_state_capital_expenditure',
        'execution_social_ins_income', 'execution_social_ins_expenditure', 'execution_sangong', 'final_gpb_income', 'final_tax_income',
        'final_non_tax_income', 'final_transfer_received', 'final_gpb_expenditure', 'final_gov_fund_income', 'final_gov_fund_expenditure',
        'final_state_capital_income', 'final_state_capital_expenditure', 'final_social_ins_income', 'final_social_ins_expenditure',
        'final_sangong', 'debt_limit_general', 'debt_limit_special', 'debt_balance_general', 'debt_balance_special'
    ) USING max(amount) GROUP BY region_id, fiscal_year, scope
),
papers AS (
    SELECT region_id, fiscal_year, count(*) AS government_documents
    FROM core.document
    WHERE is_current AND region_id IS NOT NULL AND fiscal_year IS NOT NULL AND kind IN ('gov_budget', 'gov_final', 'sangong_summary', 'debt')
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
),
named AS (
    SELECT
        region_id, arg_max(region_code, (first_year, region_code)) AS region_code,
        arg_max(region_name, (first_year, region_name)) AS region_name, arg_max(full_name, (first_year, full_name)) AS full_name
    FROM ref.region GROUP BY region_id
)
SELECT
    coalesce(u.region_code, n.region_code) AS region_code, n.region_name, n.full_name AS region_full_name, region_id, fiscal_year,
    g.* EXCLUDE (region_id, fiscal_year), p.government_documents, u.* EXCLUDE (region_id, fiscal_year, region_code)
FROM government g
FULL JOIN papers p USING (region_id, fiscal_year)
FULL JOIN units u USING (region_id, fiscal_year)
LEFT JOIN named n USING (region_id);
