"""What the captures of a file say about it, in one canonical form."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from loaders.identity import Hints
from warehouse.records import CaptureRow, content_id


def hints_of(captures: Iterable[CaptureRow], region_codes: Iterable[str] = ()) -> Hints:
    """The hints of one file's captures; the order of captures does not matter."""
    rows = list(captures)

    def texts(*values: str | None) -> tuple[str, ...]:
        return tuple(sorted({value.strip() for value in values if value and value.strip()}))

    return Hints(
        file_name=texts(*(row.file_name for row in rows)),
        article_titles=texts(*(row.article_title for row in rows)),
        link_texts=texts(*(row.link_text for row in rows)),
        publishers=texts(*(row.publisher for row in rows)),
        published_on=tuple(sorted({row.published_on for row in rows if row.published_on})),
        region_code=texts(*region_codes),
        urls=texts(*(row.url for row in rows)),
    )


def hints_json(hints: Hints) -> str:
    """The hints as canonical JSON: equal hints give equal text."""
    return json.dumps(asdict(hints), ensure_ascii=False, sort_keys=True, default=date.isoformat)


def hints_from_json(text: str) -> Hints:
    """The inverse of `hints_json`."""
    fields = {name: tuple(values) for name, values in json.loads(text).items()}
    fields["published_on"] = tuple(date.fromisoformat(value) for value in fields.get("published_on", ()))
    return Hints(**fields)


def hints_id(hints: Hints) -> str:
    """The content id of the hints; kept in `raw.file.hints_id`."""
    return content_id("hints", hints_json(hints))
