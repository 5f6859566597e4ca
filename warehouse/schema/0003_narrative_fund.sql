-- Which budget a sentence speaks of: 上级补助收入 stands in the general budget, in the government funds and in the state capital budget.

ALTER TABLE core.narrative ADD COLUMN fund VARCHAR;
