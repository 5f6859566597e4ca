"""Probe any address: which family is it, where is the disclosure column, what would be crawled?

From a home page the probe follows what people follow: 政务公开 → 法定主动公开内容 → 财政预决算, or 重点领域 → 财政信息, best label
first, within a small budget of pages. Fetching is the caller's (`Fetch`), so the search is tested on stored pages.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from crawler import families, titles, urls
from crawler.families import captions, columns, links, markup, rows, signatures
from crawler.families.base import ListPage, Page, Request
from crawler.registry import Portal, hosts_around

Fetch = Callable[[Request], Page | None]
"""Fetch one page, `None` when it cannot be had; the fetcher keeps to robots.txt, the guard and the delay."""

MAX_PAGES = 12
MAX_DEPTH = 5
ENOUGH_ROWS = 3
NAMED = 6  # points of a label that speaks of budgets
SHOWN = 10  # of what a page shows in its own place

# what a person clicks, best first; the address helps where the label is an image
_LABELS = (
    (
        9,
        re.compile(
            r"^(?:政府|财政|部门|县级|市级|区级|本级)*预决算(?:公开|信息|信息公开|专栏|公开专栏|公开平台)*$|^预算[/／、和]决算(?:公开)?$|预决算公开"
        ),
    ),
    (8, re.compile(r"预决算|预算.{0,3}决算")),
    (7, re.compile(r"^(?:财政)?(?:预算|决算)(?:公开|信息)?$|部门预算|部门决算|政府预算")),
    (6, re.compile(r"财政(?:资金|信息|公开|专项|领域)|三公经费")),
    (4, re.compile(r"法定主动公开|主动公开内容|重点领域|基层政务公开")),
    (3, re.compile(r"政府信息公开|信息公开|政务公开|^公开$")),
    (2, re.compile(r"专题专栏|专题|专栏")),
)
_ADDRESSES = (
    (7, re.compile(r"/(?:czyjs|yjsgk|ysjs|czyjsgk|yjs)", re.I)),
    (5, re.compile(r"/(?:czxx|czzj|czgk)", re.I)),
    (3, re.compile(r"/fdzdgk", re.I)),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One page the probe read: how it came there and what it found."""

    url: str
    label: str
    family: str
    rows: int
    disclosures: int
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a probe says of an address.

    `family` and `evidence` are of the column page where one was found, of the given page otherwise. `disclosures` are titles the
    grammar accepts on its first list page; `other_columns` further columns that the same engine reads; `would_crawl` the addresses a crawl
    would ask for next. `problems` are sentences.
    """

    asked: str
    family: str
    evidence: str
    column_url: str | None = None
    column: str = ""
    site_id_code: str = ""
    rows: int = 0
    total_rows: int | None = None
    disclosures: tuple[str, ...] = ()
    other_columns: tuple[str, ...] = ()
    would_crawl: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    page: Page
    family: str
    evidence: str
    listing: ListPage
    disclosures: tuple[str, ...]
    label_score: int

    @property
    def is_article(self) -> bool:
        """Whether the page is one article with its few files: it will never show another disclosure."""
        shaped = any(shape.search(self.page.url.partition("?")[0]) for shape in rows.ARTICLE_NAMES)
        return shaped and len(self.disclosures) < ENOUGH_ROWS

    @property
    def worth(self) -> tuple[int, int]:
        """How much it looks like the column: accepted rows (a few are as good as many), budget columns below it, then the label."""
        if _is_home(self.page.url):
            return min(len(self.disclosures), 10), self.label_score
        named = sum(_points(column.label, column.url) >= 7 for column in self.listing.columns)
        return min(len(self.disclosures), 10) + 2 * min(named, 4), self.label_score


def probe(url: str, fetch: Fetch, *, max_pages: int = MAX_PAGES) -> Found:
    """Find the disclosure column from `url`; at most `max_pages` pages are fetched.

    A page is a column when three of its rows are disclosures and its link (or the caller) said so. From a home page the search goes
    on to the other budget columns it names (决算 beside 预算), from a column it ends at once. Without a column the best page counts.
    """
    problems: list[str] = []
    steps: list[Step] = []
    allowed = Portal.model_validate(
        {"region_code": "000000", "name": "probe", "allowed_hosts": list(hosts_around([url]))}
    )
    queue: list[tuple[int, int, int, Request]] = [(0, 0, 0, Request(url, page=1))]
    seen = {urls.key(url)}
    readings: list[_Reading] = []
    chosen: list[_Reading] = []
    asked = order = 0
    while queue and asked < max_pages:
        score, depth, _, request = heapq.heappop(queue)
        if chosen and -score < NAMED:
            break
        page = fetch(request)
        asked += 1
        if page is None:
            continue  # the fetcher says why
        reading, extra = _read(page, request, -score, fetch if asked < max_pages else None)
        asked += extra
        steps.append(_step(request, reading))
        readings.append(reading)
        if len(reading.disclosures) >= ENOUGH_ROWS and (-score >= NAMED or request.url == url):
            if not any(_covers(column, reading) for column in chosen):
                chosen.append(reading)
            if request.url == url and not _is_home(url):
                break
        elif depth < MAX_DEPTH:
            for points, following in (*_sent_on(reading, allowed, seen), *_links(page, allowed, seen)):
                order += 1
                heapq.heappush(queue, (-points, depth + 1, order, following))
    if not chosen:
        lists = [reading for reading in readings if reading.worth[0] and not reading.is_article]
        chosen = [max(lists, key=lambda reading: reading.worth)] if lists else []
    return _found(url, readings[0] if readings else None, chosen, steps, problems)


def _sent_on(reading: _Reading, allowed: Portal, seen: set[str]) -> list[tuple[int, Request]]:
    """The frames of a page without rows, and where it sends a browser: what it would show itself."""
    found = columns.frames(reading.page) if not reading.listing.rows else ()
    fresh = [
        each
        for each in found
        if urls.key(each.url) not in seen and allowed.allows(urlsplit(each.url).hostname or "")
    ]
    seen.update(urls.key(each.url) for each in fresh)
    return [(SHOWN, replace(each, page=1)) for each in fresh]


def _is_home(url: str) -> bool:
    return urlsplit(url).path in ("", "/")


def _covers(column: _Reading, other: _Reading) -> bool:
    """Whether a walk of the first column reaches the second page: it links it as a list, or shows most of its disclosures."""
    linked = {urls.key(request.url) for request in column.listing.next_requests}
    shared = set(column.disclosures) & set(other.disclosures)
    return urls.key(other.page.url) in linked or 2 * len(shared) > len(other.disclosures)


def _read(page: Page, request: Request, score: int, fetch: Fetch | None) -> tuple[_Reading, int]:
    """Understand a page; where its rows come from an interface, ask for the first page of that once (the count says so)."""
    detection = families.detect(page)
    family = families.get(detection.family)
    listing = family.list_page(page)
    extra = 0
    if not listing.rows and fetch is not None:
        starts = [
            start for start in family.first_requests(page.url) if urls.key(start.url) != urls.key(page.url)
        ]
        following = starts[0] if starts else listing.next_page
        answer = fetch(following) if following else None
        extra = int(following is not None)
        if answer is not None:
            behind = family.list_page(answer)
            listing = ListPage(
                behind.rows,
                behind.next_page or listing.next_page,
                listing.columns or behind.columns,
                behind.total_pages,
                behind.total_rows,
                listing.column or behind.column,
                listing.site_id_code,
                behind.needs_js,
            )
    column = listing.column or request.label
    accepted = tuple(
        row.title for row in listing.rows if titles.classify(row.title, column=column).decision == "accept"
    )
    return _Reading(page, detection.family, detection.evidence, listing, accepted, score), extra


def _step(request: Request, reading: _Reading) -> Step:
    title = markup.squeeze(markup.tree(reading.page).findtext(".//title"))
    return Step(
        reading.page.url,
        request.label,
        reading.family,
        len(reading.listing.rows),
        len(reading.disclosures),
        title,
    )


def _links(page: Page, allowed: Portal, seen: set[str]) -> list[tuple[int, Request]]:
    """Links worth following, with their points; each address once per probe."""
    found = []
    for anchor in markup.anchors(page):
        url = links.address(page, anchor)
        if url is None or urls.key(url) in seen or not allowed.allows(urlsplit(url).hostname or ""):
            continue
        label = captions.title_of(anchor)
        points = _points(label, url)
        if points and len(label) <= 24:
            seen.add(urls.key(url))
            found.append((points, Request(url, label=label, page=1)))
    return found


def _points(label: str, url: str) -> int:
    bare = re.sub(r"[\s>》»：:()（）\d]+", "", label)
    by_label = next((points for points, pattern in _LABELS if pattern.search(bare)), 0)
    by_address = next((points for points, pattern in _ADDRESSES if pattern.search(urlsplit(url).path)), 0)
    if re.search(r"20\d\d", label) and urls.last_name(url) and titles.classify(label).decision == "accept":
        return 0  # an article about budgets is no column
    return max(by_label, by_address if by_label or not bare else 0)


def _found(
    url: str, first: _Reading | None, columns: list[_Reading], steps: list[Step], problems: list[str]
) -> Found:
    if first is None:
        return Found(url, "", "", problems=("no page of the site could be read",))
    if not columns:
        if first.listing.needs_js:
            problems.append(
                "the page is filled by scripts and its interface is not known: it needs an adapter"
            )
        problems.append(
            "the page is an article: give the list that links it"
            if first.is_article
            else "no column with disclosures was found; look for it in a browser and give its own address"
        )
        code = first.listing.site_id_code
        return Found(
            url, first.family, first.evidence, site_id_code=code, steps=tuple(steps), problems=tuple(problems)
        )
    best = columns[0]
    others = {column.family for column in columns if not _alike(column.family, best.family)}
    if others:
        problems.append(
            f"the columns are of different families ({best.family}, {', '.join(others)}): give each its own entry"
        )
    return Found(
        asked=url,
        family=best.family,
        evidence=best.evidence,
        column_url=best.page.url,
        column=best.listing.column,
        site_id_code=best.listing.site_id_code or first.listing.site_id_code,
        rows=len(best.listing.rows),
        total_rows=best.listing.total_rows,
        disclosures=best.disclosures,
        other_columns=tuple(column.page.url for column in columns[1:] if _alike(column.family, best.family)),
        would_crawl=tuple(
            address
            for column in columns
            for address in (column.page.url, *(request.url for request in column.listing.next_requests))
        ),
        steps=tuple(steps),
        problems=tuple(problems),
    )


def _alike(family: str, other: str) -> bool:
    """Whether one family's engine reads the other's pages: plain static lists do not differ."""
    static = ("generic_static", "trs")
    engines = [signatures.table()[name].engine for name in (family, other)]
    return engines[0] == engines[1] or all(engine in static for engine in engines)


def registry_entry(
    found: Found, region_code: str, name: str, today: date, *, sample: bool = False
) -> dict[str, Any]:
    """A registry entry of what the probe saw, ready to be written as YAML; `active` because its rows were seen.

    `sample` is for a portal on this machine, which may be asked without pauses.
    """
    if found.column_url is None:
        raise ValueError("the probe found no column")
    home = "{0.scheme}://{0.netloc}/".format(urlsplit(found.asked))
    entry: dict[str, Any] = {
        "region_code": region_code,
        "name": name,
        "home": home,
        "entries": [{"url": column} for column in (found.column_url, *found.other_columns)],
        "family": found.family,
        "status": "active",
        "verified_on": today.isoformat(),
        "source": f"probe of {found.asked}",
    }
    if sample:
        entry |= {"sample": True, "delay_seconds": 0}
    if found.site_id_code[:6].isdigit() and len(found.site_id_code) >= 6:
        entry["expect"] = {"site_id_prefix": found.site_id_code[:6]}
    Portal.model_validate(entry)
    return entry
