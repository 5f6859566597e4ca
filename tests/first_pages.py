"""First pages of disclosures for tests of identity, from lines and rows."""

from loaders.document import Cell, Document, Page, Paragraph, Table

BODY = (
    "第一部分 部门概况",
    "二、收入支出总体情况说明",
    "2022年收入总计100.00万元，支出总计100.00万元，其中：基本支出60.00万元，项目支出40.00万元。",
)
TOWN_TEXT = (
    "一、预算收支决算情况",
    "全镇一般公共预算收入111.11万元，其中税收收入100.00万元，非税收入11.11万元。",
)


def page(number: int, *lines: str, kind: str = "text") -> Page:
    """A page of lines."""
    return Page(number, 595.0, 842.0, kind, tuple(Paragraph(line, number) for line in lines))  # type: ignore[arg-type]


def document(*pages: Page, media_type: str = "pdf", title: str | None = None) -> Document:
    """A file of pages."""
    return Document(media_type, pages, title)


def named_sheet(number: int, name: str, *rows: tuple[str, ...], captions: tuple[str, ...] = ()) -> Page:
    """A sheet of a workbook: its name and the rows of its one table."""
    cells = tuple(
        Cell(at, column, text=text) for at, row in enumerate(rows) for column, text in enumerate(row)
    )
    table = Table(
        cells=cells,
        row_count=len(rows),
        column_count=len(rows[0]),
        page_first=number,
        page_last=number,
        engine="sheet",
        captions=captions,
        sheet_name=name,
    )
    return Page(number, None, None, "sheet", (table,))
