"""Years of lines, and which of them have ended: what a table says of a year whose stage it does not name (decision 45)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.tables.context import Context
from loaders.tables.grid import packed
from loaders.tables.heading import stage_of

_YEAR_LABEL = re.compile(r"(?<!\d)(20\d\d)年(度|末|初|底)?(?!结转)")
_YEAR_FIRST = re.compile(r"^(?:[一二三四五六七八九十]+、)?(20\d\d)年(度|末|初|底)?(?!结转)(?=.{0,14}$)")
_LAST_YEAR = re.compile(r"(^|[、)])上年(末|度|(?=地方|政府|债务))")
_BOND = re.compile(r"债券.*期\)?$")
"""A bond by its name (2018年某省政府一般债券(四期)), whose year is that of its issue, not of what its line says."""
_STAGED = re.compile(r"(预算|决算|执行|预计|完成)(数|额|情况|$)")


@dataclass(frozen=True, slots=True)
class Closed:
    """Final accounts exist up to the year `final`; the year `executed` after it has been carried out at most."""

    final: int | None
    executed: int | None = None

    def stage(self, year: int) -> str | None:
        """The stage of what a table says of a year without naming one; None for years that have not ended."""
        if self.final is None or year <= self.final:
            return "final"
        return "execution" if year == self.executed else None


def closed_years(context: Context, fiscal_year: int | None) -> Closed:
    """A government's budget of a year looks back on one that has been carried out and on others with final accounts."""
    if context.kind == "gov_budget" and context.fiscal_year is not None and context.stage != "execution":
        return Closed(context.fiscal_year - 2, context.fiscal_year - 1)
    return Closed(fiscal_year)


def issued_in(label: str | None) -> int | None:
    """The year of issue that the name of a bond tells."""
    text = packed(label or "")
    match = _YEAR_LABEL.search(text) if _BOND.search(text) else None
    return int(match[1]) if match else None


def line_year(
    labels: Sequence[str], *, debt: bool, fiscal_year: int | None, closed: Closed
) -> tuple[int | None, str | None, str | None]:
    """Year and stage that a line of a debt or government table states, or the lines that it stands under.

    Args:
        labels: the line's label behind those of its parents, outermost first.
        debt: whether the table tells of debt, whose lines name years anywhere and the year before.
        fiscal_year: the table's year.
        closed: which years have ended.

    Returns:
        The third is the stage of a year that has ended, for columns that name no stage.
    """
    year = stage = usual = None
    for label in reversed(labels):
        text = packed(label)
        match = _YEAR_LABEL.search(text) if debt else _YEAR_FIRST.match(text)
        match = None if _BOND.search(text) else match
        if year is None and match:
            year = int(match[1])
        if stage is None and "实际数" in text:
            stage = "final"
        elif stage is None and _STAGED.search(text):
            stage = stage_of(text)
        if match is not None and match[2] in ("末", "底"):
            usual = closed.stage(int(match[1]))
        if debt and year is None and fiscal_year and _LAST_YEAR.search(text):
            year = fiscal_year - 1
            usual = closed.stage(year)
    return year, stage, usual
