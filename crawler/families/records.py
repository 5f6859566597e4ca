"""Links that stand in a page's data, not in its markup: JSON in scripts and attributes, and the parallel arrays of old scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from crawler.families import markup, scripts, shapes
from crawler.families.base import Page
from crawler.families.dates import day, whole

_MAX_SOURCE = 2_000_000
_MAX_TRIES = 200
_OPENS = re.compile(r"[\[(]\s*(?=\{)")
_HOLDS_LINKS = re.compile(r"(?<!\w)\w{1,40}\\?[\"']?\s*+:\s*+\\?[\"'][^\"'\n]{0,500}[/.]")
_TITLE_KEYS = (
    re.compile(r"title$|^subject$|headline", re.I),
    re.compile(r"name$|^(?:text|label|topic|mc|bt)$", re.I),
)
_ADDRESS_KEY = re.compile(r"url|href|link|path|src|addr", re.I)
_OTHER_ADDRESS = re.compile(r"relation|img|image|icon|pic|thumb|cover|logo|share|qr|video", re.I)
_PLAIN_KEYS = ("url", "urls", "href", "link")
_DATE_KEY = re.compile(r"date|time|rq$|sj$", re.I)
_ADDRESS = re.compile(r"^(?:https?:/)?[^\s<>{}\"']*[/.][^\s<>{}\"']*$")
_PLAIN = re.compile(r"^(?:https?:/|\.{0,2})/[\w./%~-]+\.\w{2,5}$")
_NO_DOCUMENT = re.compile(r"\.(?:png|jpe?g|gif|svg|css|js|json|xml|ico|woff2?|mp4)(?:$|\?)", re.I)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ELEMENT = re.compile(r"""\b(\w+)\[(\d+)\]\s*=\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")""")
_LITERAL = r"""(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
_ARRAY = re.compile(
    rf"\b(\w+)\s*+=\s*+(?:new\s++Array\s*+\(|\[)\s*+({_LITERAL}(?:\s*+,\s*+{_LITERAL})*+)\s*+(?:,\s*+)?[\])]"
)
# what every one of these has, found many times faster than they are
_FILLS = re.compile(r"""(?:\]\s*+=|=\s*+(?:new\s++Array\s*+\(|\[))\s*+["']""")


@dataclass(frozen=True, slots=True)
class Record:
    """One link found in data: what it is called, its address as printed, and the day said beside it.

    `within` is true for a part of another record: a file of an entry, a child of a column.
    """

    title: str
    address: str
    published_on: date | None = None
    within: bool = False


@lru_cache(maxsize=8)
def find(page: Page) -> tuple[Record, ...]:
    """All links in the page's data, in order, each address once."""
    found: dict[str, Record] = {}
    known = page.request.shapes if page.request is not None and page.request.shapes else shapes.find(page)
    for source in _sources(page):
        for record in (*_of_objects(source, known), *_of_arrays(source)):
            found.setdefault(record.address, record)
    return tuple(found.values())


def _sources(page: Page) -> Iterator[str]:
    if (answer := markup.text(page).lstrip())[:1] in ("{", "["):
        yield answer[:_MAX_SOURCE]
    yield from (source for source in markup.scripts(page) if len(source) <= _MAX_SOURCE)
    for node in markup.tree(page).iter():
        if isinstance(node.tag, str) and node.tag not in ("a", "img", "meta", "script"):
            yield from (
                value
                for value in node.values()
                if len(value) > 20 and value.lstrip()[:1] in "[{" and ":" in value
            )


def _of_objects(source: str, known: tuple[str, ...]) -> Iterator[Record]:
    if not known and not _HOLDS_LINKS.search(source):
        return
    end = read = 0
    for tries, match in enumerate(_OPENS.finditer(source)):
        if tries >= _MAX_TRIES or read > _MAX_SOURCE:
            return
        if match.start() < end:
            continue
        opening = match.start() if source[match.start()] == "[" else match.end()
        text = scripts.balanced(source, opening)
        read += len(text)
        value = scripts.literal(text)
        if value is None and '\\"' in text:
            value = scripts.literal(markup.unescape(text))
        if value is not None:
            end = opening + len(text)
            yield from _walk(value, known)


def _walk(value: Any, known: tuple[str, ...], within: bool = False) -> Iterator[Record]:
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, known, within)
    elif isinstance(value, dict):
        if (record := _record(value, known, within)) is not None:
            yield record
        for item in value.values():
            if isinstance(item, list | dict):
                yield from _walk(item, known, within or record is not None)


