"""Names of classification subjects and their codes, as the tables of the same document pair them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from loaders.narrative.words import words
from loaders.tables.subjects import economic_code, is_name_of, reference
from warehouse.records import FigureRow

_GROUP_DIGITS = 5
_DEPARTMENTS = "economic_dept"


@dataclass(frozen=True, slots=True)
class SubjectCodes:
    """For each name without its final 支出, the functional and the economic codes that stand beside it; the document's fiscal year."""

    functional: dict[str, frozenset[str]] = field(default_factory=dict)
    economic: dict[str, frozenset[str]] = field(default_factory=dict)
    year: int | None = None

    def function_of(self, path: Sequence[str], digits: int | None = None) -> str | None:
        """The functional code of a name under its parents (`卫生健康支出`, `卫生健康管理事务`, `行政运行`), if only one fits.

        `digits` is the length of a code of the name's level (类 3, 款 5, 项 7), where the level is known.
        """
        fitting = self.functional.get(bare_name(path[-1]), frozenset())
        fitting = frozenset(code for code in fitting if digits in (None, len(code)))
        for parent in reversed(path[:-1]):
            above = self.functional.get(bare_name(parent), frozenset())
            inside = frozenset(code for code in fitting if any(code.startswith(outer) for outer in above))
            fitting = inside or fitting
        return next(iter(fitting)) if len(fitting) == 1 else None

    def function_below(self, above: str, name: str) -> str | None:
        """The functional code of a name below a subject (`文化支出` of 207), the nearest level that has but one."""
        for names in (self, _classification(self.year)):
            fitting = [
                code for code in names.functional.get(name, ()) if code.startswith(above) and code != above
            ]
            level = min(map(len, fitting), default=0)
            nearest = [code for code in fitting if len(code) == level]
            if len(nearest) == 1:
                return nearest[0]
        return None

    def economic_of(self, name: str) -> str | None:
        """The economic code of a name, if only one stands beside it; the department's classification before the government's.

        Names that the document's tables do not print are those of the department's classification.
        """
        codes = self.economic.get(bare_name(name), frozenset())
        own = [code for code in codes if code.startswith("3")] or list(codes)
        return own[0] if len(own) == 1 else economic_code(bare_name(name), _DEPARTMENTS, "", self.year)

    def government_economic_of(self, name: str) -> str | None:
        """The code of a name in the government's economic classification."""
        return economic_code(bare_name(name), "economic_gov", "", self.year)

    def usual_function(
        self, path: Sequence[str], digits: int | None = None, *, listed: bool = False
    ) -> str | None:
        """The functional code that names have in the classification itself, where only one fits and no economic subject is so named.

        In a list of functional subjects (`listed`) no name is an economic one.
        """
        if not listed and len(path) == 1 and is_name_of(bare_name(path[0]), _DEPARTMENTS):
            return None
        classification = _classification(self.year)
        known = classification.function_of(path, digits)
        last = words().functional_items.get(bare_name(path[-1]))
        if known is None and last and len(path) > 1:
            group = classification.function_of(path[:-1], _GROUP_DIGITS)
            known = group and group + last
        return known


@cache
def _classification(year: int | None) -> SubjectCodes:
    """The functional classification of a year, today's without one; names that it does not have keep their codes of other years."""
    functional: dict[str, set[str]] = {}
    other: dict[str, set[str]] = {}
    for row in reference():
        if row["classification"] == "functional":
            first, last = int(row["first_year"]), row["last_year"]
            valid = (not last or year <= int(last)) and first <= year if year else not last
            names = functional if valid else other
            names.setdefault(bare_name(row["subject_name"]), set()).add(row["code"])
    return SubjectCodes({name: frozenset(codes) for name, codes in (other | functional).items()}, year=year)


def subject_codes(figures: Iterable[FigureRow], year: int | None = None) -> SubjectCodes:
    """The pairs of names and codes that the figures of a document of a fiscal year print."""
    functional: dict[str, set[str]] = {}
    economic: dict[str, set[str]] = {}
    for figure in figures:
        if figure.code and figure.row_label:
            if figure.classification == "functional":
                functional.setdefault(bare_name(figure.row_label), set()).add(figure.code)
            elif figure.classification in ("economic_dept", "economic_gov"):
                economic.setdefault(bare_name(figure.row_label), set()).add(figure.code)
    return SubjectCodes(
        {name: frozenset(codes) for name, codes in functional.items()},
        {name: frozenset(codes) for name, codes in economic.items()},
        year,
    )


def bare_name(name: str) -> str:
    """A subject's name without spaces, marks of its level, quotes and the final 支出."""
    name = name.replace("（", "(").replace("）", ")")
    name = re.sub(r"\s+|[“”《》]|\((类|款|项)\)", "", name).strip("：:、，")
    return name.removesuffix("支出") if len(name) > 3 else name
