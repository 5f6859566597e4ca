-- What should exist against what does: a unit that published anything is expected to publish budget and final account in every year
-- from its first to its last, and the government of a region with any disclosure its own in every year that the region's cover (rows
-- without `unit_id`). What is not there is `missing` once its latest lawful day has passed by the last day that the warehouse has looked
-- (the newest capture), `not_yet_due` before.
CREATE OR REPLACE VIEW out.coverage AS
WITH looked AS (
    SELECT coalesce((SELECT max(captured_at)::DATE FROM raw.capture), (SELECT max(published_on) FROM core.document)) AS last_on
),
paper AS (
    SELECT
        document_id, unit_id, region_id, region_code, fiscal_year, revision, published_on,
        -- an adjustment, or a report on what was carried out, is not the budget
        CASE WHEN kind = 'gov_budget' AND stage <> 'initial_budget' THEN 'government_report'
             WHEN kind = 'gov_budget' THEN 'government_budget' WHEN kind = 'gov_final' THEN 'government_final'
             ELSE regexp_extract(kind, '_(budget|final)$', 1) END AS document_group
    FROM core.document
    WHERE kind IN ('dept_budget', 'unit_budget', 'dept_final', 'unit_final', 'gov_budget', 'gov_final') AND duplicate_of IS NULL
),
disclosure AS (
    -- of a unit, or of the region's government
    SELECT * REPLACE (CASE WHEN document_group LIKE 'government_%' THEN NULL ELSE unit_id END AS unit_id) FROM paper
    WHERE CASE WHEN document_group LIKE 'government_%' THEN region_id ELSE unit_id END IS NOT NULL
),
span AS (
    SELECT unit_id, region_id, region_code, unit_name, unit_type, unnest(generate_series(first_year, last_year))::INTEGER AS fiscal_year
    FROM core.unit WHERE first_year IS NOT NULL
    UNION ALL
    SELECT NULL, region_id, max(region_code), NULL, NULL, unnest(generate_series(min(fiscal_year), max(fiscal_year)))::INTEGER
    FROM disclosure WHERE region_id IS NOT NULL AND fiscal_year IS NOT NULL GROUP BY region_id
),
expected AS (
    SELECT s.*, k.document_group
    FROM span s JOIN (VALUES ('budget', FALSE), ('final', FALSE), ('government_budget', TRUE), ('government_final', TRUE))
        k(document_group, of_government) ON k.of_government = (s.unit_id IS NULL)
),
found AS (
    SELECT unit_id, CASE WHEN unit_id IS NULL THEN region_id END AS region_id, fiscal_year, document_group,
           count(*)::INTEGER AS documents, max(revision) AS revisions, min(published_on) AS first_published_on
    FROM disclosure GROUP BY ALL
),
numbers AS (
    SELECT d.unit_id, CASE WHEN d.unit_id IS NULL THEN d.region_id END AS region_id, d.fiscal_year, d.document_group, count(*) AS figures
    FROM core.current_figure f JOIN disclosure d USING (document_id) GROUP BY ALL
)
SELECT
    e.region_code, r.region_name, e.region_id, e.unit_id, coalesce(e.unit_name, r.region_name) AS unit_name, e.unit_type, e.fiscal_year,
    e.document_group,
    CASE WHEN f.documents IS NULL THEN CASE WHEN l.latest_lawful_on >= looked.last_on THEN 'not_yet_due' ELSE 'missing' END
         WHEN coalesce(n.figures, 0) = 0 THEN 'without_figures' ELSE 'published' END AS status,
    coalesce(f.documents, 0) AS documents, coalesce(f.revisions, 0) AS revisions, coalesce(n.figures, 0) AS figures,
    f.first_published_on, l.latest_lawful_on
FROM expected e
CROSS JOIN looked
LEFT JOIN found f ON f.fiscal_year = e.fiscal_year AND f.document_group = e.document_group
    AND coalesce(f.unit_id, f.region_id) = coalesce(e.unit_id, e.region_id)
LEFT JOIN numbers n ON n.fiscal_year = e.fiscal_year AND n.document_group = e.document_group
    AND coalesce(n.unit_id, n.region_id) = coalesce(e.unit_id, e.region_id)
LEFT JOIN core.latest_lawful l ON l.document_group = e.document_group AND l.fiscal_year = e.fiscal_year
LEFT JOIN core.region_name r ON r.region_code = e.region_code;