def _record(item: dict[str, Any], known: tuple[str, ...], within: bool) -> Record | None:
    said = {key: value.strip() for key, value in item.items() if isinstance(value, str) and value.strip()}
    addresses = {key: found for key, value in item.items() if (found := _address(value))}
    named = [key for key in addresses if _ADDRESS_KEY.search(key) and not _OTHER_ADDRESS.search(key)]
    # keys may be in pinyin (lj, dz): then what is plainly an address counts
    address = next(
        (addresses[key] for key in sorted(named, key=lambda key: key.lower() not in _PLAIN_KEYS)),
        next((text for text in addresses.values() if _PLAIN.match(text)), ""),
    ) or shapes.address(known, item)
    title = _title(said, address)
    if not address or not title:
        return None
    days = (day(str(value)) for key, value in item.items() if _DATE_KEY.search(key))
    published_on = next((found for found in days if found), None) or next(
        (moment for text in said.values() if (moment := whole(text))), None
    )
    return Record(title, address, published_on, within)


def _title(said: dict[str, str], address: str) -> str:
    """What an object is called: the value of a key for titles, else the only one in Chinese."""
    named = [
        text for keys in _TITLE_KEYS for key, text in said.items() if keys.search(key) and text != address
    ]
    if not named:
        chinese = [text for text in said.values() if len(_CHINESE.findall(text)) >= 4 and text != address]
        named = chinese if len(chinese) == 1 else []
    if not named:
        return ""
    return markup.content(markup.fragment(named[0])) if "<" in named[0] else named[0]


def _address(value: Any) -> str:
    """An address, also one that stands in an object for each kind of screen (`{"pc": "/a/1.html"}`, as it is or as a text)."""
    if isinstance(value, str) and value.lstrip()[:1] == "{":
        value = scripts.literal(value)
    if isinstance(value, dict):
        value = next((text for text in value.values() if isinstance(text, str) and _is_address(text)), "")
    text = value.strip() if isinstance(value, str) else ""
    return text if text and _is_address(text) else ""


def _is_address(text: str) -> bool:
    return len(text) <= 500 and bool(_ADDRESS.match(text)) and not _NO_DOCUMENT.search(text)


def _of_arrays(source: str) -> Iterator[Record]:
    """Records of `urls[0]='…'; headers[0]='…'; year[0]='2024'; …` or of `urls=['…', …], titles=['…', …]`."""
    if not _FILLS.search(source):
        return
    arrays: dict[str, dict[int, str]] = {}
    for match in _ELEMENT.finditer(source):
        text = match[3] if match[3] is not None else match[4]
        arrays.setdefault(match[1], {})[int(match[2])] = markup.unescape(text)
    for match in _ARRAY.finditer(source):
        arrays.setdefault(match[1], dict(enumerate(markup.strings(match[2]))))
    if len(arrays) < 2:
        return
    addresses = next((array for array in arrays.values() if all(map(_is_page, array.values()))), None)
    titles = next((array for array in arrays.values() if array is not addresses and _is_titles(array)), None)
    if addresses is None or titles is None:
        return
    for index, address in addresses.items():
        if title := titles.get(index):
            yield Record(title, address, _day_of(arrays, index))


def _is_page(text: str) -> bool:
    return _is_address(text) and ("/" in text or "." in text) and not _CHINESE.search(text.rpartition(".")[2])


def _is_titles(array: dict[int, str]) -> bool:
    return sum(len(_CHINESE.findall(text)) >= 4 for text in array.values()) * 2 > len(array)


def _day_of(arrays: dict[str, dict[int, str]], index: int) -> date | None:
    parts = [arrays.get(name, {}).get(index, "") for name in ("year", "month", "day")]
    if all(parts):
        return day("-".join(parts))
    days = (day(array.get(index, "")) for name, array in arrays.items() if _DATE_KEY.search(name))
    return next((found for found in days if found), None)
