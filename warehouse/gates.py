"""Gates: what stops a release from becoming current, so that a broken night never reaches a reader."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.release_diff import Difference


@dataclass(frozen=True, slots=True)
class Gates:
    """Limits of a release against the one before, as shares."""

    rows_lost: float = 0.02
    """Share of rows that a guarded table may lose."""
    failed_checks_rise: float = 0.05
    """Rise of the share of failed checks, in absolute terms."""
    guarded: tuple[str, ...] = (
        "core.document",
        "core.figure",
        "core.unit",
        "out.unit_year",
        "out.revenue_expenditure",
        "out.function_expenditure",
    )
    slack: int = 5
    """Rows that a table may always lose: small warehouses move in whole documents."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A gate that stopped a release, and why."""

    gate: str
    reason: str


def judge(difference: Difference, gates: Gates) -> list[Stop]:
    """The gates that a release does not pass; none for a first release with documents."""
    if difference.is_first:
        return []
    stops = []
    for table in gates.guarded:
        before, now = difference.rows.get(table, (None, None))
        if before is None:
            continue
        lost = before - (now or 0)
        if lost > gates.slack and lost > before * gates.rows_lost:
            stops.append(Stop("rows", f"{table} has {now or 0:,} rows, {lost:,} fewer than the last release"))
    if difference.regions_lost:
        stops.append(Stop("coverage", f"no document left for {', '.join(difference.regions_lost[:5])}"))
    rise = difference.failed_share[1] - difference.failed_share[0]
    if rise > gates.failed_checks_rise:
        stops.append(
            Stop(
                "checks",
                f"{difference.failed_share[1]:.1%} of checks fail, {rise:.1%} more than in the last release",
            )
        )
    removed = [column for column in difference.columns_removed if column.startswith("out.")]
    if removed:
        stops.append(Stop("schema", f"columns that users may rely on are gone: {', '.join(removed[:5])}"))
    return stops
