-- What every check reads: the documents under check with their neighbours in time, their current table amounts with the side and
-- step of each table, and the trees of natures and funds. Temporary, rebuilt for each batch of documents (table `wanted`).

CREATE OR REPLACE TEMP TABLE scope_document AS
WITH owner AS (
    SELECT document_id, coalesce(unit_id, region_code || '/' || unit_name, document_id) AS owner, kind, scope, fiscal_year, stage,
           is_current AND duplicate_of IS NULL AS is_current, title
    FROM core.document
)
SELECT o.*, o.document_id IN (SELECT document_id FROM wanted) AS is_wanted
FROM owner AS o
WHERE o.document_id IN (SELECT document_id FROM wanted)
   OR (o.is_current AND o.owner IN (SELECT n.owner FROM owner AS n WHERE n.document_id IN (SELECT document_id FROM wanted)));

-- the tables of the documents as they are printed, blanks included: read once, many checks look at them
CREATE OR REPLACE TEMP TABLE printed_figure AS
SELECT * EXCLUDE (x0, y0, x1, y1) FROM core.figure WHERE source = 'table' AND document_id IN (SELECT document_id FROM scope_document);
CREATE OR REPLACE TEMP TABLE printed_text AS
SELECT table_id, row_index, column_index, text FROM core.extracted_cell
WHERE table_id IN (SELECT table_id FROM core.extracted_table WHERE document_id IN (SELECT document_id FROM wanted));

-- one printed amount; `step` is the smallest difference its table can print, in yuan: rounding explains one step per term
CREATE OR REPLACE TEMP TABLE cell AS
WITH ends AS (
    -- where the total row of each table stands: first, last, or nowhere
    SELECT table_id, bool_or(row_role = 'total' AND row_index = top) AS total_first, bool_or(row_role = 'total' AND row_index = bottom) AS total_last
    FROM (SELECT table_id, row_role, row_index, min(row_index) OVER (PARTITION BY table_id) AS top,
                 max(row_index) OVER (PARTITION BY table_id) AS bottom
          FROM printed_figure
          WHERE value_state = 'value')
    GROUP BY table_id
), sheet AS (
    -- a page that goes on with the table above it (same kind, same or no title, no total of its own yet) is one sheet with it
    SELECT table_id, document_id, kind, currency_unit, ordinal,
           sum(CASE WHEN starts THEN 1 ELSE 0 END) OVER (PARTITION BY document_id ORDER BY ordinal) AS run
    FROM (SELECT t.*, kind IS DISTINCT FROM lag(kind) OVER w OR coalesce(title, lag(title) OVER w) IS DISTINCT FROM lag(title) OVER w
                 OR coalesce(total_first, false) OR coalesce(lag(total_last) OVER w, false) AS starts
          FROM core.extracted_table AS t LEFT JOIN ends USING (table_id)
          WHERE document_id IN (SELECT document_id FROM scope_document)
          WINDOW w AS (PARTITION BY document_id ORDER BY ordinal))
), amount AS (
    SELECT f.* EXCLUDE (table_id, row_index), t.document_id || '/' || t.run AS table_id, f.row_index + 10000 * t.ordinal AS row_index,
           t.kind AS table_kind, t.currency_unit, d.fiscal_year AS document_year,
           d.stage AS document_stage, array_to_string(f.column_path, '/') AS header,
           CASE WHEN f.column_path[1] LIKE '%收入%支出%' THEN f.flow WHEN f.column_path[1] LIKE '%收入%' THEN 'revenue'
                WHEN f.column_path[1] LIKE '%支出%' THEN 'expenditure' ELSE f.flow END AS side,
           CASE WHEN f.fund = 'all' AND f.column_path[1] LIKE '本年%' AND len(f.column_path) > 1 THEN 'all.current'
                WHEN f.fund IN ('general_public.subtotal') THEN 'general_public' ELSE f.fund END AS fund_node,
           len(regexp_extract(replace(f.raw, ',', ''), '[.．]([0-9]+)', 1)) AS decimals
    FROM printed_figure AS f
    JOIN sheet AS t ON t.table_id = f.table_id
    JOIN scope_document AS d ON d.document_id = f.document_id
    WHERE f.measure = 'amount' AND f.amount IS NOT NULL AND f.confidence >= 0.5
)
SELECT a.*,
       CASE WHEN currency_unit LIKE '%亿%' THEN 100000000 WHEN currency_unit LIKE '%万%' THEN 10000
            WHEN currency_unit LIKE '%千%' THEN 1000 ELSE 1 END
       / CAST(pow(10, max(decimals) OVER (PARTITION BY table_id)) AS BIGINT) AS step
