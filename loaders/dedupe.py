"""The fingerprint of what a document says, whatever file it came in.

The same disclosure is published as Word file and as PDF, on the county's and on the department's page, re-saved or under another
cover. `content_hash` is equal for equal content; `sketch` (the smallest hashes of its parts, Broder 1997) estimates how much two
documents share. Layout, pages, printed column heads, spaces and punctuation do not count; values, labels, years and sentences do.
The warehouse decides what is a duplicate: it alone sees all documents.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from warehouse.records import ParsedDocument, ParsedFile

SKETCH = 128
"""Hashes kept in a sketch: the shared part of two documents is estimated to about ± 4 %."""

_NOISE = re.compile(r"[\W_]+")


def signed(parsed: ParsedFile) -> ParsedFile:
    """The file with every document's `content_hash` and `sketch` filled, members included."""
    return replace(
        parsed,
        documents=tuple(_signed(part) for part in parsed.documents),
        members=tuple(signed(member) for member in parsed.members),
    )


def _signed(part: ParsedDocument) -> ParsedDocument:
    hashes = sorted(_hash(token) for token in _tokens(part))
    if not hashes:
        return part
    whole = hashlib.blake2b(digest_size=10)
    for one in hashes:
        whole.update(one.to_bytes(8, "big"))
    sketch = tuple(one >> 1 for one in sorted(set(hashes))[:SKETCH])  # 63 bits: a signed column holds it
    return replace(part, document=replace(part.document, content_hash=whole.hexdigest(), sketch=sketch))


def _tokens(part: ParsedDocument) -> Iterator[str]:
    """One text per value, fact, project and indicator of a document.

    Years count from the document's own: a copy whose cover was not found does not know its year, and still says the same.
    """
    own_year = part.document.fiscal_year
    for figure in part.figures:
        if figure.value_state == "value":
            yield _token(
                "figure",
                _plain(figure.row_label),
                figure.row_code,
                figure.measure,
                _number(figure.amount if figure.amount is not None else figure.quantity),
                figure.fiscal_year - own_year if figure.fiscal_year and own_year else 0,
                figure.stage,
                figure.fund,
                figure.nature,
                figure.item,
            )
    for fact in part.narratives:
        yield _token(
            "fact", _plain(fact.sentence), fact.item, fact.code, _number(fact.amount), _number(fact.quantity)
        )
    for project in part.projects:
        yield _token("project", _plain(project.project_name), _number(project.amount), project.fund)
    for mark in part.indicators:
        yield _token("indicator", _plain(mark.project_name), _plain(mark.level3), _plain(mark.raw))


def _token(*parts: object) -> str:
    return "\x1f".join("" if part is None else str(part) for part in parts)


def _plain(text: str | None) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text or ""))


def _number(value: Decimal | None) -> str:
    """A number without trailing zeros, so that 5, 5.0 and 5.00 are one."""
    return "" if value is None else f"{value.normalize():f}"


def _hash(token: str) -> int:
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "big")
