-- What changed between a revision and the one before: values changed, added or dropped, figure by figure and, as table_kind
-- 'narrative', fact by fact. Only kinds of tables that both revisions have are compared.
CREATE OR REPLACE VIEW out.revision_change AS
WITH revised AS (SELECT logical_id FROM core.document WHERE duplicate_of IS NULL GROUP BY logical_id HAVING max(revision) > 1),
reading AS (
    SELECT
        d.logical_id, d.revision, d.document_id, coalesce(t.kind, f.source) AS table_kind, f.row_code,
        regexp_replace(coalesce(f.row_label, ''), '[\s\pP]', '', 'g') AS label, f.unit_code, f.fiscal_year, f.stage, f.flow, f.fund,
        f.nature, f.item, f.measure, min(f.row_label) AS row_label, min(coalesce(f.amount, f.quantity)) AS value,
        min(f.figure_id) AS figure_id, count(*) AS places
    FROM core.figure f
    JOIN core.document d ON d.document_id = f.document_id
    LEFT JOIN core.extracted_table t ON t.table_id = f.table_id
    WHERE f.value_state = 'value' AND f.source = 'table' AND d.duplicate_of IS NULL AND d.logical_id IN (SELECT logical_id FROM revised)
    GROUP BY ALL
    UNION ALL
    SELECT
        d.logical_id, d.revision, d.document_id, 'narrative', n.code, coalesce(n.raw_label, ''), NULL, n.fiscal_year, n.stage, NULL,
        NULL, NULL, n.item, n.measure_unit, min(n.raw_label), min(coalesce(n.amount, n.quantity)), min(n.narrative_id), count(*)
    FROM core.narrative n
    JOIN core.document d ON d.document_id = n.document_id
    WHERE coalesce(n.amount, n.quantity) IS NOT NULL AND d.duplicate_of IS NULL AND d.logical_id IN (SELECT logical_id FROM revised)
    GROUP BY ALL
),
step AS (
    SELECT o.logical_id, o.document_id AS old_document_id, n.document_id AS new_document_id, o.revision AS old_revision, n.revision AS new_revision
    FROM core.document o JOIN core.document n ON n.logical_id = o.logical_id AND n.revision = o.revision + 1
    WHERE o.duplicate_of IS NULL AND n.duplicate_of IS NULL
),
kinds AS (SELECT DISTINCT document_id, table_kind FROM reading),
old AS (
    SELECT s.new_document_id, s.new_revision, r.* FROM step s JOIN reading r ON r.document_id = s.old_document_id
    JOIN kinds k ON k.document_id = s.new_document_id AND k.table_kind = r.table_kind
),
new AS (
    SELECT s.old_document_id, r.* FROM step s JOIN reading r ON r.document_id = s.new_document_id
    JOIN kinds k ON k.document_id = s.old_document_id AND k.table_kind = r.table_kind
)
SELECT
    coalesce(n.logical_id, o.logical_id) AS logical_id, coalesce(n.revision, o.new_revision) AS revision,
    coalesce(o.document_id, n.old_document_id) AS old_document_id, coalesce(n.document_id, o.new_document_id) AS new_document_id,
    CASE WHEN o.document_id IS NULL THEN 'added' WHEN n.document_id IS NULL THEN 'dropped' ELSE 'changed' END AS change,
    coalesce(n.table_kind, o.table_kind) AS table_kind, coalesce(n.row_code, o.row_code) AS row_code,
    coalesce(n.row_label, o.row_label) AS row_label, coalesce(n.fiscal_year, o.fiscal_year) AS fiscal_year,
    coalesce(n.stage, o.stage) AS stage, coalesce(n.fund, o.fund) AS fund, coalesce(n.nature, o.nature) AS nature,
    coalesce(n.item, o.item) AS item, coalesce(n.measure, o.measure) AS measure, o.value AS old_value, n.value AS new_value,
    n.value - o.value AS difference, o.figure_id AS old_figure_id, n.figure_id AS new_figure_id
FROM old o
FULL JOIN new n
  ON n.document_id = o.new_document_id AND n.old_document_id = o.document_id AND n.table_kind = o.table_kind AND n.label = o.label
 AND n.row_code IS NOT DISTINCT FROM o.row_code AND n.unit_code IS NOT DISTINCT FROM o.unit_code
 AND n.fiscal_year IS NOT DISTINCT FROM o.fiscal_year AND n.stage IS NOT DISTINCT FROM o.stage
 AND n.flow IS NOT DISTINCT FROM o.flow AND n.fund IS NOT DISTINCT FROM o.fund AND n.nature IS NOT DISTINCT FROM o.nature
 AND n.item IS NOT DISTINCT FROM o.item AND n.measure IS NOT DISTINCT FROM o.measure
WHERE o.value IS DISTINCT FROM n.value;