FROM amount AS a;

-- the rows of this year's columns in the document's own stage: what the accounting identities speak of
CREATE OR REPLACE TEMP VIEW own AS
SELECT * FROM cell
WHERE coalesce(fiscal_year, document_year) = document_year AND coalesce(stage, document_stage) = document_stage;

-- the end of each side of a balance table: the year's total, what stands between it and the grand total, and the grand total
CREATE OR REPLACE TEMP VIEW balance_end AS
WITH line AS (
    SELECT *, min(column_index) OVER (PARTITION BY table_id, side) = column_index AS is_first_column,
           max(row_index) FILTER (row_role = 'total') OVER (PARTITION BY table_id, side) AS total_row
    FROM own
    WHERE table_kind IN ('dept_balance_total', 'fiscal_grant_balance', 'final_balance_total', 'final_fiscal_grant_balance')
      AND side IN ('revenue', 'expenditure')
), sum_line AS (
    SELECT *, any_value(row_index ORDER BY row_index) FILTER (row_role = 'subtotal' AND row_group IS NULL AND item LIKE '%.total')
               OVER (PARTITION BY table_id, side) AS year_row
    FROM line
    WHERE is_first_column AND row_index <= total_row
), part AS (
    SELECT document_id, table_id, table_kind, side, max(step) AS step, min(amount) FILTER (row_index = total_row) AS total,
           min(amount) FILTER (row_index = year_row) AS year_total,
           -- carry-over, reserves, sometimes one more source
           coalesce(sum(amount) FILTER (is_between), 0) AS between_all, coalesce(max(amount) FILTER (is_between), 0) AS between_one,
           count(*) FILTER (is_between) AS terms,
           list(figure_id ORDER BY row_index, figure_id) FILTER (is_between OR row_index IN (year_row, total_row)) AS figure_ids
    FROM (SELECT *, row_group IS NULL AND row_role IN ('carryover', 'item')
                    AND (row_role = 'carryover' OR row_index > year_row AND (code IS NULL OR row_label NOT LIKE '%支出')) AND row_index <> total_row AS is_between
          FROM sum_line)
    GROUP BY ALL
)
SELECT document_id, side, table_kind AS subject,
       -- a carry-over line may be printed again by fund
       year_total + CASE WHEN abs(year_total + between_one - total) < abs(year_total + between_all - total) THEN between_one ELSE between_all END
           AS left_value,
       total AS right_value, step * (terms + 1) AS tolerance, figure_ids
FROM part;

-- the nature above each nature, nearest first
CREATE OR REPLACE TEMP VIEW nature_above AS
SELECT * FROM (VALUES
    ('basic', 'total', 1), ('project', 'total', 1), ('reserve', 'total', 1), ('remit_superior', 'total', 1), ('business', 'total', 1),
    ('subsidy_subordinate', 'total', 1), ('basic.personnel', 'basic', 1), ('basic.personnel', 'total', 2), ('basic.public', 'basic', 1),
    ('basic.public', 'total', 2), ('basic.personnel.wages', 'basic.personnel', 1), ('basic.personnel.wages', 'basic', 2),
    ('basic.personnel.wages', 'total', 3), ('basic.personnel.family', 'basic.personnel', 1), ('basic.personnel.family', 'basic', 2),
    ('basic.personnel.family', 'total', 3), ('basic.public.goods_services', 'basic.public', 1),
    ('basic.public.goods_services', 'basic', 2), ('basic.public.goods_services', 'total', 3),
    ('basic.public.capital', 'basic.public', 1), ('basic.public.capital', 'basic', 2), ('basic.public.capital', 'total', 3),
    ('project.operating', 'project', 1), ('project.operating', 'total', 2), ('project.specific', 'project', 1),
    ('project.specific', 'total', 2)
) AS t(child, parent, distance);

