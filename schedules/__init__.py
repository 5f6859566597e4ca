"""Orchestration: the harvest job, calendar, daemon, run summaries, the command line."""
