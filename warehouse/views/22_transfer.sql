-- Tax returns and transfers: the totals, by receiving region where a table lists regions, and what only a sentence gives. `flow` tells what
-- was received (revenue) from what was paid on (expenditure).
CREATE OR REPLACE VIEW out.transfer AS
WITH printed AS (
    SELECT
        region_code, region_id, document_kind, fiscal_year, stage, flow, item,
        -- regions stand down the table or across it
        CASE WHEN row_role = 'region' THEN CASE WHEN regexp_full_match(column_path[-1], '.{2,10}(县|区|市|旗|镇|乡|苏木|街道)') AND NOT regexp_matches(column_path[-1], '[地社]区$')
            THEN column_path[-1] ELSE row_label END END AS receiving_region,
        -- what stands beside the regions: the purpose that a column names
        CASE WHEN receiving_region = row_label AND (code IS NOT NULL OR item IS NULL) THEN column_path[-1] ELSE row_label END AS printed_name, fund, row_role, amount, fiscal_year = document_year AS is_own_year, 'table' AS source, document_id, figure_id,
        NULL::VARCHAR AS narrative_id
    FROM core.current_figure
    WHERE measure = 'amount' AND (item LIKE 'transfer.%' OR table_kind IN ('gov_transfers', 'gov_fund_transfers', 'gov_state_capital_transfers'))
    UNION ALL
    SELECT
        b.region_code, b.region_id, b.document_kind, b.fiscal_year, b.stage, NULL, b.item, NULL, n.raw_label, b.fund, NULL, b.amount,
        b.fiscal_year = b.document_year, b.source, b.document_id, NULL, b.narrative_id
    FROM core.best_reading b
    JOIN core.narrative n ON n.narrative_id = b.narrative_id
    WHERE b.item LIKE 'transfer.%'
)
SELECT
    p.region_code, r.region_name, p.region_id, p.document_kind, p.fiscal_year, p.stage, coalesce(p.flow, i.flow) AS flow, p.item, i.name_zh AS item_name_zh,
    i.name_en AS item_name_en, p.* EXCLUDE (region_code, region_id, document_kind, fiscal_year, stage, flow, item)
FROM printed p
LEFT JOIN ref.item i ON i.item = p.item
LEFT JOIN core.region_name r ON r.region_code = p.region_code;
