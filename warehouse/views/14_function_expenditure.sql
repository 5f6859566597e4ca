-- Expenditure by functional classification (see core.code_amount). Codes of all levels stand side by side, and
-- so do funds and natures: choose one code_level, one fund and one nature before adding.
CREATE OR REPLACE VIEW out.function_expenditure AS
SELECT * FROM core.code_amount WHERE classification = 'functional';