-- the fund above each fund, nearest first; a node without a printed parent hangs under the next one printed
CREATE OR REPLACE TEMP VIEW fund_above AS
WITH RECURSIVE step(child, parent) AS (
    SELECT * FROM (VALUES
        ('all.current', 'all'), ('carryover', 'all'), ('reserve_use', 'all'), ('fiscal_grant', 'all.current'),
        ('non_fiscal', 'all.current'), ('general_public', 'fiscal_grant'), ('gov_fund', 'fiscal_grant'), ('state_capital', 'fiscal_grant'),
        ('general_public.fiscal_grant', 'general_public'), ('general_public.admin_fee', 'general_public'),
        ('general_public.special_income', 'general_public'), ('general_public.asset_use', 'general_public'),
        ('general_public.housing_fund', 'general_public'), ('general_public.current', 'general_public'),
        ('general_public.carryover', 'general_public'), ('gov_fund.current', 'gov_fund'), ('gov_fund.carryover', 'gov_fund'),
        ('state_capital.current', 'state_capital'), ('state_capital.carryover', 'state_capital'),
        ('fiscal_account', 'all.current'), ('unit_funds', 'non_fiscal'), ('operating', 'unit_funds'), ('business', 'unit_funds'),
        ('superior_subsidy', 'unit_funds'), ('subordinate_remit', 'unit_funds'), ('other', 'unit_funds'),
        ('superior_advance_transfer', 'all.current')
    ) AS t(child, parent)
), chain AS (
    SELECT child, parent, 1 AS distance FROM step
    UNION ALL
    SELECT c.child, s.parent, c.distance + 1 FROM chain AS c JOIN step AS s ON s.child = c.parent
)
SELECT * FROM chain;

-- what the tables say of an item, in the words of the narrative: one row per printed amount that can stand for it
CREATE OR REPLACE TEMP TABLE table_fact AS
SELECT document_id, table_kind, figure_id, amount, step, fiscal_year, stage, row_label,
       CASE WHEN code IS NOT NULL AND classification = 'functional' THEN
                CASE fund WHEN 'general_public' THEN 'gpb.expenditure.function' WHEN 'gov_fund' THEN 'gov_fund.expenditure.function'
                          WHEN 'state_capital' THEN 'state_capital.expenditure.function' WHEN 'fiscal_grant' THEN 'fiscal_grant.expenditure.function'
                          WHEN 'all' THEN 'expenditure.function' END
            WHEN code IS NOT NULL THEN 'gpb.expenditure.economic'
            WHEN fund = 'fiscal_grant' AND item IN ('income.total', 'income.grand_total', 'expenditure.total', 'expenditure.grand_total')
                THEN 'fiscal_grant.' || item
            WHEN fund LIKE 'general_public%' AND item = 'expenditure.total' THEN 'gpb.expenditure'
            WHEN fund = 'gov_fund' AND item = 'expenditure.total' THEN 'gov_fund.expenditure'
            WHEN fund = 'state_capital' AND item = 'expenditure.total' THEN 'state_capital.expenditure'
            ELSE item END AS item,
       coalesce(code, '') AS code
