-- Expenditure by economic classification, the department's and the government's (see core.code_amount). Codes of all levels stand
-- side by side, and so do funds and natures: choose one classification, code_level, fund and nature before adding.
CREATE OR REPLACE VIEW out.economic_expenditure AS
SELECT * FROM core.code_amount WHERE classification IN ('economic_dept', 'economic_gov');
