"""Stitch pages, recognise the kind of a table, read its headers as paths and its rows as keys."""
