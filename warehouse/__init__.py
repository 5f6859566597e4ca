"""Schema, reference dimensions, ingest, checks as SQL, views, publishing."""
