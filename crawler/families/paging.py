"""The next page of a list: from a real link, from the numbers a script is called with, or from a printed count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler import urls
from crawler.families import counts, forms, handlers, links, markup
from crawler.families.base import Page, Request

_NEXT_TEXT = re.compile(
    r"^[\s\[<>«»›]*(?:下\s*一?\s*页|后一?页|(?:点击)?加载更多|next(?:\s*page)?)[\s\]<>«»›]*$|^(?:>|›|»|&gt;)$",
    re.I,
)
_LAST_TEXT = re.compile(r"^[\s\[]*(?:尾\s*页|末\s*页|最后一?页|last)[\s\]]*$", re.I)
_CALL = re.compile(r"create(?:Page|PageHTML|PageHtml|PagerHTML|PageNav)\w*\s*\(([^)]*)\)", re.I)
_ARGUMENT = re.compile(r"""'([^']*)'|"([^"]*)"|(-?\d+)""")
_CURRENT_VARIABLE = re.compile(
    r"(?:currentPage|curPage|nCurrIndex|pageIndex|currentpage)\s*[=:]\s*(?:parseInt\(\s*)?[\"']?(\d+)"
)
# a pager plug-in is set to page 1 of 9: $(".pagination").pagination("setPage", 1, 9)
_PLUGGED = re.compile(r"""["']setPage["']\s*,\s*(?P<page>\d+)\s*,\s*(?P<pages>\d+)""")
# layui's pager: laypage.render({count: 61, limit: 20, jump: …}), laypage({pages: 9, jump: …})
_RENDERED = re.compile(r"laypage(?:\.render)?\s*\(\s*\{")
# the ending that a script of numbers writes: "index_" + i + ".shtml"
_EXTENSION = re.compile(r"""["']\.(s?html?|jhtml|thtml)["'\\]""", re.I)
_SIZE = re.compile(r"""\b(pages|count|limit)["']?\s*:\s*["']?(\d+)""")
_PAGE_PLACE = re.compile(r"\$\{\w*page\w*\}", re.I)
_MAX_SOURCE = 400_000
_MAX_ADDRESS = 300
_NUMBERED = re.compile(
    r"^(?P<stem>.*?)(?P<mark>_|-)?(?P<number>\d+)?(?P<ext>\.(?:s?html?|jhtml|thtml|dhtml))$", re.I
)
_PART = re.compile(r"^(?P<of>.*)_(?P<number>\d{1,2})\.(?P<extension>\w+)$")


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a list goes on; all fields are what the page claims."""

    next_page: Request | None = None
    total_pages: int | None = None
    total_rows: int | None = None


def find(page: Page) -> Paging:
    """The next page: a 下一页 link first, then the arguments of `createPageHTML(total, current, "index", "html")` and its kin.

    The numbering of static pages is settled from evidence: a first page that calls itself 0 goes on with `_1`, one that calls
    itself 1 goes on with `_2`, and a 尾页 link settles it for good. Where both stay possible, `otherwise` is the other one.
    """
    printed_pages, printed_rows = counts.printed(page)
    number = own_number(page)
    following: Request | None = None
    if url := _link(page, _NEXT_TEXT) or _declared(page) or _following_number(page, number):
        if urls.canonical(url) != urls.canonical(page.url):
            following = Request(url, page=number + 1)
        return Paging(following, printed_pages, printed_rows)
    scripted = _scripted(page, number)
    total = scripted.total_pages or printed_pages
    following = scripted.next_page or _sent(page, number)
    if following is None and (total is None or number < total):
        following = _counted_on(page, number, total)
    return Paging(following, total, scripted.total_rows or printed_rows)


def own_number(page: Page) -> int:
    """Which page of its list this is, counting from 1: what the walk asked for, else 1."""
    return page.request.page if page.request is not None and page.request.page else 1


def _link(page: Page, wanted: re.Pattern[str]) -> str | None:
    for node in _called(page, wanted):
        url = links.address(page, node)
        if url and urlsplit(url).hostname == urlsplit(page.url).hostname:
            return url
    return None


def _called(page: Page, wanted: re.Pattern[str]) -> Iterator[Any]:
    """The links, buttons and whatever else can be clicked under a name, those that are switched off left out."""
    for node in (*markup.anchors(page), *_switches(page)):
        label = (
            markup.content(node)
            or markup.attribute(node, "title")
            or markup.attribute(node, "value")
            or " ".join(node.xpath(".//img/@alt"))
        )
        if wanted.match(label) and not _disabled(node):
            yield node


def _switches(page: Page) -> Iterator[Any]:
    for node in markup.tree(page).iter("button", "input", "span", "li", "div", "td", "em", "i", "b"):
        if node.get("onclick"):
            yield node


def _sent(page: Page, number: int) -> Request | None:
    """The next page as the form that a pager's link sends."""
    for wanted in (_NEXT_TEXT, re.compile(rf"^(?:{number + 1}|第{number + 1}页)$")):
        for node in _called(page, wanted):
            if (request := forms.turned(page, node)) is not None:
                return replace(request, page=number + 1)
    return None


