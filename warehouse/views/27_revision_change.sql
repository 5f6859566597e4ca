-- What changed between a revision and the one before: values changed, added or dropped, figure by figure and, as table_kind 'narrative',
-- fact by fact with the changes and percentages it states. A value that both revisions give for the same thing is no change, wherever it
-- stands. What a later part does not print again is not dropped: it stays current in the document before.
CREATE OR REPLACE VIEW out.revision_change AS
WITH revised AS (SELECT logical_id FROM core.document WHERE duplicate_of IS NULL GROUP BY logical_id HAVING max(revision) > 1),
fact AS (
    SELECT n.*, regexp_replace(coalesce(n.raw_label, ''), '^[\d一二三四五六七八九十]+[、.．]|[\s\pP]', '', 'g') AS label
    FROM core.narrative n
    JOIN core.document d ON d.document_id = n.document_id
    WHERE d.duplicate_of IS NULL AND d.logical_id IN (SELECT logical_id FROM revised)
),
said AS (
    SELECT *, 'amount' AS measure, amount AS value FROM fact WHERE amount IS NOT NULL
    UNION ALL
    SELECT *, 'count', quantity FROM fact WHERE amount IS NULL
    UNION ALL
    SELECT *, 'change_amount', CASE direction WHEN 'decrease' THEN -change_amount WHEN 'unchanged' THEN 0 ELSE change_amount END FROM fact
    UNION ALL
    SELECT *, 'change_percent', CASE direction WHEN 'decrease' THEN -change_percent ELSE change_percent END FROM fact
    UNION ALL
    SELECT *, 'share_percent', share_percent FROM fact
    UNION ALL
    SELECT *, 'completion_percent', completion_percent FROM fact
),
reading AS (
    SELECT
        d.document_id,
        struct_pack(
            table_kind := coalesce(t.kind, f.source), row_code := f.row_code,
            label := regexp_replace(coalesce(f.row_label, ''), '[\s\pP]', '', 'g'), unit_code := f.unit_code, fiscal_year := f.fiscal_year,
            stage := f.stage, flow := f.flow, fund := f.fund, nature := f.nature, item := f.item, measure := f.measure
        ) AS key,
        coalesce(f.amount, f.quantity) AS value, min(f.row_label) AS row_label, min(f.figure_id) AS figure_id
    FROM core.figure f
    JOIN core.document d ON d.document_id = f.document_id
    LEFT JOIN core.extracted_table t ON t.table_id = f.table_id
    WHERE f.value_state = 'value' AND f.source = 'table' AND d.duplicate_of IS NULL AND d.logical_id IN (SELECT logical_id FROM revised)
    GROUP BY ALL
    UNION ALL
    SELECT
        document_id,
        -- a code says what a fact is about, however its sentence words it
        struct_pack(
            table_kind := 'narrative', row_code := code, label := CASE WHEN code IS NULL THEN label ELSE '' END, unit_code := about,
            fiscal_year := fiscal_year, stage := stage, flow := NULL::VARCHAR, fund := NULL::VARCHAR, nature := NULL::VARCHAR, item := item,
            measure := measure
        ),
        value, min(raw_label), min(narrative_id)
    FROM said
    WHERE value IS NOT NULL
    GROUP BY ALL
),
kinds AS (
    SELECT DISTINCT document_id, kind AS table_kind FROM core.extracted_table
    UNION
    SELECT DISTINCT document_id, 'narrative' FROM core.narrative
),
step AS (
    -- the tables of a disclosure are revised by tables and its explanation by another: a pair shares a kind of table, or sentences
    SELECT o.logical_id, o.document_id AS old_document_id, n.document_id AS new_document_id, n.revision
    FROM core.document o JOIN core.document n ON n.logical_id = o.logical_id AND n.revision = o.revision + 1
    WHERE o.duplicate_of IS NULL AND n.duplicate_of IS NULL AND EXISTS (
        SELECT 1 FROM kinds a JOIN kinds b ON b.table_kind = a.table_kind
        WHERE a.document_id = o.document_id AND b.document_id = n.document_id)
),
gone AS (
    SELECT s.*, r.key, r.value, r.row_label, r.figure_id,
           row_number() OVER (PARTITION BY s.old_document_id, s.new_document_id, r.value, r.key.table_kind, r.key.label,
               r.key.row_code, r.key.fiscal_year, r.key.stage, r.key.measure ORDER BY r.figure_id) AS turn
    FROM step s
    JOIN reading r ON r.document_id = s.old_document_id
    JOIN kinds k ON k.document_id = s.new_document_id AND k.table_kind = r.key.table_kind
    LEFT JOIN reading same ON same.document_id = s.new_document_id AND same.key = r.key AND same.value = r.value
    WHERE same.document_id IS NULL
),
come AS (
    SELECT s.*, r.key, r.value, r.row_label, r.figure_id,
           row_number() OVER (PARTITION BY s.old_document_id, s.new_document_id, r.value, r.key.table_kind, r.key.label,
               r.key.row_code, r.key.fiscal_year, r.key.stage, r.key.measure ORDER BY r.figure_id) AS turn
    FROM step s
    JOIN reading r ON r.document_id = s.new_document_id
    LEFT JOIN reading same ON same.document_id = s.old_document_id AND same.key = r.key AND same.value = r.value
    WHERE same.document_id IS NULL
),
-- the same value in the same row, read into another fund, nature or item, is no change of the publisher's
reread AS (
    SELECT o.figure_id AS old_figure_id, n.figure_id AS new_figure_id, o.old_document_id, o.new_document_id
    FROM gone o JOIN come n
      ON n.old_document_id = o.old_document_id AND n.new_document_id = o.new_document_id AND n.value = o.value AND n.turn = o.turn
     AND n.key.table_kind = o.key.table_kind AND n.key.label = o.key.label AND n.key.row_code IS NOT DISTINCT FROM o.key.row_code
     AND n.key.fiscal_year IS NOT DISTINCT FROM o.key.fiscal_year AND n.key.stage IS NOT DISTINCT FROM o.key.stage
     AND n.key.measure = o.key.measure
),
old_value AS (
    SELECT *, row_number() OVER (PARTITION BY old_document_id, new_document_id, key ORDER BY value) AS nth
    FROM gone ANTI JOIN reread ON reread.old_figure_id = gone.figure_id AND reread.new_document_id = gone.new_document_id
        AND gone.key.table_kind <> 'narrative'
),
new_value AS (
    SELECT *, row_number() OVER (PARTITION BY old_document_id, new_document_id, key ORDER BY value) AS nth
    FROM come ANTI JOIN reread ON reread.new_figure_id = come.figure_id AND reread.old_document_id = come.old_document_id
        AND come.key.table_kind <> 'narrative'
),
altered AS (
    SELECT
        coalesce(n.logical_id, o.logical_id) AS logical_id, coalesce(n.revision, o.revision) AS revision,
        coalesce(n.old_document_id, o.old_document_id) AS old_document_id, coalesce(n.new_document_id, o.new_document_id) AS new_document_id,
        CASE WHEN o.key IS NULL THEN 'added' WHEN n.key IS NULL THEN 'dropped' ELSE 'changed' END AS change,
        coalesce(n.key, o.key) AS key, coalesce(n.row_label, o.row_label) AS row_label, o.value AS old_value, n.value AS new_value,
        o.figure_id AS old_figure_id, n.figure_id AS new_figure_id
    FROM old_value o
    FULL JOIN new_value n ON n.old_document_id = o.old_document_id AND n.new_document_id = o.new_document_id AND n.key = o.key AND n.nth = o.nth
)
SELECT
    logical_id, revision, old_document_id, new_document_id, change, key.table_kind AS table_kind, key.row_code AS row_code, row_label,
    key.fiscal_year AS fiscal_year, key.stage AS stage, key.fund AS fund, key.nature AS nature, key.item AS item, key.measure AS measure,
    old_value, new_value, new_value - old_value AS difference, old_figure_id, new_figure_id
FROM altered;
