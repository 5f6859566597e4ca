-- One value per body, item, year and stage, whatever number of documents print it: the document of its own year and stage speaks
-- before next year's comparison column, a table before a sentence. `documents` counts who else prints it.
CREATE OR REPLACE VIEW core.best_reading AS
SELECT * EXCLUDE (is_best) FROM core.best_item WHERE is_best;
