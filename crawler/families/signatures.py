"""The signature table (`signatures.yml`): which family an address or a page belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from urllib.parse import urlsplit

import yaml

from crawler.families import links, markup
from crawler.families.base import Page


@dataclass(frozen=True, slots=True)
class Signature:
    """One family's marks; see the head of `signatures.yml`."""

    family: str
    engine: str
    url: tuple[re.Pattern[str], ...]
    html: tuple[re.Pattern[str], ...]
    links: tuple[re.Pattern[str], ...]
    at_least: int
    shape: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=1)
def table() -> dict[str, Signature]:
    """All signatures by family, in the order of trial."""
    raw = yaml.safe_load((resources.files("crawler.families") / "signatures.yml").read_text(encoding="utf-8"))

    def patterns(values: list[str] | None, flags: re.RegexFlag = re.I) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(value, flags) for value in values or ())

    return {
        item["family"]: Signature(
            family=item["family"],
            engine=item.get("engine", item["family"]),
            url=patterns(item.get("url")),
            # the source is lowered once instead: a search that ignores case is many times slower
            html=patterns(item.get("html"), re.NOFLAG),
            links=patterns(item.get("links", {}).get("patterns")),
            at_least=item.get("links", {}).get("at_least", 1),
            shape=patterns(item.get("shape")),
        )
        for item in raw
    }


def match(family: str, page: Page) -> str | None:
    """What marks the page as this family's (`url …`, `html …`, `N links …`), or `None`."""
    signature = table()[family]
    for pattern in signature.url:
        if pattern.search(page.url):
            return f"url {pattern.pattern}"
    source = _lowered(page)
    for pattern in signature.html:
        if found := pattern.search(source):
            return f"html {found[0][:40]}"
    if signature.links:
        own = [url for url in _links(page) if any(pattern.search(url) for pattern in signature.links)]
        if len(own) >= signature.at_least:
            return f"{len(own)} links {signature.links[0].pattern}"
    return None


@lru_cache(maxsize=8)
def _lowered(page: Page) -> str:
    return markup.text(page).lower()


@lru_cache(maxsize=8)
def _links(page: Page) -> tuple[str, ...]:
    """Addresses of the page's links on its own host, each once, without query."""
    host = urlsplit(page.url).hostname
    found: dict[str, None] = {}
    for anchor in markup.anchors(page):
        url = links.address(page, anchor)
        if url and urlsplit(url).hostname == host:
            found[url.partition("?")[0]] = None
    return tuple(found)


def guess(url: str) -> str:
    """The family an address looks like, for a page nobody has fetched; `generic_static` when nothing fits."""
    plain = url.partition("#")[0]
    for signature in table().values():
        if any(pattern.search(url) for pattern in signature.url):
            return signature.family
    for signature in table().values():
        if any(pattern.search(plain) for pattern in signature.shape):
            return signature.family
    return "generic_static"