FROM cell
WHERE table_kind NOT LIKE 'perf_%' AND table_kind NOT IN ('duty_activity_perf', 'procurement_budget', 'procured_services', 'unrecognised')
  -- the rows and columns of a government's table by county say nothing of the whole
  AND NOT (table_kind LIKE 'gov_%' AND (regexp_matches(coalesce(row_label, ''), '(县|区|市|旗|州)(本级)?$') OR regexp_matches(header, '(县|区|市|旗|州)(本级)?$')))
  AND ((code IS NULL AND item IS NOT NULL AND item NOT LIKE '%.item' AND row_role IN ('total', 'subtotal', 'item', 'subset', 'carryover')
       AND (item NOT IN ('income.total', 'income.general_public', 'income.gov_fund') OR fund_node <> 'all.current' OR table_kind <> 'dept_income')
       AND NOT (flow = 'balance' AND item NOT LIKE '%carryover%'))
   OR (code IS NOT NULL AND flow = 'expenditure' AND coalesce(nature, 'total') IN ('total', 'basic.personnel', 'basic.public')
       AND (classification = 'functional') = (coalesce(nature, 'total') = 'total') AND row_role = 'item'
       AND (table_kind IN ('gpb_expenditure', 'final_gpb_expenditure', 'dept_expenditure', 'final_expenditure', 'gov_fund_expenditure',
                           'final_gov_fund', 'fiscal_grant_balance', 'final_fiscal_grant_balance', 'fiscal_grant_expenditure') OR classification = 'economic_dept' AND table_kind LIKE '%gpb_basic_econ')));

-- a table that prints only 项 says its classes by their sum
INSERT INTO table_fact BY NAME
SELECT document_id, table_kind, min(figure_id) AS figure_id, sum(amount) AS amount, max(step) AS step, fiscal_year, stage, NULL AS row_label,
       CASE WHEN fund LIKE 'general_public%' THEN 'gpb.expenditure.function' ELSE 'expenditure.function' END AS item, left(code, 3) AS code
FROM own
WHERE classification = 'functional' AND len(code) = 7 AND row_role = 'item'
  AND (table_kind IN ('gpb_expenditure', 'dept_expenditure', 'final_gpb_expenditure', 'final_expenditure') AND nature = 'total'
       OR table_kind = 'dept_income' AND fund_node = 'general_public')
  AND table_id NOT IN (SELECT table_id FROM own WHERE classification = 'functional' AND len(code) < 7)
GROUP BY document_id, table_kind, table_id, header, fund, fiscal_year, stage, left(code, 3);

-- one fact of the text; `own_half` is half of the last digit it prints, `half` half of the last digit that the document prints, in yuan
CREATE OR REPLACE TEMP TABLE stated AS
WITH fact AS (
    SELECT n.*, d.fiscal_year AS document_year, d.stage AS document_stage, d.kind AS document_kind,
           CASE WHEN n.measure_unit LIKE '%亿%' THEN 100000000 WHEN n.measure_unit = '元' THEN 1 ELSE 10000 END AS unit_yuan,
           CASE n.direction WHEN 'increase' THEN n.change_amount WHEN 'decrease' THEN -n.change_amount WHEN 'unchanged' THEN 0 END AS change
    FROM core.narrative AS n
    JOIN scope_document AS d USING (document_id)
    -- what is said of a unit below or of another level of government is not in the document's own tables
    WHERE n.about IS NULL
), printed AS (
    SELECT *, greatest(len(regexp_extract(printf('%.6f', coalesce(amount, 0) / unit_yuan), '[.](\d*?)0*$', 1)),
                       len(regexp_extract(printf('%.6f', coalesce(change_amount, 0) / unit_yuan), '[.](\d*?)0*$', 1))) AS digits
    FROM fact
)
SELECT *, 0.5 * unit_yuan / pow(10, digits) AS own_half,
       0.5 * unit_yuan / pow(10, max(digits) OVER (PARTITION BY document_id, unit_yuan)) AS half,
       pow(10, -len(regexp_extract(printf('%.4f', coalesce(change_percent, share_percent, completion_percent, 0)), '[.](\d*?)0*$', 1)))
           AS percent_step
FROM printed;