def _counted_on(page: Page, number: int, total: int | None) -> Request | None:
    """The next page where no link leads on: what a pager's function makes of the number, or an address that a script names.

    A function may serve anything, so it is asked only where the list says that it has more pages.
    """
    address = handlers.of_page(page, number + 1) if total is not None else ""
    url = urls.join(links.base_address(page), address) if address else None
    if url is None or not _turns(page.url, url, number):
        url = next(
            (url for url in _named_by_scripts(page, number) if _counts_on(page.url, url, number)), None
        )
    if url is None and total is not None and page.url.partition("?")[0].endswith(".jhtml"):
        # JEECMS turns its pages by a script of its own, always to the same names
        url = urls.join(page.url, f"{_stem(page)}_{number + 1}.jhtml")
    if url is None or urls.canonical(url) == urls.canonical(page.url):
        return None
    return Request(url, page=number + 1)


def _named_by_scripts(page: Page, number: int) -> Iterator[str]:
    """The addresses among a page's texts, a place for the page's number (`index_${PageIndex}.html`) filled with the next one."""
    for source in markup.scripts(page):
        for literal in markup.strings(source) if len(source) < _MAX_SOURCE else ():
            if "." in literal and len(literal) < _MAX_ADDRESS:
                filled = _PAGE_PLACE.sub(str(number + 1), literal)
                if url := urls.join(links.base_address(page), filled):
                    yield url


def _counts_on(own: str, other: str, number: int) -> bool:
    """Whether an address is this page's with the next number behind its name (`col501.html`, `col501_2.html`)."""
    own = own.partition("?")[0]
    first = _NUMBERED.match(own + "index.html" if own.endswith("/") else own)
    second = _NUMBERED.match(other.partition("?")[0])
    if first is None or second is None or second["number"] != str(number + 1):
        return False
    stem = first["stem"] if number > 1 else (first["stem"] + (first["mark"] or "") + (first["number"] or ""))
    return stem == second["stem"] and second["mark"] is not None


def _declared(page: Page) -> str | None:
    """The page that the head declares as the next one (`<link rel="next" href=…>`)."""
    for node in markup.tree(page).iter("link"):
        if "next" in (node.get("rel") or "").lower().split():
            return urls.join(links.base_address(page), node.get("href") or "")
    return None


def _following_number(page: Page, number: int) -> str | None:
    """The page behind a pager of numbers: the link or menu entry called 2 on the first page, if its address counts along."""
    wanted = (str(number + 1), f"第{number + 1}页")
    for anchor in links.clickable(page):
        if markup.content(anchor) not in wanted or (url := links.address(page, anchor)) is None:
            continue
        if _turns(page.url, url, number):
            return url
    return None


def _turns(own_url: str, other_url: str, number: int) -> bool:
    """Whether an address in the same folder counts along: the next page's number stands in its name or its query."""
    own, other = urlsplit(own_url), urlsplit(other_url)
    if (own.hostname, own.path.rpartition("/")[0]) != (other.hostname, other.path.rpartition("/")[0]):
        return False
    counted = _NUMBERED.match(other.path) if other.path != own.path else None
    shown = {counted["number"]} if counted else {value for _, value in parse_qsl(other.query)}
    return bool(shown & {str(number), str(number + 1)})


def _disabled(anchor: Any) -> bool:
    state = f"{anchor.get('class') or ''} {anchor.get('disabled') or ''}".lower()
    return "disabled" in state or "nolink" in state


