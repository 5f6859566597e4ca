"""What a person could open on a page but the page does not say where it leads: handlers of scripts that lie elsewhere.

Nothing is guessed about them; they are named, so that a portal that hides its disclosures behind a script is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crawler import titles
from crawler.families import captions, files, forms, links, markup
from crawler.families.base import Page

_PASSES = re.compile(r"[\w$]\s*\(\s*[^)\s]")
_BUDGETS = re.compile(r"(?:预|决)算|三公")
_DOWNLOADS = re.compile(r"附件|下载")


def disclosures(page: Page) -> tuple[str, ...]:
    """The titles of entries that read as disclosures but are opened by a script that does not say its address."""
    found = (captions.title_in_row(node) for node in _closed(page))
    return tuple(
        dict.fromkeys(
            title for title in found if _BUDGETS.search(title) and titles.classify(title).decision == "accept"
        )
    )


def downloads(page: Page) -> tuple[str, ...]:
    """The names of downloads on an article that a script starts without saying from where."""
    found = (markup.content(node) for node in _closed(page))
    return tuple(dict.fromkeys(name for name in found if files.extension(name) or _DOWNLOADS.search(name)))


def _closed(page: Page) -> Iterator[Any]:
    for node in markup.tree(page).iter():
        if not isinstance(node.tag, str):
            continue
        if not (node.get("onclick") or links.is_script(node.get("href") or "")):
            continue
        handler = forms.handler_of(node)
        if _PASSES.search(handler) and not links.address(page, node) and not _is_read(handler):
            yield node


def _is_read(handler: str) -> bool:
    """Whether an argument is an address or a file's name: then another reader has had it."""
    return any(
        ("/" in literal or files.extension(literal)) and not links.is_piece(handler, literal)
        for literal in markup.strings(handler)
    )
