-- Tax returns and transfers: the totals, and by receiving region where a table lists regions.
CREATE OR REPLACE VIEW out.transfer AS
SELECT
    f.region_code, r.region_name, f.region_id, f.document_kind, f.fiscal_year, f.stage, f.item, i.name_zh AS item_name_zh,
    i.name_en AS item_name_en, CASE WHEN f.row_role = 'region' THEN f.row_label END AS receiving_region, f.row_label AS printed_name,
    f.fund, f.row_role, f.amount, f.fiscal_year = f.document_year AS is_own_year, f.document_id, f.figure_id
FROM core.current_figure f
LEFT JOIN ref.item i ON i.item = f.item
LEFT JOIN core.region_name r ON r.region_code = f.region_code
WHERE f.measure = 'amount' AND (f.item LIKE 'transfer.%' OR f.table_kind IN ('gov_transfers', 'gov_fund_transfers', 'gov_state_capital_transfers'));
