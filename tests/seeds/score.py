"""Counting hits and misses by dimension, and the small readings that all comparisons share."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

STAGES = {"budget": {"initial_budget"}, "final": {"final"}, "adjusted_budget": {"adjusted_budget"}}
UNITS = {"万元": 10000, "元": 1, "亿元": 100_000_000}


@dataclass
class Score:
    """Hits and totals by dimension, and what was missed."""

    hits: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def count(self, dimension: str, good: bool, what: str = "") -> None:
        self.totals[dimension] += 1
        self.hits[dimension] += good
        if not good and what:
            self.missed.append(f"{dimension}: {what}")

    def add(self, other: Score) -> None:
        self.hits += other.hits
        self.totals += other.totals

    def __str__(self) -> str:
        return "  ".join(f"{name} {self.hits[name]}/{total}" for name, total in self.totals.items())


def norm(text: object) -> str:
    """A label without spaces, width variants and leading ordinals."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text or "")))
    return re.sub(r"^(其中[:：]?)?[（(]?[一二三四五六七八九十\d]+[)）、.．]+", "", plain)


def decimal(text: object) -> Decimal | None:
    """A number, or None where there is none."""
    try:
        return Decimal(str(text).replace(",", "")) if text is not None else None
    except InvalidOperation:
        return None
