"""Totals of departments as the tables of the same document print them: `收入预算9万元` may be the year's own or the grand total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from loaders.narrative.fact import Fact
from warehouse.records import FigureRow

_SIDES = ("income", "expenditure", "fiscal_grant.income", "fiscal_grant.expenditure")
_SUMS = ("total", "subtotal")
Key = tuple[str | None, int | None, str | None]
"""Item, fiscal year and stage."""


def with_printed_totals(found: Sequence[Fact], figures: Iterable[FigureRow]) -> Sequence[Fact]:
    """The facts, a total with carry-over named so where the tables print its amount as 总计 and another as that of the year."""
    printed: dict[Key, set[Decimal]] = defaultdict(set)
    for figure in figures:
        if figure.row_role in _SUMS and figure.measure == "amount" and figure.amount is not None:
            printed[figure.item, figure.fiscal_year, figure.stage].add(figure.amount)
    for side in _SIDES:
        own, grand = f"{side}.total", f"{side}.grand_total"
        for fact in found:
            if fact.item == own and fact.about is None and fact.amount is not None:
                of_year = printed[own, fact.fiscal_year, fact.stage]
                if of_year and fact.amount in printed[grand, fact.fiscal_year, fact.stage] - of_year:
                    for one in [one for one in found if _alike(one, fact)]:
                        one.item = grand
    return found


def _alike(one: Fact, other: Fact) -> bool:
    """Whether two facts say the same of two years or stages."""
    named = (one.sentence, one.raw_label, one.item, one.about)
    return named == (other.sentence, other.raw_label, other.item, other.about)
