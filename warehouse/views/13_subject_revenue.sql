-- Revenue by subject of the classification: taxes, fees, land sales, funds (see core.code_amount). Codes of all levels stand side by side, and
-- so do funds: choose one code_level and one fund before adding. What is received from or paid to other governments is in out.transfer.
CREATE OR REPLACE VIEW out.subject_revenue AS
SELECT * EXCLUDE (nature, parts) FROM core.code_amount WHERE classification = 'revenue';
