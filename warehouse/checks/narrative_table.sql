-- title_zh: 文字说明的金额与表内金额一致
-- title_en: an amount of the text equals the amount of the tables for the same item, code, year and stage
-- identity: N4 I15 J9
-- severity: error
-- applies: dept_budget unit_budget dept_final unit_final sangong_summary gov_budget gov_final
-- compare: stated
WITH tables AS (
    -- the tables of the document itself, or of its annex where the text stands alone
    SELECT n.document_id, t.*,
           -- the grants pay a subject out of the one budget that has it
           CASE WHEN regexp_full_match(t.item, '(gpb|gov_fund|state_capital)[.]expenditure[.]function') THEN 'fiscal_grant.expenditure.function' END AS granted
    FROM scope_document AS n
    JOIN scope_document AS a ON a.owner = n.owner AND a.kind = n.kind AND a.fiscal_year = n.fiscal_year AND a.stage = n.stage
    JOIN (SELECT * EXCLUDE (document_id), document_id AS table_document_id FROM table_fact) AS t ON t.table_document_id = a.document_id
    WHERE n.is_wanted AND (a.document_id = n.document_id
        OR n.document_id NOT IN (SELECT document_id FROM table_fact) AND a.document_id NOT IN (SELECT document_id FROM stated))
), family(item, family) AS (
    -- names under which one amount goes
    FROM (VALUES ('income.total', 'income'), ('income.grand_total', 'income'), ('total.revenue_expenditure', 'income'),
                 ('expenditure.total', 'expenditure'), ('expenditure.grand_total', 'expenditure'),
                 ('expenditure.function', 'function'), ('gpb.expenditure.function', 'function'), ('gov_fund.expenditure.function', 'function'),
                 ('fiscal_grant.expenditure.function', 'function'), ('fiscal_grant.expenditure.basic', 'basic'),
                 ('fiscal_grant.expenditure.project', 'project'),
                 ('expenditure.basic', 'basic'), ('gpb.expenditure.basic', 'basic'), ('expenditure.project', 'project'),
                 ('gpb.expenditure.project', 'project'), ('gpb.expenditure', 'grant'), ('fiscal_grant.expenditure.total', 'grant'),
                 ('fiscal_grant.expenditure.grand_total', 'grant'), ('fiscal_grant.income.total', 'grant'),
                 ('fiscal_grant.income.grand_total', 'grant'))
), compared AS (
    SELECT s.document_id, s.narrative_id, s.raw_label, s.item, s.amount, s.own_half AS half,
           arg_min(t.amount, (abs(t.amount - s.amount), t.amount)) FILTER (t.item = s.item OR t.granted = s.item) AS nearest,
           arg_min(t.figure_id, (abs(t.amount - s.amount), t.figure_id)) FILTER (t.item = s.item OR t.granted = s.item) AS nearest_id, max(t.step) AS step,
           -- the tables of a government say one item of several levels and bodies
           count(DISTINCT t.amount) FILTER (t.item = s.item AND s.document_kind LIKE 'gov_%') > 1 AS is_ambiguous,
           -- a text that prints fewer digits than the table may round it
           bool_or(abs(t.amount - s.amount) <= t.step + 2 * s.own_half) AS agrees
    FROM stated AS s
    LEFT JOIN family AS f ON f.item = s.item
    JOIN tables AS t ON t.document_id = s.document_id AND t.code = coalesce(s.code, '') AND t.fiscal_year = s.fiscal_year
                    AND (t.stage = s.stage OR s.stage LIKE '%budget' AND t.stage LIKE '%budget')
                    AND (t.item = s.item OR t.item IN (SELECT item FROM family AS g WHERE g.family = f.family))
    WHERE s.amount IS NOT NULL AND s.item NOT LIKE '%.item'
      -- 其中：公用经费 under a code of the government's classification is a part of that code
      AND NOT (s.item LIKE '%.basic.%' AND regexp_matches(s.sentence, '[(（]5\d\d[)）]'))
      -- what the levels above grant is not what is paid to those below
      AND NOT (s.item LIKE 'transfer.%' AND t.table_kind IN ('gov_transfers', 'gov_fund_transfers', 'gov_state_capital_transfers')
               AND regexp_matches(s.sentence, '(上级|中央|省|自治区)[^，。；]{0,4}补助'))
    GROUP BY ALL
)
SELECT document_id, coalesce(raw_label, item) AS subject, amount AS left_value, nearest AS right_value, greatest(step, half) AS tolerance,
       -- an amount far from the table's speaks of something else (a part, a subordinate unit); a slip stays near or shifts the point
       CASE WHEN agrees THEN true
            WHEN nearest IS NULL OR is_ambiguous THEN NULL
            WHEN item LIKE '%grand_total' AND regexp_full_match(raw_label, '(本年|当年|年度|部门|单位|财政拨款|预算|决算|收入|支出|收|支|总|合|计|数|各|为|和|及|与|、|\d|年)*') THEN false
            WHEN least(amount, nearest) <= 0 THEN NULL
            WHEN greatest(amount, nearest) <= 1.5 * least(amount, nearest) THEN false
            WHEN abs(log10(amount / nearest) - round(log10(amount / nearest))) < 0.0005 THEN false END AS holds,
       '文字与表格不一致：' || coalesce(raw_label, item) || '：文字' || printf('%.2f', amount / 10000) || '，表格'
           || printf('%.2f', nearest / 10000) || '万元' AS message,
       [narrative_id, nearest_id] AS figure_ids
FROM compared
