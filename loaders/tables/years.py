"""Which years have ended for a table, and so what it says of a year whose stage it does not name (decision 45)."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.tables.context import Context


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
