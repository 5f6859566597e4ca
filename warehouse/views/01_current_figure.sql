-- Numbers of current documents as corrected by people (ops.correction; the original stays in core.figure), without rows that repeat others (units within a department's own table).
-- `scope` is that of the document; of a government's figure it is the level that its column, its table or its document names (decision 80).
-- What a text says of the level: the own one of a city is 市级, of a county 县级 (`own` is the last character of the region's name; `start` stands
-- before it), the whole is 全市 or what `also` matches. Both say nothing; what names none is of the level `otherwise`.
CREATE OR REPLACE MACRO core.says_own(text, own, start) AS
    contains(text, '本级') OR list_has_any(regexp_extract_all(text, start || '([省市州县区旗盟])[级直]', 1), [coalesce(own, '市')]);
CREATE OR REPLACE MACRO core.says_whole(text, also) AS regexp_matches(text, '全[省市州县区旗盟镇乡]|[全本]地区' || also);
CREATE OR REPLACE MACRO core.level_of(own, whole, otherwise) AS
    CASE WHEN own AND whole THEN NULL WHEN own THEN 'own_level' WHEN whole THEN 'whole_region' ELSE otherwise END;

-- What a list of transfers calls a total, a number or the whole of its item: none of its grants.
CREATE OR REPLACE MACRO core.names_whole(text) AS regexp_full_match(
    regexp_replace(coalesce(text, ''), '^[（(]?[一二三四五六七八九十\d]+([）)]|[、.．])|\s', '', 'g'),
    '.*(预算|决算|执行|预计|完成)数|合计|总计|小计|金额|本年(收入|支出)(小计|合计)'
    || '|(上级补助|补助下级|对下级?补助|返还性|税收返还|((一般公共|政府性基金|国有资本经营)预算)?(一般性|专项)?(转移支付|补助)|税收返还[和及](一般性|专项)?转移支付)(补助)?(收入|支出)?'
);

CREATE OR REPLACE VIEW core.current_figure AS
WITH named AS (
    -- what a table and its document say of the level; 省级补助 is what a county received, not a level of its own
    SELECT t.table_id, regexp_replace(coalesce(t.title, ''), '[省市州]级[^，]{0,4}(补助|转移支付|下达|专项)', '', 'g') AS title,
           coalesce(d.title, '') AS document_title, right(r.region_name, 1) AS own
    FROM core.extracted_table t
    JOIN core.document d ON d.document_id = t.document_id
    LEFT JOIN core.region_name r ON r.region_code = d.region_code
    WHERE d.kind IN ('gov_budget', 'gov_final', 'debt')
),
levelled AS (
    SELECT
        table_id, own,
        core.level_of(
            core.says_own(title, own, ''), core.says_whole(title, '|代编|总预算|汇总'),
            core.level_of(core.says_own(document_title, own, ''), core.says_whole(document_title, '|代编|总预算|汇总'), NULL)
        ) AS scope
    FROM named
)
SELECT
    f.figure_id, f.document_id, f.table_id, f.source, f.page, f.row_code, f.row_label, f.row_role, f.column_path, f.raw,
    f.measure,
    CASE WHEN c.action IN ('override', 'scale') THEN c.corrected::DECIMAL(20, 2) ELSE f.amount END AS amount, f.quantity, f.measure_unit, f.fiscal_year, f.stage, f.flow, f.fund, f.nature, f.classification,
    f.code, f.item, f.confidence, f.row_index, f.column_index,
    d.logical_id, d.revision, d.region_code, d.region_id, d.unit_id,
    CASE WHEN d.kind NOT IN ('gov_budget', 'gov_final', 'debt') THEN d.scope WHEN f.row_role = 'own_level' THEN 'own_level'
         ELSE core.level_of(
             core.says_own(array_to_string(f.column_path, '/'), l.own, '(?:^|/)'), core.says_whole(array_to_string(f.column_path, '/'), ''), l.scope
         ) END AS scope,
    d.kind AS document_kind, d.fiscal_year AS document_year, t.kind AS table_kind, t.ordinal AS table_ordinal,
    c.correction_id, f.row_group
FROM core.figure f
JOIN core.document d ON d.document_id = f.document_id
LEFT JOIN core.extracted_table t ON t.table_id = f.table_id
LEFT JOIN levelled l ON l.table_id = f.table_id
LEFT JOIN ops.correction c ON c.figure_id = f.figure_id AND c.status = 'applied'
WHERE d.is_current AND coalesce(t.is_current, TRUE) AND f.value_state = 'value' AND f.row_role IS DISTINCT FROM 'unit'
  AND c.action IS DISTINCT FROM 'drop';
