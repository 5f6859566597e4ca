-- title_zh: 绩效自评（目标）金额与项目支出一致
-- title_en: the amount covered by targets or self-evaluation is the project expenditure
-- identity: J10 I18
-- severity: warning
-- applies: dept_budget unit_budget dept_final unit_final
-- compare: stated
WITH covered AS (
    SELECT document_id, amount, raw_label, narrative_id, own_half FROM stated
    WHERE item IN ('performance.amount', 'performance.self_eval.amount') AND amount > 0 AND fiscal_year = document_year
      AND regexp_matches(sentence, '(所有|全部|全面)[^。]{0,20}(项目|自评|绩效)')
), spent AS (
    SELECT document_id, item, amount, figure_id AS id FROM table_fact WHERE item IN ('expenditure.project', 'gpb.expenditure.project', 'fiscal_grant.expenditure.project')
    UNION ALL
    SELECT document_id, item, amount, narrative_id FROM stated
    WHERE item IN ('expenditure.project', 'gpb.expenditure.project', 'fiscal_grant.expenditure.project') AND amount IS NOT NULL AND fiscal_year = document_year
)
SELECT c.document_id, c.raw_label AS subject, c.amount AS left_value, arg_min(s.amount, (abs(s.amount - c.amount), s.amount)) AS right_value, 2 * c.own_half AS tolerance,
       -- far apart it speaks of some projects only
       CASE WHEN min(abs(s.amount - c.amount)) <= 100 THEN true
            WHEN min(abs(s.amount - c.amount)) < 0.05 * c.amount THEN false END AS holds,
       '绩效涉及金额与项目支出不符：' || printf('%.2f ≠ %.2f 万元', c.amount / 10000, arg_min(s.amount, (abs(s.amount - c.amount), s.amount)) / 10000) AS message,
       [c.narrative_id, arg_min(s.id, (abs(s.amount - c.amount), s.id))] AS figure_ids
FROM covered AS c JOIN spent AS s USING (document_id)
GROUP BY c.document_id, c.narrative_id, c.raw_label, c.amount, c.own_half
