"""From one read document to its records: split into disclosures, name each, turn its tables and sentences into rows."""

from __future__ import annotations

from loaders.document import Document
from loaders.identity import Hints
from warehouse.records import ParsedDocument


def understand(document: Document, hints: Hints, file_sha256: str) -> tuple[ParsedDocument, ...]:
    """Everything the disclosures of one file say, in reading order.

    Raises:
        ReadError: with status `not_a_disclosure` and the reason, when the file is no 预决算 disclosure.
    """
    raise NotImplementedError