def _scripted(page: Page, number: int) -> Paging:
    for source in markup.scripts(page):
        for call in _CALL.finditer(source):
            if "function" in source[max(0, call.start() - 12) : call.start()]:
                continue
            arguments = [(a or b, int(c) if c else None) for a, b, c in _ARGUMENT.findall(call[1])]
            numbers = [value for _, value in arguments if value is not None]
            names = [name for name, value in arguments if value is None and name]
            if len(numbers) >= 2 and names:
                return _from_numbers(page, number, numbers[0], numbers[1], names, numbers[2:])
        total, current = counts.beside_current(page, source), _CURRENT_VARIABLE.search(source)
        if (plugged := _PLUGGED.search(source)) is not None:
            return _from_numbers(page, number, int(plugged["pages"]), int(plugged["page"]), [], [])
        if total is not None and current:
            written = _EXTENSION.search(source)
            names = [_stem(page), written[1]] if written else []
            return _from_numbers(page, number, total, int(current[1]), names, [])
        if (sized := _RENDERED.search(source)) is not None:
            number_of = {name: int(value) for name, value in _SIZE.findall(source[sized.start() :])}
            rows, size = number_of.get("count"), number_of.get("limit") or 10
            pages = number_of.get("pages") or (-(-rows // size) if rows else None)
            if pages:
                return Paging(None, pages, rows)
    return Paging(None, counts.named(page))


def _from_numbers(
    page: Page, number: int, total: int, current: int, names: list[str], more: list[int]
) -> Paging:
    """The next static sibling from a script's own numbers; `names` holds the stem and the extension when the call gave them."""
    # createPageHTML('pageHtml', total, current, 'index', 'html', rows): an element's id may stand before the stem
    # createPageHTML(total, current, 'index', 'html', 'black2', rows): and a style behind the extension
    places = [place for place, name in enumerate(names) if re.fullmatch(r"s?html?|jhtml|thtml", name, re.I)]
    extension = names[places[-1]] if places else "html"
    stems = names[: places[-1]] if places else names
    stem = stems[-1] if stems else _stem(page)
    rows_total = more[-1] if more and more[-1] >= total else None
    if number >= total:
        return Paging(None, total, rows_total)
    folder = page.url.partition("?")[0].partition("#")[0].rpartition("/")[0] + "/"

    def sibling(suffix: int) -> str | None:
        return urls.join(folder, f"{stem}_{suffix}.{extension}")

    zero_based, one_based = sibling(number), sibling(number + 1)
    first, second = (one_based, zero_based) if current >= number else (zero_based, one_based)
    if (last := _link(page, _LAST_TEXT)) and (match := _NUMBERED.match(last)) and match["number"]:
        first, second = (one_based, None) if int(match["number"]) == total else (zero_based, None)
    if number > 1:
        # the walk has already shown which numbering this list speaks
        second = None
        own = _NUMBERED.match(page.url.partition("?")[0])
        if own and own["number"]:
            first = one_based if int(own["number"]) == number else zero_based
    if first is None:
        return Paging(None, total, rows_total)
    other = Request(second, page=number + 1) if second else None
    return Paging(Request(first, page=number + 1, otherwise=other), total, rows_total)


def _stem(page: Page) -> str:
    name = urls.last_name(page.url)
    match = _NUMBERED.match(name)
    return match["stem"].rstrip("_-") if match and match["stem"] else "index"


def parts(page: Page) -> tuple[Request, ...]:
    """The further pages of a long article (`t20240115_123_1.html` after `t20240115_123.html`), from links and from the pager's numbers."""
    plain = page.url.partition("?")[0].partition("#")[0]
    folder, _, name = plain.rpartition("/")
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or stem in ("index", "list", "default"):
        return ()
    numbers = set()
    for anchor in markup.anchors(page):
        href = anchor.get("href") or ""
        # most links of a page lead elsewhere: only those with the article's own name are worth resolving
        if f"{stem}_" not in href or (url := urls.join(links.base_address(page), href)) is None:
            continue
        match = _PART.match(url.partition("?")[0])
        if match and (match["of"], match["extension"]) == (f"{folder}/{stem}", extension):
            numbers.add(int(match["number"]))
    for source in markup.scripts(page):
        for call in _CALL.finditer(source):
            arguments = [(a or b, int(c) if c else None) for a, b, c in _ARGUMENT.findall(call[1])]
            total = next((value for _, value in arguments if value is not None), 0)
            if any(value == stem for value, _ in arguments) and 1 < total < 100:
                numbers.update(range(1, total))
    return tuple(
        Request(f"{folder}/{stem}_{number}.{extension}", "article", page=number + 1)
        for number in sorted(numbers)
    )
