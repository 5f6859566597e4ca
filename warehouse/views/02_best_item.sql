-- One value per disclosure, item, year and stage; of governments one for each fund and for the own level apart from the region as a whole
-- (`scope`, decision 80), which are never mixed. A table speaks before the narrative, a newer revision before an older one,
-- a total row before an item row, a value that other readings confirm before one that stands alone; of governments a reading that states
-- its level before one that does not, and the table of the same amount for it. `readings` and `spread` show what else was read. Of the disclosures that print a value of the same body, item, year and stage, `is_best` marks the one that speaks for it
-- (see core.best_reading), and `documents` counts them.
CREATE OR REPLACE VIEW core.best_item AS
WITH part_unit AS (
    -- the units of a table that lists several: what stands below one of them is a part of the body
    SELECT table_id, unnest(list(DISTINCT row_label)) AS unit FROM core.figure WHERE row_role = 'unit' GROUP BY table_id HAVING count(DISTINCT row_label) > 1
),
reading AS (
    SELECT
        logical_id, document_id, document_kind, figure_id, NULL::VARCHAR AS narrative_id, fiscal_year, stage, item, fund, amount,
        quantity, measure_unit, revision, scope, document_kind IN ('gov_budget', 'gov_final', 'debt') AS government,
        -- a form of targets totals its tasks, not the body's budget
        CASE WHEN table_kind LIKE 'perf_%' THEN 5 WHEN row_role = 'total' THEN 0 WHEN row_role = 'subtotal' THEN 1 WHEN row_role = 'item' THEN 2
             WHEN row_role = 'subset' THEN 3 ELSE 4 END AS rank,
        coalesce(table_ordinal, 0)::BIGINT * 1000000000 + coalesce(row_index, 0) * 10000 + coalesce(column_index, 0) AS place
    FROM core.current_figure f
    ANTI JOIN part_unit u ON u.table_id = f.table_id AND u.unit = f.row_group
    WHERE item IS NOT NULL AND measure IN ('amount', 'count')
      -- a row with a code is one among others, but for the totals that the revenue classification numbers (101 税收收入) and the
      -- lines that are no function (230 转移性支出, 231 债务还本支出)
      AND (code IS NULL OR (classification = 'revenue' AND (length(code) = 3 OR code LIKE '110%'))
           OR (classification = 'functional' AND left(code, 3) IN ('230', '231')))
      AND item NOT IN ('income.subject', 'expenditure.function', 'expenditure.economic', 'expenditure.project.item', 'expenditure.project.period', 'expenditure.task.item')
      AND row_role IS DISTINCT FROM 'project' AND row_role IS DISTINCT FROM 'region'
      -- the total row under 基本支出 is a part of the total
      AND (nature IS NULL OR nature = 'total' OR item NOT LIKE '%total')
      -- tax returns, general and special transfers are what was received; what was paid on has the same names
      AND (item NOT IN ('transfer.tax_return', 'transfer.general', 'transfer.special') OR flow IS DISTINCT FROM 'expenditure')
      -- a bond table by term prints parts of the balance only
      AND table_kind IS DISTINCT FROM 'gov_debt_term'
    UNION ALL
    SELECT
        logical_id, document_id, document_kind, NULL, narrative_id, fiscal_year, stage, item,
        CASE WHEN document_kind LIKE 'gov_%' AND item IN ('income.tax', 'income.non_tax') THEN 'general_public'
             WHEN document_kind LIKE 'gov_%' THEN fund END, amount, quantity, measure_unit, revision, scope, government, 9, ordinal
    FROM core.current_fact
    WHERE (code IS NULL OR code IN ('101', '103')) AND NOT regexp_matches(item, '[.](function|economic|project[.]item|subject)$')
      -- a government speaks of its parts and of several budgets too: what names its own budget
      AND (NOT government
           OR regexp_matches(item, '^((gpb|gov_fund|state_capital|social_insurance|sangong)[.].*|income[.](tax|non_tax)|debt[.](limit|balance)([.](general|special))?)$')
           OR (fund IS NOT NULL AND regexp_matches(item, '^(income[.](debt|carryover|transfer_in|remit_received|stabilisation_use)|transfer[.](received|paid)|expenditure[.](remit_up|transfer_out|carryover|stabilisation_add|debt_repayment|debt_on_lending))$')))
),
placed AS (
    SELECT
        *,
        -- what keeps a government's readings apart: its own level, and the fund of an item that does not name its budget
        government AND scope IS NOT DISTINCT FROM 'own_level' AS own_level,
        CASE WHEN government AND regexp_matches(item, '^(income|expenditure|transfer|balance)[.]') THEN coalesce(fund, '') END AS budget,
        (government AND scope IS NULL)::INTEGER AS unstated,
        -- the printed fund of an item's own budget speaks before a column of another fund; a government prints the items of its general
        -- budget (taxes, transfers, totals) in the tables of its other budgets too
        CASE WHEN fund IS NULL THEN 1
             WHEN government AND regexp_matches(item, '^(income|expenditure|transfer|balance)[.]') THEN 0
             WHEN item LIKE 'gpb.%' THEN (fund <> 'general_public')::INTEGER * 2
             WHEN item LIKE 'fiscal_grant.%' THEN (fund <> 'fiscal_grant')::INTEGER * 2
             WHEN item LIKE 'gov_fund.%' THEN (fund <> 'gov_fund')::INTEGER * 2
             WHEN item LIKE 'state_capital.%' THEN (fund <> 'state_capital')::INTEGER * 2
             WHEN item LIKE 'sangong.%' THEN (fund NOT IN ('fiscal_grant', 'general_public'))::INTEGER * 2
             WHEN item LIKE 'debt.%' THEN 0
             WHEN government THEN (fund NOT IN ('all', 'fiscal_grant', 'general_public'))::INTEGER * 2
             ELSE (fund NOT IN ('all', 'fiscal_grant'))::INTEGER * 2 END AS other_fund,
        -- readings with the same first digits confirm each other, the narrative's rounded ones included
        left(round(amount)::VARCHAR, 4) AS digits, length(round(amount)::VARCHAR) AS size,
        other_fund * 1000000000000000000 + rank * 100000000000000000 + (99 - least(revision, 99)) * 1000000000000000 + place AS precedence
    FROM reading
),
agreeing AS (
    SELECT
        logical_id, item, fiscal_year, stage, own_level, budget, max(scope) FILTER (WHERE government) AS level,
        min(unstated * 4000000000000000000 + precedence) AS first,
        arg_min(
            struct_pack(document_id, figure_id, narrative_id, fund, amount, quantity, measure_unit),
            (narrative_id IS NOT NULL)::INTEGER * 4000000000000000000 + precedence
        ) AS pick,
        count(*) AS votes, max(amount) FILTER (WHERE other_fund < 2) AS highest, min(amount) FILTER (WHERE other_fund < 2) AS lowest
    FROM placed
    GROUP BY logical_id, item, fiscal_year, stage, own_level, budget, digits, size
),
best AS (
    SELECT
        logical_id, item, fiscal_year, stage, own_level, budget, max(level) AS level, arg_min(pick, first + (99 - least(votes, 99)) * 10000000000000) AS pick,
        sum(votes)::INTEGER AS readings, max(highest) - min(lowest) AS spread
    FROM agreeing
    GROUP BY logical_id, item, fiscal_year, stage, own_level, budget
)
SELECT
    b.logical_id, b.item, b.fiscal_year, b.stage, d.document_id, b.pick.figure_id AS figure_id, b.pick.narrative_id AS narrative_id,
    CASE WHEN b.pick.narrative_id IS NULL THEN 'table' ELSE 'narrative' END AS source, d.region_code, d.region_id, d.unit_id,
    coalesce(u.unit_name, d.unit_name) AS unit_name, coalesce(b.level, d.scope) AS scope, d.kind AS document_kind, d.fiscal_year AS document_year,
    b.pick.fund AS fund, b.pick.amount AS amount, b.pick.quantity AS quantity, b.pick.measure_unit AS measure_unit, b.readings, b.spread,
    row_number() OVER (
        same ORDER BY b.fiscal_year IS DISTINCT FROM d.fiscal_year,
            (b.stage = 'initial_budget') IS DISTINCT FROM (d.stage IS NOT DISTINCT FROM 'initial_budget'), b.pick.narrative_id IS NOT NULL, d.document_id
    ) = 1 AS is_best,
    count(*) OVER same AS documents
FROM best b
JOIN core.document d ON d.document_id = b.pick.document_id
LEFT JOIN core.unit u ON u.unit_id = d.unit_id
WINDOW same AS (
    PARTITION BY d.region_id, d.unit_id, d.scope, b.own_level, b.budget, d.kind LIKE 'dept_%' OR d.kind LIKE 'unit_%', b.item, b.fiscal_year, b.stage,
        CASE WHEN d.unit_id IS NULL THEN b.logical_id END
);
