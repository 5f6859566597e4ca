-- What a document says of the year before, beside what that year's own document said: its prior-year columns, and the amounts of its
-- sentences less the change they state. One row per disclosure, item, code and stage; `status` tells whether both agree to the last
-- printed digit. Where the earlier document is missing, `amount` still continues the series one year back.
CREATE OR REPLACE VIEW out.prior_year AS
WITH own AS (
    SELECT region_id, unit_id, scope, document_kind, fiscal_year, stage, item, NULL::VARCHAR AS code,
        CASE WHEN document_kind LIKE 'gov_%' THEN fund END AS budget, amount, document_id, figure_id, narrative_id
    FROM core.best_item WHERE fiscal_year = document_year AND amount IS NOT NULL
    UNION ALL
    SELECT region_id, unit_id, scope, document_kind, fiscal_year, stage, 'expenditure.function', code,
        CASE WHEN document_kind LIKE 'gov_%' THEN fund END AS budget, max(amount), min(document_id), min(figure_id), NULL
    FROM out.function_expenditure
    WHERE is_own_year AND nature = 'total' AND source = 'table'
    GROUP BY ALL HAVING count(DISTINCT amount) = 1
),
said AS (
    SELECT
        d.document_id, n.narrative_id, n.stage, n.code, d.kind, n.ordinal,
        CASE WHEN n.code IS NULL THEN n.item ELSE 'expenditure.function' END AS item, n.fiscal_year, coalesce(n.base_stage, n.stage) AS base_stage,
        n.amount, CASE n.direction WHEN 'increase' THEN n.change_amount WHEN 'decrease' THEN -n.change_amount WHEN 'unchanged' THEN 0 END AS change,
        n.base_year, d.fiscal_year AS document_year, CASE WHEN d.kind NOT LIKE 'gov_%' THEN d.scope END AS scope
    FROM core.narrative n
    JOIN core.document d ON d.document_id = n.document_id
    WHERE d.is_current AND n.about IS NULL AND n.item IS NOT NULL AND n.amount IS NOT NULL AND n.item NOT LIKE '%.item'
      AND (n.code IS NOT NULL) = regexp_matches(n.item, '(^|[.])function$')
),
stated AS (
    SELECT b.document_id, b.figure_id, NULL::VARCHAR AS narrative_id, 'table' AS source, b.item, NULL::VARCHAR AS code, b.stage, b.scope,
           CASE WHEN b.document_kind LIKE 'gov_%' THEN b.fund END AS budget, b.amount, 0 AS step, 0 AS ordinal
    FROM core.best_item b
    WHERE b.fiscal_year = b.document_year - 1 AND b.source = 'table' AND b.amount IS NOT NULL
    UNION ALL
    SELECT document_id, figure_id, NULL, 'table', 'expenditure.function', code, stage, scope,
           CASE WHEN document_kind LIKE 'gov_%' THEN fund END, amount, 0, 0
    FROM out.function_expenditure c
    WHERE NOT is_own_year AND nature = 'total' AND source = 'table'
      AND fiscal_year = (SELECT d.fiscal_year - 1 FROM core.document d WHERE d.document_id = c.document_id)
    UNION ALL
    -- a sentence prints amount and change to the same digit: the finer of the two shows which
    SELECT document_id, NULL, narrative_id, 'narrative', item, code, base_stage, scope, NULL, amount - change,
           CASE WHEN amount % 100 = 0 AND change % 100 = 0 THEN CASE WHEN amount % 1000000 = 0 AND change % 1000000 = 0 AND kind LIKE 'gov_%' THEN 1000000 ELSE 100 END
                ELSE 1 END, ordinal
    FROM said WHERE change IS NOT NULL AND fiscal_year = document_year AND coalesce(base_year, document_year - 1) = document_year - 1
    UNION ALL
    SELECT document_id, NULL, narrative_id, 'narrative', item, code, stage, scope, NULL, amount, CASE WHEN amount % 100 = 0 THEN 100 ELSE 1 END, ordinal
    FROM said WHERE fiscal_year = document_year - 1
),
once AS (
    SELECT
        document_id, item, code, stage, scope, budget, source, arg_min(amount, ordinal) AS amount, max(step) AS step, min(figure_id) AS figure_id,
        arg_min(narrative_id, ordinal) AS narrative_id
    FROM stated
    GROUP BY ALL HAVING count(DISTINCT amount) = 1
),
earlier AS (
    SELECT o.*, e.amount AS own_amount, e.document_id AS own_document_id, e.figure_id AS own_figure_id
    FROM (SELECT s.*, d.region_id, d.region_code, d.unit_id, d.unit_name AS printed_unit_name, d.kind, d.fiscal_year AS document_year
          FROM once s JOIN core.document d ON d.document_id = s.document_id WHERE d.is_current AND d.region_id IS NOT NULL) o
    LEFT JOIN own e ON e.region_id = o.region_id AND e.unit_id IS NOT DISTINCT FROM o.unit_id AND e.scope IS NOT DISTINCT FROM o.scope
        AND e.document_kind = o.kind AND e.fiscal_year = o.document_year - 1 AND e.stage IS NOT DISTINCT FROM o.stage AND e.item = o.item
        AND e.code IS NOT DISTINCT FROM o.code AND e.budget IS NOT DISTINCT FROM o.budget
)
SELECT
    e.region_code, r.region_name, e.region_id, e.unit_id, coalesce(u.unit_name, e.printed_unit_name) AS unit_name, e.scope,
    e.kind AS document_kind, e.document_year, (e.document_year - 1)::INTEGER AS fiscal_year, e.stage, e.item, i.name_zh AS item_name_zh,
    i.name_en AS item_name_en, e.code, e.source, e.amount, e.own_amount, (e.amount - e.own_amount)::DECIMAL(20, 2) AS difference,
    CASE WHEN e.own_amount IS NULL THEN 'no_document' WHEN abs(e.amount - e.own_amount) <= greatest(e.step, 100) THEN 'agrees'
         ELSE 'differs' END AS status,
    e.document_id, e.figure_id, e.narrative_id, e.own_document_id, e.own_figure_id
FROM earlier e
LEFT JOIN ref.item i ON i.item = e.item
LEFT JOIN core.unit u ON u.unit_id = e.unit_id
LEFT JOIN core.region_name r ON r.region_code = e.region_code;
