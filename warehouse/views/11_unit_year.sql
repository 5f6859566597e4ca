-- One row per unit, scope and year: budget and final account side by side, own-year figures only. A unit with disclosures but
-- without readable figures stands here too, with empty amounts.
CREATE OR REPLACE VIEW out.unit_year AS
WITH disclosed AS (
    SELECT
        unit_id, fiscal_year,
        coalesce(scope, CASE WHEN kind LIKE 'unit%' THEN 'unit' ELSE 'whole_department' END) AS unit_scope,
        min(region_id) AS region_id, arg_max(region_code, (coalesce(published_on, DATE '0001-01-01'), region_code)) AS region_code_published, min(region_code) AS region_code_any,
        arg_max(document_id, (revision, document_id)) FILTER (WHERE kind IN ('dept_budget', 'unit_budget')) AS budget_document_id,
        arg_max(document_id, (revision, document_id)) FILTER (WHERE kind IN ('dept_final', 'unit_final')) AS final_document_id
    FROM core.document
    WHERE is_current AND unit_id IS NOT NULL AND fiscal_year IS NOT NULL
      AND kind IN ('dept_budget', 'unit_budget', 'dept_final', 'unit_final')
    GROUP BY ALL
),
headline AS (
    SELECT
        unit_id, fiscal_year,
        coalesce(scope, CASE WHEN document_kind LIKE 'unit%' THEN 'unit' ELSE 'whole_department' END) AS unit_scope,
        min(amount) FILTER (WHERE item = 'income.total' AND stage = 'initial_budget') AS budget_income_total,
        min(amount) FILTER (WHERE item = 'income.grand_total' AND stage = 'initial_budget') AS budget_income_grand_total,
        coalesce(min(amount) FILTER (WHERE item = 'income.fiscal_grant' AND stage = 'initial_budget'), min(amount) FILTER (WHERE item = 'fiscal_grant.income.total' AND stage = 'initial_budget')) AS budget_income_fiscal_grant,
        min(amount) FILTER (WHERE item = 'income.general_public' AND stage = 'initial_budget') AS budget_income_general_public,
        min(amount) FILTER (WHERE item = 'income.gov_fund' AND stage = 'initial_budget') AS budget_income_gov_fund,
        min(amount) FILTER (WHERE item = 'income.state_capital' AND stage = 'initial_budget') AS budget_income_state_capital,
        min(amount) FILTER (WHERE item = 'income.operating' AND stage = 'initial_budget') AS budget_income_operating,
        min(amount) FILTER (WHERE item = 'income.other' AND stage = 'initial_budget') AS budget_income_other,
        min(amount) FILTER (WHERE item = 'income.carryover' AND stage = 'initial_budget') AS budget_income_carryover,
        min(amount) FILTER (WHERE item = 'expenditure.total' AND stage = 'initial_budget') AS budget_expenditure_total,
        min(amount) FILTER (WHERE item = 'expenditure.grand_total' AND stage = 'initial_budget') AS budget_expenditure_grand_total,
        min(amount) FILTER (WHERE item = 'expenditure.basic' AND stage = 'initial_budget') AS budget_basic,
        coalesce(min(amount) FILTER (WHERE item = 'expenditure.basic.personnel' AND stage = 'initial_budget'), min(amount) FILTER (WHERE item = 'gpb.expenditure.basic.personnel' AND stage = 'initial_budget')) AS budget_personnel,
        coalesce(min(amount) FILTER (WHERE item = 'expenditure.basic.public' AND stage = 'initial_budget'), min(amount) FILTER (WHERE item = 'gpb.expenditure.basic.public' AND stage = 'initial_budget')) AS budget_public,
        min(amount) FILTER (WHERE item = 'expenditure.project' AND stage = 'initial_budget') AS budget_project,
        min(amount) FILTER (WHERE item = 'fiscal_grant.expenditure.total' AND stage = 'initial_budget') AS budget_fiscal_grant_expenditure,
        min(amount) FILTER (WHERE item = 'gpb.expenditure' AND stage = 'initial_budget') AS budget_gpb_expenditure,
        min(amount) FILTER (WHERE item = 'gov_fund.expenditure' AND stage = 'initial_budget') AS budget_gov_fund_expenditure,
        min(amount) FILTER (WHERE item = 'state_capital.expenditure' AND stage = 'initial_budget') AS budget_state_capital_expenditure,
        min(amount) FILTER (WHERE item = 'sangong.total' AND stage = 'initial_budget') AS budget_sangong,
        min(amount) FILTER (WHERE item = 'sangong.abroad' AND stage = 'initial_budget') AS budget_sangong_abroad,
        min(amount) FILTER (WHERE item = 'sangong.vehicle' AND stage = 'initial_budget') AS budget_sangong_vehicle,
        min(amount) FILTER (WHERE item = 'sangong.vehicle.purchase' AND stage = 'initial_budget') AS budget_sangong_vehicle_purchase,
        min(amount) FILTER (WHERE item = 'sangong.reception' AND stage = 'initial_budget') AS budget_sangong_reception,
        min(amount) FILTER (WHERE item = 'op_cost.agency' AND stage = 'initial_budget') AS budget_op_cost,
        min(amount) FILTER (WHERE item = 'procurement.total' AND stage = 'initial_budget') AS budget_procurement,
        min(amount) FILTER (WHERE item = 'income.total' AND stage = 'final') AS final_income_total,
        min(amount) FILTER (WHERE item = 'income.grand_total' AND stage = 'final') AS final_income_grand_total,
        coalesce(min(amount) FILTER (WHERE item = 'income.fiscal_grant' AND stage = 'final'), min(amount) FILTER (WHERE item = 'fiscal_grant.income.total' AND stage = 'final')) AS final_income_fiscal_grant,
        min(amount) FILTER (WHERE item = 'income.general_public' AND stage = 'final') AS final_income_general_public,
        min(amount) FILTER (WHERE item = 'income.gov_fund' AND stage = 'final') AS final_income_gov_fund,
        min(amount) FILTER (WHERE item = 'income.state_capital' AND stage = 'final') AS final_income_state_capital,
        min(amount) FILTER (WHERE item = 'income.operating' AND stage = 'final') AS final_income_operating,
        min(amount) FILTER (WHERE item = 'income.other' AND stage = 'final') AS final_income_other,
        min(amount) FILTER (WHERE item = 'income.carryover' AND stage = 'final') AS final_income_carryover,
        min(amount) FILTER (WHERE item = 'expenditure.total' AND stage = 'final') AS final_expenditure_total,
        min(amount) FILTER (WHERE item = 'expenditure.grand_total' AND stage = 'final') AS final_expenditure_grand_total,
        min(amount) FILTER (WHERE item = 'expenditure.basic' AND stage = 'final') AS final_basic,
        coalesce(min(amount) FILTER (WHERE item = 'expenditure.basic.personnel' AND stage = 'final'), min(amount) FILTER (WHERE item = 'gpb.expenditure.basic.personnel' AND stage = 'final')) AS final_personnel,
        coalesce(min(amount) FILTER (WHERE item = 'expenditure.basic.public' AND stage = 'final'), min(amount) FILTER (WHERE item = 'gpb.expenditure.basic.public' AND stage = 'final')) AS final_public,
        min(amount) FILTER (WHERE item = 'expenditure.project' AND stage = 'final') AS final_project,
        min(amount) FILTER (WHERE item = 'fiscal_grant.expenditure.total' AND stage = 'final') AS final_fiscal_grant_expenditure,
        min(amount) FILTER (WHERE item = 'gpb.expenditure' AND stage = 'final') AS final_gpb_expenditure,
        min(amount) FILTER (WHERE item = 'gov_fund.expenditure' AND stage = 'final') AS final_gov_fund_expenditure,
        min(amount) FILTER (WHERE item = 'state_capital.expenditure' AND stage = 'final') AS final_state_capital_expenditure,
        min(amount) FILTER (WHERE item = 'sangong.total' AND stage = 'final') AS final_sangong,
        min(amount) FILTER (WHERE item = 'sangong.abroad' AND stage = 'final') AS final_sangong_abroad,
        min(amount) FILTER (WHERE item = 'sangong.vehicle' AND stage = 'final') AS final_sangong_vehicle,
        min(amount) FILTER (WHERE item = 'sangong.vehicle.purchase' AND stage = 'final') AS final_sangong_vehicle_purchase,
        min(amount) FILTER (WHERE item = 'sangong.reception' AND stage = 'final') AS final_sangong_reception,
        min(amount) FILTER (WHERE item = 'op_cost.agency' AND stage = 'final') AS final_op_cost,
        min(amount) FILTER (WHERE item = 'procurement.total' AND stage = 'final') AS final_procurement,
        min(quantity) FILTER (WHERE item = 'vehicles.kept' AND stage = 'final') AS vehicles_kept,
        min(quantity) FILTER (WHERE item = 'vehicles.total' AND stage = 'final') AS vehicles_total,
        min(quantity) FILTER (WHERE item = 'staff.establishment' AND stage = 'final') AS staff_establishment,
        min(quantity) FILTER (WHERE item = 'staff.actual' AND stage = 'final') AS staff_actual,
        max(spread) AS largest_spread
    FROM core.best_item
    WHERE unit_id IS NOT NULL AND fiscal_year = document_year AND regexp_full_match(
          item, '(income|expenditure)[.](total|grand_total)|income[.](fiscal_grant|general_public|gov_fund|state_capital|operating|other|carryover)'
          || '|fiscal_grant[.](income|expenditure)[.]total|(gpb[.])?expenditure[.]basic[.](personnel|public)|expenditure[.](basic|project)'
          || '|(gpb|gov_fund|state_capital)[.]expenditure|sangong[.](total|abroad|vehicle|vehicle[.]purchase|reception)'
          || '|op_cost[.]agency|procurement[.]total|vehicles[.](kept|total)|staff[.](establishment|actual)')
      AND ((stage = 'initial_budget' AND document_kind IN ('dept_budget', 'unit_budget'))
           OR (stage = 'final' AND document_kind IN ('dept_final', 'unit_final')))
    GROUP BY ALL
)
SELECT
    coalesce(d.region_code_published, d.region_code_any) AS region_code, r.region_name, r.full_name AS region_full_name, d.region_id, d.unit_id, u.unit_name, u.unit_type,
    d.unit_scope AS scope, d.fiscal_year,
    h.* EXCLUDE (unit_id, fiscal_year, unit_scope), d.budget_document_id, d.final_document_id
FROM disclosed d
LEFT JOIN headline h ON h.unit_id = d.unit_id AND h.fiscal_year = d.fiscal_year AND h.unit_scope = d.unit_scope
LEFT JOIN core.unit u ON u.unit_id = d.unit_id
LEFT JOIN core.region_name r ON r.region_code = coalesce(d.region_code_published, d.region_code_any);
