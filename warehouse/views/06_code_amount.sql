-- Amounts by code of any classification: one value per disclosure, code, fund, nature, year and stage. A table that lists a code
-- once for each of several units (row_group names them) is added up over the units (`parts` of them). The own level of a government stands
-- apart. What only a sentence gives of a function or a revenue subject is here too (`source`); its fund is empty where it names no budget.
CREATE OR REPLACE VIEW core.code_amount AS
WITH coded AS NOT MATERIALIZED (
    SELECT
        figure_id, document_id, table_id, logical_id, classification, code, fund, nature, fiscal_year, stage, amount, row_group,
        column_index, row_label, scope,
        document_kind IN ('gov_budget', 'gov_final', 'debt') AND scope IS NOT DISTINCT FROM 'own_level' AS own_level,
        -- a newer revision before an older one, a sure reading before a doubtful one, then the first place
        (99 - least(revision, 99)) * 1000000000000000 + (100 - confidence * 100)::BIGINT * 1000000000000
        + coalesce(table_ordinal, 0)::BIGINT * 1000000000 + coalesce(row_index, 0) * 10000 + coalesce(column_index, 0) AS place
    FROM core.current_figure
    WHERE classification IN ('functional', 'economic_dept', 'economic_gov', 'revenue') AND code IS NOT NULL AND measure = 'amount'
      AND amount IS NOT NULL AND flow = CASE WHEN classification = 'revenue' THEN 'revenue' ELSE 'expenditure' END
      -- what is moved between levels, bought or spent on a project of a class, and parts of the region, are no amounts of the body for the
      -- class; 230 转移性支出 and 231 债务还本支出 are no functions: they stand in out.revenue_expenditure
      AND item IN ('expenditure.function', 'expenditure.economic', 'income.subject', 'income.tax', 'income.non_tax') AND row_role IS DISTINCT FROM 'region'
      AND NOT (classification = 'functional' AND left(code, 3) IN ('230', '231'))
),
-- in a table that tells natures apart, a column without one is of an unknown nature, not a total
natured AS (SELECT DISTINCT table_id, classification FROM coded WHERE nature IS NOT NULL),
known AS NOT MATERIALIZED (
    SELECT * FROM coded WHERE nature IS NOT NULL
    UNION ALL
    SELECT c.* FROM coded c ANTI JOIN natured n ON n.table_id = c.table_id AND n.classification = c.classification
    WHERE c.nature IS NULL AND c.fund IS NOT NULL
),
line AS (
    SELECT
        figure_id, NULL::VARCHAR AS narrative_id, document_id, logical_id, classification, code, coalesce(fund, 'all') AS fund,
        coalesce(nature, 'total') AS nature, fiscal_year, stage, amount, 1 AS parts, row_label, place, scope, own_level
    FROM known WHERE row_group IS NULL
    UNION ALL
    SELECT
        arg_min(figure_id, place), NULL, document_id, logical_id, classification, code, coalesce(fund, 'all'), coalesce(nature, 'total'), fiscal_year, stage,
        CASE WHEN count(DISTINCT row_group) = count(*) THEN sum(amount) ELSE arg_min(amount, place) END::DECIMAL(20, 2),
        CASE WHEN count(DISTINCT row_group) = count(*) THEN count(*) ELSE 1 END, arg_min(row_label, place), min(place), max(scope), own_level
    FROM known WHERE row_group IS NOT NULL
    GROUP BY document_id, logical_id, table_id, classification, code, fund, nature, fiscal_year, stage, column_index, own_level
    UNION ALL
    SELECT
        NULL, narrative_id, document_id, logical_id, CASE WHEN item = 'income.subject' THEN 'revenue' ELSE 'functional' END, code,
        CASE WHEN item = 'income.subject' THEN fund WHEN item LIKE 'gpb.%' THEN 'general_public' WHEN item = 'expenditure.function' AND NOT government THEN 'all'
             ELSE coalesce(nullif(regexp_extract(item, '^(fiscal_grant|gov_fund|state_capital)[.]', 1), ''), fund) END,
        'total', fiscal_year, stage, amount, 1, raw_label,
        1000000000000000000 + (99 - least(revision, 99)) * 1000000000000000 + ordinal, scope, government AND scope IS NOT DISTINCT FROM 'own_level'
    FROM core.current_fact
    WHERE code IS NOT NULL AND amount IS NOT NULL AND regexp_full_match(item, '((gpb|fiscal_grant|gov_fund|state_capital)[.])?expenditure[.]function|income[.]subject')
      AND left(code, 3) NOT IN ('230', '231')
),
picked AS (
    SELECT
        logical_id, classification, code, fund, nature, fiscal_year, stage, own_level, max(scope) AS scope,
        arg_min(struct_pack(document_id, figure_id, narrative_id, amount, parts, row_label), place) AS pick, count(*)::INTEGER AS readings,
        max(amount) - min(amount) AS spread
    FROM line
    GROUP BY ALL
)
SELECT
    d.region_code, r.region_name, d.region_id, d.unit_id, coalesce(u.unit_name, d.unit_name) AS unit_name,
    CASE WHEN d.kind IN ('gov_budget', 'gov_final', 'debt') THEN p.scope ELSE d.scope END AS scope,
    d.kind AS document_kind, p.fiscal_year, p.stage,
    p.fiscal_year = d.fiscal_year AS is_own_year, (p.stage = 'initial_budget') = (d.stage IS NOT DISTINCT FROM 'initial_budget') AS is_own_stage,
    p.classification, p.code, CASE length(p.code) WHEN 3 THEN 'class' WHEN 5 THEN 'group' WHEN 7 THEN 'item' ELSE 'sub_item' END AS code_level,
    left(p.code, 3) AS class_code, coalesce(s.series, p.code) AS series, coalesce(s.subject_name, e.subject_name) AS subject_name,
    CASE WHEN s.code IS NOT NULL THEN 'reference' WHEN e.code IS NOT NULL THEN 'printed' END AS subject_name_from, nullif(p.pick.row_label, '') AS printed_name, p.fund, p.nature, p.pick.amount,
    p.pick.parts AS parts, CASE WHEN p.pick.figure_id IS NULL THEN 'narrative' ELSE 'table' END AS source, p.readings, p.spread, p.pick.document_id, p.pick.figure_id, p.pick.narrative_id
FROM picked p
JOIN core.document d ON d.document_id = p.pick.document_id
LEFT JOIN core.unit u ON u.unit_id = d.unit_id
LEFT JOIN ref.subject s ON s.classification = p.classification AND s.code = p.code
    AND p.fiscal_year BETWEEN s.first_year AND coalesce(s.last_year, 9999)
LEFT JOIN core.printed_subject e ON e.classification = p.classification AND e.code = p.code
LEFT JOIN core.region_name r ON r.region_code = d.region_code
-- what a sentence gives of no budget by name is told where nothing names one
QUALIFY p.fund IS NOT NULL OR count(p.fund) OVER (PARTITION BY p.logical_id, p.classification, p.code, p.fiscal_year, p.stage, p.own_level) = 0;
