-- What the sentences of current documents say of the body itself: a department's facts about nobody else; a government's also about the
-- region as a whole or its own level (`scope`), not about a part of the region.
CREATE OR REPLACE VIEW core.current_fact AS
SELECT
    n.narrative_id, n.document_id, n.page, n.ordinal, n.raw_label, n.item, n.code, n.fund, n.amount, n.quantity, n.measure_unit, n.fiscal_year,
    n.stage, d.logical_id, d.revision, d.kind AS document_kind, d.fiscal_year AS document_year,
    d.kind IN ('gov_budget', 'gov_final', 'debt') AS government,
    CASE WHEN d.kind NOT IN ('gov_budget', 'gov_final', 'debt') THEN d.scope WHEN contains(n.about, '全') THEN 'whole_region'
         WHEN n.about IS NOT NULL THEN 'own_level' END AS scope
FROM core.narrative n
JOIN core.document d ON d.document_id = n.document_id
LEFT JOIN core.region_name r ON r.region_code = d.region_code
WHERE d.is_current AND n.item IS NOT NULL AND coalesce(n.amount, n.quantity) IS NOT NULL
  AND (n.about IS NULL
       OR d.kind IN ('gov_budget', 'gov_final', 'debt')
          AND (regexp_full_match(n.about, '(年末|建议)?全([省市州县区旗盟]|地区|师市?)|(地区?|自治.|师市?)?本级')
               -- 市级 is a city's own level, a county's above it: what the region's name ends with
               OR (regexp_full_match(n.about, '[省市州县区旗盟](本?级|直)') AND left(n.about, 1) = coalesce(right(r.region_name, 1), '市'))));
