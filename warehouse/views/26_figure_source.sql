-- Where each figure of a current document comes from: address, file, page, box in points from the top left, printed text.
CREATE OR REPLACE VIEW out.figure_source AS
SELECT
    f.figure_id, f.document_id, d.url, d.article_url, d.title, d.file_sha256, d.member_path, t.title AS table_title, t.form_number,
    t.currency_unit, f.page, f.row_index, f.column_index, f.x0, f.y0, f.x1, f.y1, f.row_code, f.row_label, f.column_path, f.raw,
    f.value_state, f.amount, f.quantity, f.confidence, c.correction_id, c.action AS correction, c.corrected::DECIMAL(20, 2) AS corrected_amount
FROM core.figure f
JOIN out.document d ON d.document_id = f.document_id
LEFT JOIN core.extracted_table t ON t.table_id = f.table_id
LEFT JOIN ops.correction c ON c.figure_id = f.figure_id AND c.status = 'applied'
WHERE d.is_current;
