-- What should exist against what does: a unit that published anything is expected to publish budget and final account in every year
-- from its first to its last; `latest_lawful_on` tells whether it is due.
CREATE OR REPLACE VIEW out.coverage AS
WITH span AS (
    SELECT unit_id, region_id, region_code, unit_name, unit_type, unnest(generate_series(first_year, last_year))::INTEGER AS fiscal_year
    FROM core.unit WHERE first_year IS NOT NULL
),
expected AS (SELECT s.*, k.document_group FROM span s CROSS JOIN (VALUES ('budget'), ('final')) k(document_group)),
found AS (
    SELECT
        unit_id, fiscal_year, CASE WHEN kind LIKE '%_budget' THEN 'budget' ELSE 'final' END AS document_group,
        count(*)::INTEGER AS documents, max(revision) AS revisions, min(published_on) AS first_published_on
    FROM core.document
    WHERE kind IN ('dept_budget', 'unit_budget', 'dept_final', 'unit_final') AND duplicate_of IS NULL AND unit_id IS NOT NULL
    GROUP BY ALL
),
numbers AS (
    SELECT unit_id, document_year AS fiscal_year, CASE WHEN document_kind LIKE '%_budget' THEN 'budget' ELSE 'final' END AS document_group,
           count(*) AS figures
    FROM core.current_figure
    WHERE document_kind IN ('dept_budget', 'unit_budget', 'dept_final', 'unit_final') AND unit_id IS NOT NULL
    GROUP BY ALL
)
SELECT
    e.region_code, r.region_name, e.region_id, e.unit_id, e.unit_name, e.unit_type, e.fiscal_year, e.document_group,
    CASE WHEN f.documents IS NULL THEN 'missing' WHEN coalesce(n.figures, 0) = 0 THEN 'without_figures' ELSE 'published' END AS status,
    coalesce(f.documents, 0) AS documents, coalesce(f.revisions, 0) AS revisions, coalesce(n.figures, 0) AS figures,
    f.first_published_on, l.latest_lawful_on
FROM expected e
LEFT JOIN found f ON f.unit_id = e.unit_id AND f.fiscal_year = e.fiscal_year AND f.document_group = e.document_group
LEFT JOIN numbers n ON n.unit_id = e.unit_id AND n.fiscal_year = e.fiscal_year AND n.document_group = e.document_group
LEFT JOIN core.latest_lawful l ON l.document_group = e.document_group AND l.fiscal_year = e.fiscal_year
LEFT JOIN core.region_name r ON r.region_code = e.region_code;
