"""Bytes → Document → tables → figures → records."""
