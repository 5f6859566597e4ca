"""Performance forms to figures, projects and indicators, and the indicators that go on in a table of their own on the next page."""

from __future__ import annotations

from dataclasses import replace

from loaders.amounts import to_yuan
from loaders.document import Table
from loaders.tables.context import Context
from loaders.tables.form_meaning import (
    form_flow,
    form_fund,
    form_item,
    form_nature,
    form_stage,
    is_project,
    named_above,
)
from loaders.tables.form_money import FormMoney, is_total, year_of_money
from loaders.tables.forms import Form, read_forms
from loaders.tables.found import Found, says_nothing_new
from loaders.tables.grid import Grid
from loaders.tables.heading import Heading
from loaders.tables.indicator_grids import find_grids, grid_by_cells
from loaders.tables.indicators import read_lines
from loaders.tables.projects import Place, form_indicators, form_project, project_name
from loaders.tables.recognise import recognise_form
from warehouse.records import FigureRow, content_id


def goes_on_with_form(
    place: Place,
    table: Table,
    grid: Grid,
    heading: Heading,
    context: Context,
    above: Found | None,
    found: Found,
) -> bool:
    """Whether a grid is nothing but further indicators of the form above it, which are then taken into `found`."""
    if above is None or above.form is None or not says_nothing_new(heading, above.heading):
        return False
    where = None if find_grids(grid, 0) else grid_by_cells(grid)
    if not where or table.page_first - above.page_last not in (0, 1):
        return False
    found.kind, found.heading, found.form = above.kind, above.heading, above.form
    form = replace(above.form, money=(), indicators=read_lines(grid, where))
    found.indicators += form_indicators(replace(place, fiscal_year=context.fiscal_year), form, 0, grid)
    return True


def forms_of(place: Place, grid: Grid, heading: Heading, context: Context, found: Found) -> None:
    """Take what the forms of a grid say into `found`: their projects, indicators and money."""
    found.heading = heading
    forms = named_above(read_forms(grid, heading.first_row), heading)
    found.kind = recognise_form(heading, forms)
    # the year in a form's title may be the project's (2021年能力提升补助项目): the one printed below it or the document's goes before
    year = heading.stated_year or context.fiscal_year or heading.fiscal_year
    place = replace(place, fiscal_year=year, stage=context.stage)
    unit = heading.currency_unit or context.declared_unit
    for form in forms:
        project = form_project(place, len(found.projects), form, unit) if is_project(form) else None
        found.projects += [project] if project else []
        found.indicators += form_indicators(place, form, len(found.indicators), grid)
        found.figures += [_form_figure(place, form, money, unit) for money in form.money]
        found.form = form


def _form_figure(place: Place, form: Form, money: FormMoney, unit: str | None) -> FigureRow:
    cell, box = money.cell, money.cell.box
    number = money.number
    unit = (money.unit or unit) if money.measure.endswith("amount") else None
    fund, nature = form_fund(form, money), form_nature(form, money)
    project = project_name(form) if is_project(form) else None
    return FigureRow(
        figure_id=content_id(place.table_id, cell.row, cell.column),
        document_id=place.document_id,
        source="table",
        value_state=number.state,
        raw=cell.text.strip(),
        table_id=place.table_id,
        row_index=cell.row,
        column_index=cell.column,
        page=cell.page,
        x0=box.x0 if box else None,
        y0=box.y0 if box else None,
        x1=box.x1 if box else None,
        y1=box.y1 if box else None,
        row_label=money.label,
        row_role="project"
        if project or money.listed == "project"
        else "total"
        if is_total(money)
        else "item",
        row_group=project,
        column_path=tuple(text for text in (money.group, *money.over) if text),
        measure=money.measure,
        amount=to_yuan(number.value, unit) if number.value is not None and unit else None,
        quantity=None if unit else number.value,
        measure_unit=unit or ("%" if money.measure.endswith("percent") else None),
        fiscal_year=year_of_money(money, place.fiscal_year),
        stage=form_stage(form, money) or place.stage,
        flow=form_flow(form, money),
        fund=fund,
        nature=nature,
        classification="line",
        item=form_item(form, money, fund, nature),
        confidence=round(0.9 * cell.confidence, 3),
    )
