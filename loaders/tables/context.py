"""What the document says about its tables before any of them is read, and what reading them yields."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.records import CellRow, FigureRow, IndicatorRow, ProjectRow, TableRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The document's own year, stage and unit of account: what holds where a table says nothing else.

    Attributes:
        fiscal_year: the year the disclosure is about.
        stage: `initial_budget | adjusted_budget | execution | final`, as in `warehouse/vocabulary/stage.csv`.
        kind: the document kind, as in `warehouse/vocabulary/kind.csv`.
        declared_unit: the unit of account that the whole document declares (元, 千元, 万元, 亿元), if any.
        unit_name: the disclosing unit, to tell its own row from others.
        three_public: the stage of 预算数 in the three-public tables of a final account.
        county: whether it is of a county or a district, which receives transfers and seldom pays any.
    """

    fiscal_year: int | None = None
    stage: str | None = None
    kind: str = "other"
    declared_unit: str | None = None
    unit_name: str | None = None
    three_public: str = "initial_budget"
    county: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableYield:
    """Everything the tables of one disclosure say, as rows of the warehouse."""

    tables: tuple[TableRow, ...] = ()
    cells: tuple[CellRow, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    projects: tuple[ProjectRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
