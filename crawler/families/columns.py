"""Sub-columns of a list page: year folders, 部门预算 and the like, departments, and the lists that its disclosures come from.

Three kinds of links count: names below the page's folder, named budget columns anywhere on a page
that is not about budgets itself (法定主动公开内容, a home page; also on a sibling host), and 更多 or tab links in the heading of a budget column,
or whose address is the folder of disclosures shown on the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from crawler import urls
from crawler.families import attachments, captions, files, links, markup, records, rows
from crawler.families.base import Page, Request, Row

_NAMED = re.compile(
    r"预决算|预算|决算|三公|绩效|政府债务|转移支付|专项资金|财政资金|财政信息|财政公开|^20\d\d\s*年?度?$|^20\d\d\s*年?度?(?:部门|单位|政府|财政|公开|信息|市级|县级|区级|本级).{0,10}$|二〇[〇一二三四五六七八九]{2}年"
)
_BUDGET_COLUMN = re.compile(
    r"预决算|预算.{0,2}决算|(?:部门|单位|政府|财政|市级|县级|区级)(?:预|决)算|预算公开|决算公开|三公.{0,2}经费"
)
_DEPARTMENT = re.compile(
    r"(?:局|委|办|部|院|校|学|园|站|所|队|会|社|馆|团|中心|办公室|街道|办事处|乡|镇|联合会|委员会|管委会|医院|公司|集团|场|台|库|署|厅|处|法院|检察院|党校|政府)"
    r"(?:[（(].{1,12}[)）])?$"
)
_MORE = re.compile(r"^(?:更多|查看更多|more)", re.I)
_DISCLOSURE = re.compile(r"(?:预|决)算|三公")
_NOT_ONE = re.compile(r"审计(?!局)|预算单位|办法|通知|解读|征求意见|绩效工作")
_ABOUT_BUDGETS = re.compile(r"/(?:[a-z]*czyjs|[a-z]*yjsgk|ysjs|bmyjs|czzj|czxx|czgk|bmys|bmjs)", re.I)
_COLUMN_ID = (re.compile(r"/col/col(\d+)/"), re.compile(r"/art_(\d+)_\d+\.html"))
# VSB's lists are leaves: /zfxxgk/czyjs.htm, whose own sub-columns lie in /zfxxgk/czyjs/
_LEAF = re.compile(r"^(.*/(?!index|default|list)[a-z][\w-]*)\.htm$", re.I)
_SLUG = re.compile(r"/[a-z_]{2,}[a-z0-9_-]*\.s?html?$", re.I)
_LABEL_LENGTH = 24


def find(page: Page, found: Iterable[Row], column: str) -> tuple[Request, ...]:
    """The lists to walk from this page, each address once, labelled with the text of their link.

    `found` are the page's rows and `column` its name: they tell whether the page is about budgets.
    """
    base = urlsplit(page.url)
    folder = base.path.rpartition("/")[0] + "/"
    own = _home(base.path)
    entries = list(found)
    shown = {urls.key(row.url) for row in entries} | {urls.key(page.url)}
    homes = _homes_of_disclosures(entries)
    disclosures = sum(map(_is_disclosure, entries))
    named = bool(_NAMED.search(column) or _ABOUT_BUDGETS.search(base.path))
    about = named or 0 < len(entries) <= 2 * disclosures
    columns: dict[str, Request] = {}
    for url, label, headed in _named_links(page):
        if urls.key(url) in shown or not _is_list(url):
            continue
        path, host = urlsplit(url).path, urlsplit(url).hostname or ""
        elsewhere = headed or (
            not about and len(label) <= _LABEL_LENGTH and bool(_BUDGET_COLUMN.search(label))
        )
        if host != base.hostname:
            if elsewhere and _siblings(host, base.hostname or ""):
                columns.setdefault(urls.key(url), Request(url, label=label))
            continue
        # pages of this list share its folder; a column beside it does so only where lists differ by their query
        if _home(path) == own and not (urlsplit(url).query and _NAMED.search(label)):
            continue
        below = path.startswith(folder) and len(path) > len(folder)
        # a home page's 更多 and departments lead everywhere; below a column they lead on, and so does every folder of a budget column
        deeper = folder != "/" and (named or _DEPARTMENT.search(label) or _MORE.match(label))
        if (below and (_NAMED.search(label) or deeper)) or elsewhere or _home(path) in homes:
            columns.setdefault(urls.key(url), Request(url, label="" if _MORE.match(label) else label))
    return tuple(columns.values())


def _named_links(page: Page) -> Iterator[tuple[str, str, bool]]:
    """Addresses with what they are called: what can be clicked, then what only the page's data names (a tree of columns).

    A 更多 in the heading of a budget column is called by it, and marked.
    """
    for node in links.clickable(page):
        if url := links.address(page, node):
            label = captions.title_of(node)
            heading = _heading(node, label) if _MORE.match(label) else ""
            yield url, heading or label, bool(heading)
    for record in records.find(page):
        if url := urls.join(links.base_address(page), record.address):
            yield url, captions.bare(record.title), False


def _heading(node: Any, label: str) -> str:
    """The budget column whose heading a 更多 stands in (`<h3>部门预决算 <a>更多</a></h3>`), `""` for none."""
    headings = (parent for parent in islice(node.iterancestors(), 2) if len(parent.findall(".//a")) <= 2)
    said = next(
        filter(None, (markup.content(each).replace(label, "").strip(" >»+…") for each in headings)), ""
    )
    return said if len(said) <= _LABEL_LENGTH and _BUDGET_COLUMN.search(said) else ""


def frames(page: Page) -> tuple[Request, ...]:
    """The pages of the same host that a page without rows shows in frames or sends on to: the list may stand in one of them."""
    host = urlsplit(page.url).hostname
    found: dict[str, Request] = {}
    for node in markup.tree(page).iter("iframe", "frame"):
        url = urls.join(links.base_address(page), node.get("src") or "")
        if url and urlsplit(url).hostname == host and not files.is_file(url) and not files.viewed(url):
            found.setdefault(urls.key(url), Request(url))
    if target := attachments.location_of_stub(page):
        found.setdefault(urls.key(target), Request(target))
    found.pop(urls.key(page.url), None)
    return tuple(found.values())


def _siblings(host: str, other: str) -> bool:
    """Whether two government hosts belong to one portal (`czj.km.gov.cn`, `www.km.gov.cn`)."""
    parent, own = host.partition(".")[2], other.partition(".")[2]
    return parent == own and parent.endswith(".gov.cn")


def _is_list(url: str) -> bool:
    """Whether an address can be a list: no file, no article, but a folder, an index page or a page with a name of letters."""
    path = urlsplit(url).path
    name = path.rpartition("/")[2]
    if files.is_file(url):
        return False
    if rows.COLUMN_NAME.search(path) or "list" in name:
        return True
    if _SLUG.search(path) and not re.search(r"\d{3,}|[0-9a-f]{16,}", name):
        return True
    return "." not in name and not any(shape.search(url) for shape in rows.ARTICLE_NAMES)


def _homes_of_disclosures(found: Iterable[Row]) -> set[str]:
    """Folders (or column numbers) in which at least two of the page's rows are disclosures, and at least half of them."""
    said: Counter[str] = Counter()
    all_rows: Counter[str] = Counter()
    for row in found:
        disclosure = _is_disclosure(row)
        for home in _homes_above(urlsplit(row.url).path):
            all_rows[home] += 1
            said[home] += disclosure
    return {home for home, number in said.items() if number >= 2 and 2 * number >= all_rows[home]}


def _is_disclosure(row: Row) -> bool:
    return bool(_DISCLOSURE.search(row.title)) and not _NOT_ONE.search(row.title)


def _homes_above(path: str) -> tuple[str, ...]:
    """Where an article is filed: its column's number, or the folder above its month or year."""
    if match := _COLUMN_ID[1].search(path):
        return (match[1],)
    folder = re.sub(r"(?:/20\d{2}(?:[/-]?\d{1,2}){0,2}|/content)$", "", path.rpartition("/")[0])
    return (folder + "/",) if folder else ()


def _home(path: str) -> str:
    """The column number or folder a list link stands for."""
    if match := _COLUMN_ID[0].search(path) or _LEAF.match(path):
        return match[1] if match.re is _COLUMN_ID[0] else match[1] + "/"
    folder, _, name = path.rpartition("/")
    return path + "/" if name and "." not in name else folder + "/"
