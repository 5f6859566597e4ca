-- The latest day on which a disclosure can be lawful, from the Budget Law: the county's congress meets in the first quarter, the
-- finance office approves departments' budgets within 20 days (Art. 52), they publish within 20 days (Art. 14): 10 May. Final accounts
-- go to the standing committee between June and September (Art. 77), approval and publication again within 20 days each: 9 November
-- of the following year. A government's own budget and account are public 20 days after the congress and the standing committee: 20 April
-- and 20 October. A congress that met earlier makes the real deadline earlier; no rule makes it later.
CREATE OR REPLACE VIEW core.latest_lawful AS
SELECT y.fiscal_year::INTEGER AS fiscal_year, k.document_group, make_date(y.fiscal_year + k.later, k.in_month, k.on_day) AS latest_lawful_on
FROM generate_series(2007, 2060) y(fiscal_year)
CROSS JOIN (VALUES ('budget', 0, 5, 10), ('final', 1, 11, 9), ('government_budget', 0, 4, 20), ('government_final', 1, 10, 20))
    k(document_group, later, in_month, on_day);
