-- The five schemas. Portable to DuckLake: no ENUM, no keys, no CHECK; logical keys are tested by SQL (see fields.csv).

CREATE SCHEMA IF NOT EXISTS raw;
CREATE SCHEMA IF NOT EXISTS core;
CREATE SCHEMA IF NOT EXISTS ref;
CREATE SCHEMA IF NOT EXISTS out;
CREATE SCHEMA IF NOT EXISTS ops;

CREATE TABLE raw.capture (
    capture_id VARCHAR, run_id VARCHAR, portal_id VARCHAR, list_url VARCHAR, article_url VARCHAR, url VARCHAR,
    article_title VARCHAR, link_text VARCHAR, publisher VARCHAR, index_number VARCHAR, published_on DATE,
    captured_at TIMESTAMP, http_status INTEGER, etag VARCHAR, last_modified VARCHAR, media_type VARCHAR,
    file_name VARCHAR, file_sha256 VARCHAR
);

CREATE TABLE raw.file (
    file_sha256 VARCHAR, byte_size BIGINT, media_type VARCHAR, parent_sha256 VARCHAR, member_path VARCHAR,
    first_captured_at TIMESTAMP, status VARCHAR, status_detail VARCHAR, parser_version VARCHAR, hints_id VARCHAR
);

CREATE TABLE core.document (
    document_id VARCHAR, file_sha256 VARCHAR, region_code VARCHAR, region_id VARCHAR, unit_id VARCHAR, unit_name VARCHAR,
    unit_code VARCHAR, scope VARCHAR, kind VARCHAR, fiscal_year INTEGER, stage VARCHAR, title VARCHAR, published_on DATE,
    page_count INTEGER, logical_id VARCHAR, revision INTEGER, is_current BOOLEAN DEFAULT TRUE, duplicate_of VARCHAR,
    is_correction BOOLEAN, identity_evidence VARCHAR, content_hash VARCHAR, sketch BIGINT[]
);

CREATE TABLE core.document_link (
    document_id VARCHAR, other_document_id VARCHAR, relation VARCHAR, agreeing INTEGER, conflicting INTEGER,
    only_here INTEGER, only_there INTEGER, evidence VARCHAR
);

CREATE TABLE core.extracted_table (
    table_id VARCHAR, document_id VARCHAR, ordinal INTEGER, kind VARCHAR, title VARCHAR, form_number VARCHAR,
    page_first INTEGER, page_last INTEGER, currency_unit VARCHAR, row_count INTEGER, column_count INTEGER,
    engine VARCHAR, is_empty BOOLEAN, is_current BOOLEAN DEFAULT TRUE
);

CREATE TABLE core.extracted_cell (
    table_id VARCHAR, row_index INTEGER, column_index INTEGER, row_span INTEGER, column_span INTEGER, text VARCHAR,
    page INTEGER, x0 DOUBLE, y0 DOUBLE, x1 DOUBLE, y1 DOUBLE
);

CREATE TABLE core.figure (
    figure_id VARCHAR, document_id VARCHAR, table_id VARCHAR, source VARCHAR, row_index INTEGER, column_index INTEGER,
    page INTEGER, x0 DOUBLE, y0 DOUBLE, x1 DOUBLE, y1 DOUBLE, row_code VARCHAR, row_label VARCHAR, row_role VARCHAR,
    row_group VARCHAR, unit_code VARCHAR, column_path VARCHAR[], raw VARCHAR, value_state VARCHAR, measure VARCHAR,
    amount DECIMAL(20, 2), quantity DECIMAL(20, 4), measure_unit VARCHAR, fiscal_year INTEGER, stage VARCHAR, flow VARCHAR,
    fund VARCHAR, nature VARCHAR, classification VARCHAR, code VARCHAR, item VARCHAR, confidence DOUBLE
);

CREATE TABLE core.narrative (
    narrative_id VARCHAR, document_id VARCHAR, page INTEGER, ordinal INTEGER, sentence VARCHAR, raw_label VARCHAR,
    about VARCHAR, item VARCHAR, code VARCHAR, amount DECIMAL(20, 2), quantity DECIMAL(20, 4), measure_unit VARCHAR,
    fiscal_year INTEGER,
    stage VARCHAR, direction VARCHAR, change_amount DECIMAL(20, 2), change_percent DECIMAL(18, 4), base_year INTEGER,
    base_stage VARCHAR, share_percent DECIMAL(18, 4), share_of VARCHAR, completion_percent DECIMAL(18, 4), reason VARCHAR
);

CREATE TABLE core.project (
    project_id VARCHAR, document_id VARCHAR, table_id VARCHAR, page INTEGER, ordinal INTEGER, project_code VARCHAR,
    project_name VARCHAR, project_type VARCHAR, unit_name VARCHAR, function_code VARCHAR, fund VARCHAR,
    amount DECIMAL(20, 2), fiscal_year INTEGER, stage VARCHAR, goal VARCHAR
);

