-- The newest name of each region code.
CREATE OR REPLACE VIEW core.region_name AS
SELECT region_code, arg_max(region_name, (first_year, region_name)) AS region_name, arg_max(full_name, (first_year, full_name)) AS full_name,
       arg_max(level, (first_year, level)) AS level, arg_max(province_name, (first_year, province_name)) AS province_name,
       arg_max(prefecture_name, (first_year, prefecture_name)) AS prefecture_name, arg_max(region_id, (first_year, region_id)) AS region_id
FROM ref.region GROUP BY region_code;
