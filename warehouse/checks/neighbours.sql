-- Which documents have to be checked again when those in `wanted` changed, besides the other documents of the same bodies: checks that
-- look across bodies (copied_table, sangong_of_departments) must not depend on which of two documents came first.
WITH changed AS (SELECT d.* FROM core.document AS d JOIN wanted USING (document_id)),
near AS (
    SELECT DISTINCT o.document_id
    FROM core.document AS o JOIN changed AS w ON o.region_code = w.region_code AND abs(o.fiscal_year - w.fiscal_year) <= 1
    WHERE o.is_current AND o.duplicate_of IS NULL
), print AS (
    -- the amounts of one table in any order
    SELECT f.document_id, t.kind, count(*) AS amounts, bit_xor(hash(f.code, f.column_index, f.amount)) AS content
    FROM core.figure AS f JOIN core.extracted_table AS t USING (table_id)
    WHERE f.source = 'table' AND f.amount <> 0 AND f.document_id IN (FROM near)
    GROUP BY f.document_id, f.table_id, t.kind
)
FROM wanted
UNION
SELECT g.document_id FROM core.document AS g JOIN changed USING (region_code) WHERE g.kind IN ('sangong_summary', 'gov_budget', 'gov_final')
UNION
SELECT o.document_id FROM print AS o JOIN print AS p USING (kind, amounts, content) WHERE p.document_id IN (FROM wanted)
UNION
-- what was a copy may be none now
SELECT document_id FROM core.check_result WHERE check_id = 'copied_table' AND status = 'failed' AND document_id IN (FROM near)
