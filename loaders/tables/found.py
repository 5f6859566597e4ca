"""What one table yields while it is read, and whether the next one goes on with it: a table broken over pages is one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from loaders.document import Table
from loaders.tables.forms import Form
from loaders.tables.grid import Grid, packed
from loaders.tables.headers import Header
from loaders.tables.heading import Heading
from loaders.tables.parts import Part, is_headless
from loaders.tables.recognise import Recognition
from warehouse.records import FigureRow, IndicatorRow, ProjectRow


@dataclass(slots=True)
class Found:
    """What one table yields while it is being read; `first_row` is where it begins in its grid."""

    table_id: str = ""
    first_row: int = 0
    kind: str = "unrecognised"
    heading: Heading | None = None
    part: Part | None = None
    recognised: Recognition | None = None
    form: Form | None = None
    page_last: int = 0
    figures: list[FigureRow] = field(default_factory=list)
    projects: list[ProjectRow] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)

    @property
    def last_project(self) -> str | None:
        """The project that the table ended with."""
        return self.indicators[-1].project_name if self.indicators else None


def says_nothing_new(heading: Heading, above: Heading | None) -> bool:
    """Whether a table has no title, or repeats that of the form above it on the next page."""
    return not heading.titles or (above is not None and heading.title == above.title)


def continues(
    table: Table, grid: Grid, heading: Heading, above: Found | None
) -> tuple[Part, Recognition] | None:
    """What a table goes on with that has no title or header of its own and as many columns; else none."""
    found = _next_to(table, heading, above)
    fits = found and len(found[0].header.paths) == grid.columns and is_headless(grid, found[0].header)
    return found if fits else None


def repeats(
    table: Table, heading: Heading, first: Part, above: Found | None
) -> tuple[Part, Recognition] | None:
    """What a table goes on with that prints its header again and says nothing else of itself; else none."""
    found = _next_to(table, heading, above)
    fits = found and found[1].kind.id != "unrecognised" and first.header.rows
    return found if found and fits and _same_header(first.header, found[0].header) else None


def _next_to(table: Table, heading: Heading, above: Found | None) -> tuple[Part, Recognition] | None:
    """The last part of the table above one without a title, on the same or the next page, and its kind."""
    if heading.titles or heading.form_number is not None or above is None:
        return None
    if above.part is None or above.recognised is None or table.page_first - above.page_last not in (0, 1):
        return None
    return above.part, above.recognised


def under_the_same_header(part: Part, above: Part) -> Part:
    """A part under the repeated header of the part above: its heading and its header hold."""
    return replace(
        part,
        heading=replace(above.heading, first_row=part.heading.first_row),
        header=replace(part.header, paths=above.header.paths),
    )


def _same_header(header: Header, above: Header) -> bool:
    """Whether a header is the one above printed again; what a page break cuts off the row before may be printed over it."""
    if len(header.paths) != len(above.paths):
        return False
    same = sum(
        list(map(packed, here)) == list(map(packed, there))
        for here, there in zip(header.paths, above.paths, strict=True)
    )
    return same == len(above.paths) or (same >= 4 and same >= 0.5 * len(above.paths))


def inherit(heading: Heading, above: Heading | None) -> Heading:
    """What a stacked part does not say for itself holds from the part above it."""
    if above is None:
        return heading
    return replace(
        heading,
        currency_unit=heading.currency_unit or above.currency_unit,
        fiscal_year=heading.fiscal_year or above.fiscal_year,
        stage=heading.stage or above.stage,
    )
