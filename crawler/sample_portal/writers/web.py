"""Blocks as the HTML body of an article: paragraphs and inline tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from crawler.sample_portal.sheets import Block, Grid, Heading, PageBreak


def article_body(blocks: Sequence[Block]) -> str:
    """The blocks as HTML."""
    return "\n".join(_html(blocks))


def _html(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Grid):
            yield from _grid(block)
        elif isinstance(block, PageBreak):
            yield "<hr>"
        elif isinstance(block, Heading):
            yield f'<p style="text-align:center"><strong>{escape(block.text)}</strong></p>'
        else:
            yield f'<p style="text-indent:2em">{escape(block.text)}</p>'


def _grid(grid: Grid) -> Iterator[str]:
    yield f'<p style="text-align:center"><b>{escape(grid.title)}</b></p>'
    if grid.form_number:
        yield f'<p style="text-align:right">{escape(grid.form_number)}</p>'
    yield f"<p>{escape(grid.unit_name)}　{escape(grid.period)}　　{escape(grid.currency_unit)}</p>"
    yield '<table border="1" cellspacing="0">'
    spans = {(row, column): (high, wide) for row, column, high, wide in grid.spans}
    for row, texts in enumerate(grid.cells):
        cells = []
        for column, text in enumerate(texts):
            if text is None:
                continue
            high, wide = spans.get((row, column), (1, 1))
            extent = (f' rowspan="{high}"' if high > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
            cells.append(f"<td{extent}>{escape(text) or '&nbsp;'}</td>")
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table>"
    for note in grid.notes:
        yield f"<p>{escape(note)}</p>"