CREATE TABLE core.performance_indicator (
    indicator_id VARCHAR, document_id VARCHAR, table_id VARCHAR, page INTEGER, ordinal INTEGER, project_name VARCHAR,
    level1 VARCHAR, level2 VARCHAR, level3 VARCHAR, operator VARCHAR, target_value VARCHAR, measure_unit VARCHAR,
    actual_value VARCHAR, weight DECIMAL(18, 4), score DECIMAL(18, 4), grades VARCHAR, raw VARCHAR, fiscal_year INTEGER
);

CREATE TABLE core.check_result (
    document_id VARCHAR, check_id VARCHAR, status VARCHAR, severity VARCHAR, left_value DECIMAL(24, 4),
    right_value DECIMAL(24, 4), difference DECIMAL(24, 4), tolerance DECIMAL(24, 4), message VARCHAR, figure_ids VARCHAR[]
);

CREATE TABLE core.unit (
    unit_id VARCHAR, region_id VARCHAR, region_code VARCHAR, unit_name VARCHAR, core_name VARCHAR, unit_code VARCHAR,
    unit_type VARCHAR, first_year INTEGER, last_year INTEGER, document_count INTEGER
);

CREATE TABLE core.unit_alias (
    unit_id VARCHAR, region_id VARCHAR, unit_name VARCHAR, core_name VARCHAR, unit_code VARCHAR, first_year INTEGER,
    last_year INTEGER, document_count INTEGER, method VARCHAR, evidence VARCHAR
);

CREATE TABLE core.unit_candidate (
    region_id VARCHAR, unit_id VARCHAR, other_unit_id VARCHAR, unit_name VARCHAR, other_unit_name VARCHAR,
    similarity DOUBLE, evidence VARCHAR
);

CREATE TABLE ref.region (
    region_code VARCHAR, region_id VARCHAR, region_name VARCHAR, full_name VARCHAR, level VARCHAR, parent_code VARCHAR,
    province_name VARCHAR, prefecture_name VARCHAR, first_year INTEGER, last_year INTEGER, is_functional_zone BOOLEAN,
    source VARCHAR
);

CREATE TABLE ref.region_change (
    change_year INTEGER, old_code VARCHAR, old_name VARCHAR, new_code VARCHAR, new_name VARCHAR, change VARCHAR,
    is_same_region BOOLEAN, source VARCHAR
);

CREATE TABLE ref.subject (
    classification VARCHAR, code VARCHAR, subject_name VARCHAR, parent_code VARCHAR, level VARCHAR, series VARCHAR,
    first_year INTEGER, last_year INTEGER, source VARCHAR
);

CREATE TABLE ref.subject_change (
    change_year INTEGER, classification VARCHAR, old_code VARCHAR, old_name VARCHAR, new_code VARCHAR, new_name VARCHAR,
    change VARCHAR, source VARCHAR
);

CREATE TABLE ref.unit_type (unit_type VARCHAR, name_zh VARCHAR, name_en VARCHAR, pattern VARCHAR, ordinal INTEGER);
CREATE TABLE ref.table_kind (table_kind VARCHAR, name_zh VARCHAR, name_en VARCHAR);
CREATE TABLE ref.item (item VARCHAR, flow VARCHAR, name_zh VARCHAR, name_en VARCHAR);
CREATE TABLE ref.vocabulary (vocabulary VARCHAR, value VARCHAR, name_zh VARCHAR, name_en VARCHAR);

CREATE TABLE ops.schema_version (version INTEGER, name VARCHAR, digest VARCHAR, applied_at TIMESTAMP);
CREATE TABLE ops.reference (name VARCHAR, digest VARCHAR);

CREATE TABLE ops.run (
    run_id VARCHAR, started_at TIMESTAMP, finished_at TIMESTAMP, status VARCHAR, stage VARCHAR, summary VARCHAR
);

CREATE TABLE ops.portal_health (
    portal_id VARCHAR, run_id VARCHAR, checked_at TIMESTAMP, status VARCHAR, pages INTEGER, documents INTEGER,
    failures INTEGER, message VARCHAR
);

CREATE TABLE ops.correction (
    correction_id VARCHAR, action VARCHAR, status VARCHAR, document_id VARCHAR, figure_id VARCHAR, field VARCHAR,
    expected VARCHAR, found VARCHAR, corrected VARCHAR, reason VARCHAR, reporter VARCHAR, source VARCHAR, decided_on DATE
);

CREATE TABLE ops.release (
    version VARCHAR, published_at TIMESTAMP, schema_version INTEGER, status VARCHAR, tables VARCHAR, gates VARCHAR
);
