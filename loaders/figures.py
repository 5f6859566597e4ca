"""Tables to figures: every number, blank and dash of every table becomes one row that says what it is."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.document import Paragraph, Table
from loaders.tables.context import Context, TableYield

__all__ = ["Context", "TableYield", "table_figures"]


def table_figures(document_id: str, blocks: Sequence[Paragraph | Table], context: Context) -> TableYield:
    """What the tables among `blocks` say; paragraphs serve as captions where a reader found none.

    Args:
        document_id: the id of the disclosure; all other ids derive from it.
        blocks: its paragraphs and tables in reading order.
        context: what the document says of itself.

    Returns:
        Rows for the warehouse, in reading order.
    """
    del document_id, blocks, context
    return TableYield()
