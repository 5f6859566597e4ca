-- One value per body, item, year and stage, whatever number of documents print it: the document of its own year and stage speaks
-- before next year's comparison column, a table before a sentence. `documents` counts who else prints it.
CREATE OR REPLACE VIEW core.best_reading AS
SELECT *, count(*) OVER same AS documents
FROM core.best_item
WINDOW same AS (
    PARTITION BY region_id, unit_id, scope, document_kind LIKE 'dept_%' OR document_kind LIKE 'unit_%', item, fiscal_year, stage,
        CASE WHEN unit_id IS NULL THEN logical_id END
)
QUALIFY row_number() OVER (
    PARTITION BY region_id, unit_id, scope, document_kind LIKE 'dept_%' OR document_kind LIKE 'unit_%', item, fiscal_year, stage,
        CASE WHEN unit_id IS NULL THEN logical_id END
    ORDER BY fiscal_year IS DISTINCT FROM document_year,
             (stage = 'initial_budget') IS DISTINCT FROM (document_kind LIKE '%_budget'), source <> 'table', document_id
) = 1;
