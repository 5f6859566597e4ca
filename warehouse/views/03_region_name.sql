-- The newest name of each region code.
CREATE OR REPLACE VIEW core.region_name AS
SELECT region_code, arg_max(region_name, first_year) AS region_name, arg_max(full_name, first_year) AS full_name,
       arg_max(level, first_year) AS level, arg_max(province_name, first_year) AS province_name,
       arg_max(prefecture_name, first_year) AS prefecture_name, arg_max(region_id, first_year) AS region_id
FROM ref.region GROUP BY region_code;
