-- What a document says outside facts and tables, as far as checks ask for it: headings, notes, duties, residues of templates.

CREATE TABLE core.passage (
    passage_id VARCHAR, document_id VARCHAR, page INTEGER, ordinal INTEGER, topic VARCHAR, heading VARCHAR,
    outline_level INTEGER, outline_number INTEGER, text VARCHAR
);
