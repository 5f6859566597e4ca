-- When each disclosure was first published, against the latest lawful day (core.latest_lawful; a government's adjustments and reports on
-- what was carried out have none). Only documents with a printed date.
CREATE OR REPLACE VIEW out.timeliness AS
WITH published AS (
    SELECT
        logical_id, min(region_code) AS region_code, min(region_id) AS region_id, min(unit_id) AS unit_id,
        min(unit_name) AS printed_name, min(scope) AS scope, min(kind) AS document_kind, min(stage) AS stage,
        min(fiscal_year) AS fiscal_year, min(published_on) AS first_published_on, max(published_on) AS last_published_on,
        max(revision) AS revisions
    FROM core.document
    WHERE published_on IS NOT NULL AND kind NOT IN ('other', 'performance')
    GROUP BY logical_id
)
SELECT
    p.region_code, r.region_name, p.region_id, p.unit_id, coalesce(u.unit_name, p.printed_name) AS unit_name, p.scope,
    p.document_kind, p.stage, p.fiscal_year, p.first_published_on, p.last_published_on, p.revisions, l.latest_lawful_on,
    date_diff('day', l.latest_lawful_on, p.first_published_on) AS days_late, p.first_published_on <= l.latest_lawful_on AS is_timely,
    p.logical_id
FROM published p
LEFT JOIN core.unit u ON u.unit_id = p.unit_id
LEFT JOIN core.region_name r ON r.region_code = p.region_code
LEFT JOIN core.latest_lawful l
       ON l.fiscal_year = p.fiscal_year
      AND l.document_group = CASE p.document_kind WHEN 'gov_budget' THEN 'government_budget' WHEN 'gov_final' THEN 'government_final'
          ELSE regexp_extract(p.document_kind, '_(budget|final)$', 1) END
      AND (p.document_kind <> 'gov_budget' OR coalesce(p.stage, 'initial_budget') = 'initial_budget');
