-- Tax returns and transfers: every place that prints one, by receiving region where a table lists regions, and what only a sentence gives.
-- `flow` tells what was received (revenue) from what was paid on (expenditure); `purpose` names the grant that a line is about and is empty
-- where it is the whole of its item. Of the places that print the same thing `is_best` marks one: the totals of an item are its rows without
-- purpose and receiving region, one for each level, year, stage, flow and fund (decision 90).
CREATE OR REPLACE VIEW out.transfer AS
WITH printed AS (
    SELECT
        region_code, region_id, scope, document_kind, fiscal_year, stage, flow, item, fund, row_role, row_label, column_path[-1] AS heading, amount,
        fiscal_year = document_year AS is_own_year, 'table' AS source, document_id, figure_id, NULL::VARCHAR AS narrative_id, logical_id, code, table_id,
        -- regions stand down the table or across it
        row_role = 'region' AND regexp_full_match(heading, '.{2,10}(县|区|市|旗|镇|乡|苏木|街道)') AND NOT regexp_matches(heading, '[地社]区$') AS is_across,
        contains(table_kind, '_transfers') AS is_list, (99 - revision) * 1000000000000 + table_ordinal::BIGINT * 100000000 + row_index * 10000 + column_index AS place
    FROM core.current_figure
    WHERE measure = 'amount' AND (item LIKE 'transfer.%' OR table_kind IN ('gov_transfers', 'gov_fund_transfers', 'gov_state_capital_transfers'))
    UNION ALL
    SELECT
        b.region_code, b.region_id, b.scope, b.document_kind, b.fiscal_year, b.stage, i.flow, b.item, b.fund, NULL, n.raw_label, NULL, b.amount,
        b.fiscal_year = b.document_year, b.source, b.document_id, NULL, b.narrative_id, b.logical_id, NULL, NULL, FALSE, FALSE, 0
    FROM core.best_reading b
    JOIN core.narrative n ON n.narrative_id = b.narrative_id
    LEFT JOIN ref.item i ON i.item = b.item
    WHERE b.item LIKE 'transfer.%'
),
oriented AS (
    SELECT *, bool_or(row_role = 'region' AND NOT is_across) OVER (PARTITION BY table_id) AS is_down FROM printed
),
named AS (
    SELECT
        *, CASE WHEN row_role = 'region' THEN CASE WHEN is_across THEN heading ELSE row_label END END AS receiving_region,
        -- what stands beside the regions: the purpose that a column names
        CASE WHEN receiving_region = row_label AND (code IS NOT NULL OR item IS NULL) THEN heading ELSE row_label END AS printed_name,
        nullif(concat_ws(
            ' / ',
            CASE WHEN is_list AND receiving_region IS DISTINCT FROM row_label AND coalesce(row_role, '') NOT IN ('total', 'subtotal') AND NOT core.names_whole(row_label) THEN row_label END,
            CASE WHEN is_down AND NOT core.names_whole(heading) THEN heading END
        ), '') AS purpose
    FROM oriented
)
SELECT
    p.region_code, r.region_name, p.region_id, p.scope, p.document_kind, p.fiscal_year, p.stage, p.is_own_year, p.flow, p.item, i.name_zh AS item_name_zh,
    i.name_en AS item_name_en, p.receiving_region, p.purpose, p.printed_name, p.fund, p.row_role, p.amount, p.source,
    -- a list may print several grants of one name: all of its table's; of a total one place speaks
    CASE WHEN p.purpose IS NULL THEN row_number() OVER same = 1 ELSE p.table_id = first_value(p.table_id) OVER same END AS is_best,
    p.document_id, p.figure_id, p.narrative_id
FROM named p
LEFT JOIN ref.item i ON i.item = p.item
LEFT JOIN core.region_name r ON r.region_code = p.region_code
WINDOW same AS (
    PARTITION BY coalesce(p.region_id, p.logical_id), p.flow, p.item, p.fund, p.fiscal_year, p.stage, p.receiving_region, p.purpose,
        -- what is paid on is the own level's where nothing says otherwise
        CASE p.flow WHEN 'expenditure' THEN p.scope IS DISTINCT FROM 'whole_region' ELSE p.scope IS NOT DISTINCT FROM 'own_level' END
    ORDER BY NOT p.is_own_year, p.source <> 'table', p.place, p.document_id, p.figure_id
);
