-- title_zh: 整体绩效目标表的预算总额等于来源之和、用途之和
-- title_en: the budget of the overall target form is the sum of its sources and of its uses
-- identity: I18
-- severity: error
-- applies: dept_budget unit_budget
WITH line AS (
    SELECT document_id, table_id, row_index, regexp_replace(row_label, '[\s（）()]', '', 'g') AS label, amount, figure_id, step
    FROM own WHERE table_kind = 'perf_dept_overall_target'
), wide AS (
    SELECT document_id, table_id, max(step) AS step, min(amount) FILTER (label LIKE '%总额%') AS total,
           min(amount) FILTER (label LIKE '%财政性资金' OR label LIKE '%财政拨款%' OR label LIKE '%政府预算资金%') AS fiscal,
           min(amount) FILTER (label LIKE '%其他资金' OR label LIKE '%单位资金%') AS other,
           min(amount) FILTER (label LIKE '%基本支出') AS basic, min(amount) FILTER (label LIKE '%项目支出') AS project,
           list(figure_id ORDER BY row_index, figure_id) AS figure_ids
    FROM line GROUP BY ALL
)
SELECT document_id, '资金来源' AS subject, fiscal + coalesce(other, 0) AS left_value, total AS right_value, 3 * step AS tolerance, figure_ids FROM wide
UNION ALL
SELECT document_id, '资金结构', basic + coalesce(project, 0), total, 3 * step, figure_ids FROM wide
