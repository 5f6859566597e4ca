"""Web archives (.mht): the root page of a MIME message; Word and Excel save "single file web pages" under any name."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from email.message import Message
from pathlib import Path

from loaders.document import Document, Page, on_page
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.encoding import decode
from loaders.readers.pictures import from_uri
from loaders.readers.web.html import document


def read_mht(path: Path, limits: Limits) -> Document:
    """Read the archive's root page; a workbook saved as a frame set has its sheets as further pages.

    Raises:
        ReadError: `corrupt` when it holds no page, `too_large`.
    """
    if path.stat().st_size > limits.part_bytes:
        raise ReadError("too_large", f"more than {limits.part_bytes} bytes of markup")
    return archive(path.read_bytes(), limits)


def archive(data: bytes, limits: Limits) -> Document:
    """The pages of an archive in memory; raises like `read_mht`."""
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    if not pages:
        raise ReadError("corrupt", "a web archive without a page")
    sources = _sources(message)
    documents = [document(_text(part), "mht", limits, sources) for part in pages[: limits.max_pages]]
    with_content = [found for found in documents if found.pages[0].blocks] or documents[:1]
    from_pages = tuple(
        _renumbered(page, number) for number, page in enumerate((found.pages[0] for found in with_content), 1)
    )
    problems = tuple(problem for found in with_content for problem in found.problems)
    return Document("mht", from_pages, title=documents[0].title, problems=problems)


def _sources(message: Message) -> Callable[[str], bytes | None]:
    """The bytes of a picture's address: by content id, by location, and by the location's last part."""
    found: dict[str, bytes] = {}
    for part in message.walk():
        if part.get_content_maintype() == "image":
            data = part.get_payload(decode=True)
            location = str(part.get("Content-Location") or "")
            for name in (location, _last(location), f"cid:{str(part.get('Content-ID') or '').strip('<> ')}"):
                if name and isinstance(data, bytes):
                    found.setdefault(name, data)
    return lambda address: from_uri(address) or found.get(address) or found.get(_last(address))


def _last(address: str) -> str:
    return address.replace("\\", "/").rpartition("/")[2]


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    return decode(data if isinstance(data, bytes) else b"", part.get_content_charset())


def _renumbered(page: Page, number: int) -> Page:
    return replace(page, number=number, blocks=tuple(on_page(block, number) for block in page.blocks))
