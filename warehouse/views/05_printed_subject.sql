-- Names of codes that the reference does not name in a year, as documents print them in such years: the name that most of the bodies
-- print, at least two. It is evidence, not the standard.
CREATE OR REPLACE VIEW core.printed_subject AS
WITH label AS (
    SELECT
        f.classification, f.code, coalesce(d.unit_id, d.region_code) AS body,
        regexp_replace(f.row_label, '^[（(]?[一二三四五六七八九十\d]+([）)]|[、.．])|[（(][类款项][）)]|\s', '', 'g') AS name
    FROM core.figure f
    ANTI JOIN ref.subject s ON s.classification = f.classification AND s.code = f.code
        AND f.fiscal_year BETWEEN s.first_year AND coalesce(s.last_year, 9999)
    JOIN core.document d ON d.document_id = f.document_id
    WHERE f.classification IN ('functional', 'economic_dept', 'economic_gov', 'revenue') AND f.code IS NOT NULL AND f.row_label IS NOT NULL
)
SELECT classification, code, arg_max(name, (bodies, name)) AS subject_name, max(bodies) AS bodies
FROM (
    SELECT classification, code, name, count(DISTINCT body) AS bodies
    FROM label
    WHERE NOT regexp_matches(name, '^(本年|合计|总计|小计|其中)|^$')
    GROUP BY ALL
)
GROUP BY classification, code
HAVING max(bodies) >= 2 AND 2 * max(bodies) > sum(bodies);
