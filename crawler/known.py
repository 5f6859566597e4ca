"""What the ledger knows of a portal, as values: columns, items, files, answers; requests as JSON."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from crawler.families.base import Evidence, Request, Row
from crawler.urls import key

MAX_ATTEMPTS = 5
"""How many runs try to fetch an item or a file before it is left alone."""

_PAGE_STATE = re.compile(rb"(?:^|&)__(?:VIEWSTATE\w*|EVENTVALIDATION|PREVIOUSPAGE)=[^&]*")

Sighting = Literal["new", "known", "repeated"]
State = Literal["new", "done", "rejected", "failed", "gone"]


@dataclass(frozen=True, slots=True)
class Column:
    """One list to walk: an entry of the registry (`depth` 0) or a sub-column found below one."""

    key: str
    request: Request
    label: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of a list as the ledger knows it; `kind` is `article` or `file`.

    `column_key` names the list, or `in <item>` for what only another article links.
    """

    key: str
    kind: Literal["article", "file"]
    title: str
    list_url: str
    request: Request
    label: str = ""
    published_on: date | None = None
    evidence: tuple[Evidence, ...] = ()
    article_title: str = ""
    state: State = "new"
    seq: int = 0
    column_key: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """One file of an item as the ledger knows it."""

    item_key: str
    key: str
    request: Request
    name: str
    name_evidence: str = ""
    state: State = "new"
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The last good answer of an address: its validators and where its bytes are."""

    request: Request
    kind: str
    final_url: str
    content_type: str
    sha256: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """How far the walk of a column came: `resume` is where an interrupted one goes on, `deep_at` its last look past page 1."""

    completed_at: datetime | None
    resume: Request | None
    visited_at: datetime | None
    deep_at: datetime | None
    newest_on: date | None


def request_key(request: Request) -> str:
    """The name under which an address is known: scheme, sessions and counters do not matter, a POST body does, save a page's state."""
    name = key(request.url)
    if request.method == "GET" and not request.body:
        return name
    lasting = _PAGE_STATE.sub(b"", request.body)
    return f"{request.method} {name} {hashlib.sha256(lasting).hexdigest()[:16]}"


def is_fleeting(request: Request) -> bool:
    """Whether a request carries the state of the page it stands on (ASP.NET's view state): good for now, not for another day."""
    return bool(_PAGE_STATE.search(request.body))


def request_of(row: Row) -> Request:
    """How a row's article or file is fetched."""
    return row.request or Request(row.url, kind=row.kind)


def item_key(row: Row) -> str:
    """The name under which a row is known."""
    return request_key(request_of(row))


def pack(request: Request) -> str:
    """A request as JSON."""
    plain: dict[str, object] = {"url": request.url, "kind": request.kind}
    if request.method != "GET":
        plain["method"] = request.method
    if request.body:
        plain["body"] = request.body.decode("latin-1")
    if request.headers:
        plain["headers"] = request.headers
    if request.page is not None:
        plain["page"] = request.page
    if request.label:
        plain["label"] = request.label
    if request.otherwise:
        plain["otherwise"] = pack(request.otherwise)
    if request.shapes:
        plain["shapes"] = request.shapes
    return json.dumps(plain, ensure_ascii=False)


def pack_evidence(evidence: Iterable[Evidence]) -> str | None:
    """Evidence as JSON, each piece once; `None` for none."""
    plain = [[e.field, e.value, e.source] for e in dict.fromkeys(evidence)]
    return json.dumps(plain, ensure_ascii=False) if plain else None


def unpack(text: str) -> Request:
    """The request of `pack`."""
    plain = json.loads(text)
    plain["body"] = plain.get("body", "").encode("latin-1")
    plain["headers"] = tuple((name, value) for name, value in plain.get("headers", ()))
    if "otherwise" in plain:
        plain["otherwise"] = unpack(plain["otherwise"])
    plain["shapes"] = tuple(plain.get("shapes", ()))
    return Request(**plain)


def item_of(row: sqlite3.Row) -> Item:
    """A row of `item`."""
    return Item(
        key=row["item_key"],
        kind=row["kind"],
        title=row["title"],
        list_url=row["list_url"],
        request=unpack(row["request"]),
        label=row["label"],
        published_on=day_of(row["published_on"] or row["row_date"]),
        article_title=row["article_title"] or "",
        evidence=tuple(Evidence(*e) for e in json.loads(row["evidence"] or "[]")),
        state=row["state"],
        seq=row["seq"],
        column_key=row["column_key"],
    )


def linked_of(row: sqlite3.Row) -> Linked:
    """A row of `attachment`."""
    return Linked(
        item_key=row["item_key"],
        key=row["file_key"],
        request=unpack(row["request"]),
        name=row["name"],
        name_evidence=row["name_evidence"],
        state=row["state"],
        sha256=row["sha256"],
    )


def answer_of(row: sqlite3.Row) -> Answer:
    """A row of `answer`."""
    return Answer(
        unpack(row["request"]),
        row["kind"],
        row["final_url"],
        row["content_type"],
        row["sha256"],
        row["etag"],
        row["last_modified"],
    )


def day_text(day: date | None) -> str | None:
    """A day as the ledger writes it."""
    return day.isoformat() if day else None


def day_of(text: str | None) -> date | None:
    """The day of a ledger text."""
    return date.fromisoformat(text[:10]) if text else None


def age(moment: datetime | None, now: datetime) -> timedelta:
    """How long ago something was; never, or at a time that is still to come (a clock ran ahead), counts as longer than anything."""
    return timedelta.max if moment is None or moment > now else now - moment


def time_of(text: str | None) -> datetime | None:
    """The time of a ledger text."""
    return datetime.fromisoformat(text) if text else None
