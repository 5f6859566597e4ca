"""Stages of one part of a table: what its title says of all its numbers, and what their lines, columns and years say of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.catalogue import Kind
from loaders.tables.columns import Column
from loaders.tables.context import Context
from loaders.tables.heading import Heading, stage_of
from loaders.tables.rows import RowKey
from loaders.tables.years import Closed

_PLANNED = re.compile(r"预算|草案|计划|代编|年初")
_ACTUAL = re.compile(r"实际")
_REPORTED = re.compile(r"执行|完成|快报|预计|截至")
_UNFINISHED = re.compile(r"执行|快报|预计|截至|月")
_SETTLED = re.compile(r"结[余转]")


class Stages:
    """The stage of a part, `whole`, and from it that of each of its numbers."""

    def __init__(
        self,
        heading: Heading,
        kind: Kind,
        notes: str,
        context: Context,
        fiscal_year: int | None,
        closed: Closed,
    ) -> None:
        self.fiscal_year = fiscal_year
        self.closed = closed
        # bonds that are 安排 to projects have been issued; only words for a budget make their table one
        arranged = kind.flow == "debt" and not _PLANNED.search(heading.title or "")
        self.whole = (
            (None if arranged and heading.stage == "initial_budget" else _titled_stage(heading, context))
            or (
                closed.stage(fiscal_year) if fiscal_year is not None and closed.executed is not None else None
            )
            or context.stage
        )
        # in a final account 预算数 is the year's opening budget unless the table says that it is the adjusted one
        adjusted = "调整后的预算数" in notes or "全年预算数" in notes
        self._budget = self._three_public = "initial_budget"
        if self.whole == "final":
            self._budget = "adjusted_budget" if adjusted else "initial_budget"
            self._three_public = "adjusted_budget" if adjusted else context.three_public

    def heed(self, columns: Sequence[Column]) -> None:
        """Where a column is of the adjusted budget (全年预算数), 预算数 beside it is the opening one."""
        if any(column.stage == "adjusted_budget" for column in columns):
            self._budget = self._three_public = "initial_budget"

    def of_number(self, key: RowKey, column: Column, item: str | None, year: int | None) -> str | None:
        """The stage of the number of `item` and `year` where a line and a column meet."""
        stage = key.stage or column.stage or key.usual_stage or self._of_year(year)
        if stage == "execution" and self.whole == "final" and _is_actual(column.path):
            stage = "final"
        opening = any("年初" in text for text in column.path)
        if stage == "initial_budget" and stage in (column.stage, key.stage) and not opening:
            stage = self._three_public if (item or "").startswith("sangong.") else self._budget
        return stage

    def _of_year(self, year: int | None) -> str | None:
        """The part's stage, which is not that of a year that it looks back on (a budget) or ahead to (an account)."""
        if year is None or self.fiscal_year is None or year == self.fiscal_year:
            return self.whole
        if year > self.fiscal_year and self.whole in ("final", "execution"):
            return "initial_budget"
        return (self.closed.stage(year) if self.closed.executed is not None else None) or self.whole


def _titled_stage(heading: Heading, context: Context) -> str | None:
    """The stage that the title names; in the account of the same year, 完成情况, 安排情况 and 预算变动及结余情况 are the account."""
    own = heading.fiscal_year in (None, context.fiscal_year) and context.stage == "final"
    if own and (
        (heading.stage == "execution" and not _UNFINISHED.search(heading.title or ""))
        or (heading.stage == "adjusted_budget" and _SETTLED.search(heading.title or ""))
        or (heading.stage == "initial_budget" and not _stated_budget(heading.title or ""))
    ):
        return "final"
    return heading.stage


def _stated_budget(title: str) -> bool:
    """Whether a title speaks of a budget with more than 安排, which an account says of what it paid too."""
    return stage_of(title.replace("安排", "")) == "initial_budget"


def _is_actual(path: Sequence[str]) -> bool:
    """Whether a header of an account speaks of what was 实际 spent or bought, which is the account's own figure, not a report of the year."""
    said = "".join(path)
    return bool(_ACTUAL.search(said)) and not _REPORTED.search(said)
