-- Stocks: staff, vehicles, assets, office area.
CREATE OR REPLACE VIEW out.staff_and_assets AS
SELECT
    b.region_code, r.region_name, b.region_id, b.unit_id, b.unit_name, b.scope, b.document_kind, b.fiscal_year, b.stage,
    b.fiscal_year = b.document_year AS is_own_year,
    b.item, i.name_zh AS item_name_zh, i.name_en AS item_name_en, b.amount, b.quantity, CASE WHEN b.quantity IS NOT NULL THEN b.measure_unit END AS measure_unit,
    b.source, b.readings, b.spread, b.documents, b.document_id, b.figure_id, b.narrative_id
FROM core.best_reading b
LEFT JOIN ref.item i ON i.item = b.item
LEFT JOIN core.region_name r ON r.region_code = b.region_code
WHERE regexp_matches(b.item, '^(staff|assets|vehicles|office)\.');