-- which items add up to which; a whole may be split in several ways
CREATE OR REPLACE TEMP VIEW component AS
SELECT * FROM (VALUES
    ('expenditure.total', 'nature', 'expenditure.basic'), ('expenditure.total', 'nature', 'expenditure.project'),
    ('total.revenue_expenditure', 'nature', 'expenditure.basic'), ('total.revenue_expenditure', 'nature', 'expenditure.project'),
    ('total.revenue_expenditure', 'gpb', 'gpb.expenditure.basic'), ('total.revenue_expenditure', 'gpb', 'gpb.expenditure.project'),
    ('expenditure.basic', 'use', 'expenditure.basic.personnel'), ('expenditure.basic', 'use', 'expenditure.basic.public'),
    ('fiscal_grant.expenditure.basic', 'use', 'expenditure.basic.personnel'), ('fiscal_grant.expenditure.basic', 'use', 'expenditure.basic.public'),
    ('gpb.expenditure', 'nature', 'gpb.expenditure.basic'), ('gpb.expenditure', 'nature', 'gpb.expenditure.project'),
    ('gpb.expenditure.current', 'nature', 'gpb.expenditure.basic'), ('gpb.expenditure.current', 'nature', 'gpb.expenditure.project'),
    ('gpb.expenditure.basic', 'use', 'gpb.expenditure.basic.personnel'), ('gpb.expenditure.basic', 'use', 'gpb.expenditure.basic.public'),
    ('sangong.total', 'item', 'sangong.abroad'), ('sangong.total', 'item', 'sangong.vehicle'), ('sangong.total', 'item', 'sangong.reception'),
    ('sangong.vehicle', 'item', 'sangong.vehicle.purchase'), ('sangong.vehicle', 'item', 'sangong.vehicle.operation'),
    ('procurement.total', 'item', 'procurement.goods'), ('procurement.total', 'item', 'procurement.works'),
    ('procurement.total', 'item', 'procurement.services')
) AS t(whole, split, part);

-- one amount and one change per item, year and stage of the text, where it does not contradict itself
CREATE OR REPLACE TEMP VIEW stated_item AS
SELECT document_id, item, coalesce(code, '') AS code, fiscal_year, stage, any_value(raw_label ORDER BY ordinal, narrative_id) AS raw_label,
       any_value(amount ORDER BY ordinal, narrative_id) AS amount, any_value(change ORDER BY ordinal, narrative_id) AS change, max(half) AS half,
       any_value(fund ORDER BY ordinal, narrative_id) AS fund, any_value(narrative_id ORDER BY ordinal, narrative_id) AS narrative_id
FROM stated
WHERE item IS NOT NULL
GROUP BY ALL
HAVING count(DISTINCT amount) <= 1 AND count(DISTINCT change) <= 1;

-- the items of the text that add up to which, each whole with each of its parts
CREATE OR REPLACE TEMP VIEW stated_part AS
SELECT w.document_id, w.item, c.split, w.raw_label, w.fiscal_year, w.stage, w.amount, w.change, w.half, w.narrative_id,
       p.item AS part, p.amount AS part_amount, p.change AS part_change, p.half AS part_half, p.narrative_id AS part_id
FROM stated_item AS w
JOIN component AS c ON c.whole = w.item
JOIN stated_item AS p ON p.document_id = w.document_id AND p.item = c.part AND p.fiscal_year = w.fiscal_year AND p.stage = w.stage AND p.code = ''
     -- 人员经费 of the grants is no part of all basic expenditure
     AND (p.item NOT LIKE 'expenditure.%' OR p.fund IS NOT DISTINCT FROM w.fund)
WHERE w.code = '';

-- what the checks find, one row per thing evaluated; it replaces the documents' rows of core.check_result when all have run
CREATE OR REPLACE TEMP SEQUENCE result_ids;
CREATE OR REPLACE TEMP TABLE result AS SELECT 0::BIGINT AS result_id, * FROM core.check_result LIMIT 0;
