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


def continues(table: Table, grid: Grid, heading: Heading, above: Found) -> bool:
    """Whether a table goes on with the one above it: no title or header of its own, as many columns, the same or the next page."""
    return (
        not heading.titles
        and heading.form_number is None
        and above.part is not None
        and len(above.part.header.paths) == grid.columns
        and table.page_first - above.page_last in (0, 1)
        and is_headless(grid, above.part.header)
    )


def repeats(table: Table, heading: Heading, first: Part, above: Found) -> bool:
    """Whether a table prints the header of the one above it again, on the same or the next page, and says nothing else of itself."""
    return (
        not heading.titles
        and heading.form_number is None
        and above.part is not None
        and above.recognised is not None
        and above.recognised.kind.id != "unrecognised"
        and bool(first.header.rows)
        and table.page_first - above.page_last in (0, 1)
        and _same_header(first.header, above.part.header)
    )


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
