-- The disclosures of the warehouse, revisions and duplicates included, each with an address.
CREATE OR REPLACE VIEW out.document AS
WITH address AS (
    SELECT file_sha256, arg_min(struct_pack(url, article_url, article_title, portal_id), (coalesce(captured_at, TIMESTAMP '9999-01-01'), capture_id)) AS first
    FROM raw.capture WHERE file_sha256 IS NOT NULL GROUP BY file_sha256
)
SELECT
    d.document_id, d.region_code, r.region_name, d.region_id, d.unit_id, coalesce(u.unit_name, d.unit_name) AS unit_name,
    d.unit_name AS printed_unit_name, d.scope, d.kind AS document_kind, d.fiscal_year, d.stage, d.title, d.published_on, d.logical_id,
    d.revision, d.is_current, d.duplicate_of, d.is_correction, d.page_count, f.media_type, f.status AS file_status, d.file_sha256,
    f.parent_sha256, f.member_path, a.first.url AS url, a.first.article_url AS article_url, a.first.portal_id AS portal_id,
    f.first_captured_at
FROM core.document d
LEFT JOIN raw.file f ON f.file_sha256 = d.file_sha256
LEFT JOIN address a ON a.file_sha256 = coalesce(f.parent_sha256, f.file_sha256)
LEFT JOIN core.unit u ON u.unit_id = d.unit_id
LEFT JOIN core.region_name r ON r.region_code = d.region_code;
