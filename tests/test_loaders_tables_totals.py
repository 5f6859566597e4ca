"""A total over 三公, meetings and training is no 三公 total."""

from decimal import Decimal

from loaders.tables.totals import narrowed
from warehouse.records import FigureRow


def row(*cells: tuple[str, str | None, str]) -> list[FigureRow]:
    return [
        FigureRow(
            figure_id=str(column),
            document_id="d",
            source="table",
            value_state="value",
            raw=amount,
            row_index=3,
            column_index=column,
            column_path=(header,),
            item=item,
            amount=Decimal(amount),
            fiscal_year=2020,
            stage="initial_budget",
        )
        for column, (header, item, amount) in enumerate(cells)
    ]


PARTS = (
    ("因公出国（境）费用", "sangong.abroad", "1.00"),
    ("公务接待费", "sangong.reception", "2.00"),
    ("公务用车购置及运行费", "sangong.vehicle", "4.00"),
    ("会议费", "meeting", "8.00"),
    ("培训费", "training", "16.00"),
)


def items(figures: list[FigureRow]) -> list[str | None]:
    return [figure.item for figure in narrowed(figures) if figure.item is None or "total" in figure.item]


def test_a_total_of_everything_loses_the_item_and_the_subtotal_keeps_it() -> None:
    figures = row(("合计", "sangong.total", "31.00"), ("三公经费小计", "sangong.total", "7.00"), *PARTS)
    assert items(figures) == [None, "sangong.total"]


def test_a_total_that_equals_its_three_parts_keeps_it() -> None:
    assert items(row(("合计", "sangong.total", "7.00"), *PARTS)) == ["sangong.total"]


def test_a_table_without_meetings_and_training_is_left_alone() -> None:
    assert items(row(("合计", "sangong.total", "31.00"), *PARTS[:3])) == ["sangong.total"]
