"""The files of a page, by every mechanism pages use: links, scripts, onclick, viewers, frames, download servlets, data attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, quote, unquote, unquote_to_bytes, urlsplit

from crawler import urls
from crawler.decode import bytes_to_text
from crawler.families import files, handlers, links, markup, records
from crawler.families.base import Attachment, Page

_GENERIC_NAME = re.compile(
    r"^(?:请?(?:点击|单击)?(?:此处|这里)?(?:下载|查看|浏览|打开|预览)?(?:全文|附件|文件|原文|详情)?(?:下载|查看)?[:：]?|附\s*件\s*[\d一二三四五六七八九十]*[:：.]?|请?详?见附件[。.]?|"
    r"请详见附件|点此.{0,4}|下载.{0,4}|download|pdf|word|excel|docx?|xlsx?|\[?\d{1,3}\]?|在线预览|预览|查看|图标)$",
    re.I,
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:footer|foot|foot\w*|copyright|header|topnav|nav|breadcrumb|relevant|related|xgwd|recommend)(?:$|[\s_-])",
    re.I,
)
# an article's own foot often holds its files
_OF_THE_ARTICLE = re.compile(
    r"(?:article|content|detail|news|con|main|text|zw)[-_]?(?:foot(?:er)?|header)", re.I
)
_NAME_SCORE = {
    "api": 6,
    "download": 5,
    "title": 5,
    "showname": 5,
    "script": 4,
    "text": 4,
    "data": 3,
    "url": 2,
    "generic": 1,
    "": 0,
}
# a container of files is no furniture, whatever else it is called: related-files, footer-fj
_OF_FILES = re.compile(r"[\w-]*(?:file|fj|attach|annex|down|enclosure|appendix)[\w-]*", re.I)
_MARKS_LENGTH = 300
_EMBEDDING = {
    "embed": "src",
    "object": "data",
    "iframe": "src",
    "frame": "src",
    "video": "src",
    "source": "src",
    "param": "value",
    "input": "value",
}
_LOCATION = re.compile(
    r"""(?:window|self|top|document|parent)?\.?location(?:\.href)?\s*=\s*["']([^"']+)["']|location\.(?:replace|assign)\(\s*["']([^"']+)["']"""
)
_WRITTEN_OUT = re.compile(
    # a class of letters first, and what stands before it second: the search then leaps from one to the next
    r"""[hH](?<=[^"'=\w/].)(?i:ttps?://[^\s<>"'，。；、（）()]{4,300}?\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z))(?![\w.])"""
)
_MACHINE_FILE = re.compile(r"[A-Z]?\d{8,}\.\w{2,5}")
_REFRESH = re.compile(r"""^\s*\d+\s*;\s*url\s*=\s*["']?([^"']+)""", re.I)


def find(page: Page, roots: tuple[Any, ...] | None = None) -> tuple[Attachment, ...]:
    """All files a page links, embeds or lets a script open, in page order, each address once with its best name."""
    found: dict[str, Attachment] = {}
    for item in _candidates(page, roots):
        mark = urls.key(item.url)
        known = found.get(mark)
        if known is None:
            found[mark] = item
        elif _quality(item) > _quality(known):
            found[mark] = replace(item, mechanism=known.mechanism)
    return tuple(found.values())


def _quality(item: Attachment) -> tuple[int, bool, int]:
    return _NAME_SCORE.get(item.name_evidence, 0), bool(files.extension(item.name)), len(item.name)


def _candidates(page: Page, roots: tuple[Any, ...] | None) -> Iterator[Attachment]:
    whole = roots if roots is not None else (markup.tree(page),)
    for root in whole:
        yield from _in_elements(page, root)
    if roots is None:
        for root in markup.written(page):
            for item in _in_elements(page, root):
                yield replace(item, mechanism="script")
        yield from _in_records(page)
        yield from _in_text(page)
        yield from _in_scripts(page)


def _in_text(page: Page) -> Iterator[Attachment]:
    """Addresses of files that stand in the text as words, for a person to copy."""
    for match in _WRITTEN_OUT.finditer(markup.text(page)):
        url = urls.join(page.url, match[0])
        if url is not None and files.is_file(url):
            yield _made(page, None, url, match[0], "text")


def _in_records(page: Page) -> Iterator[Attachment]:
    """Files that the page's data names (`fileList = [{name: '预算表.xls', path: '/file/7'}]`)."""
    for record in records.find(page):
        url = urls.join(links.base_address(page), record.address)
        if url is not None and (
            files.is_file(url) or (files.extension(record.title) and not files.is_page(url))
        ):
            yield Attachment(url, record.title, "script", record.address, "script", urls.gbk_twin(url))


def _in_elements(page: Page, root: Any) -> Iterator[Attachment]:
    for node in root.iter():
        if not isinstance(node.tag, str) or _is_furniture(node):
            continue
        if node.tag == "a" and (href := node.get("href")):
            yield from _link(page, node, href)
        elif node.tag in _EMBEDDING:
            yield from _frame(page, node)
        if script := node.get("onclick"):
            yield from _calls(page, node, script, "onclick")
        for name, value in node.items():
            # OLDSRC repeats an address the link itself already gives
            if name.startswith("data-") or (name == "oldsrc" and not node.get("href")):
                yield from _plain(page, node, value, "data")


def _link(page: Page, node: Any, href: str) -> Iterator[Attachment]:
    if links.is_script(href):
        yield from _calls(page, node, unquote(href.partition(":")[2]), "onclick")
        return
    url = urls.join(links.base_address(page), href)
    if url is None:
        return
    if files.is_file(url) or node.get("appendix") == "true":
        yield _made(page, node, url, href, "link")
    elif shown := files.viewed(url):
        yield from _plain(page, node, shown, "viewer")
    elif _says_file(node) and not files.is_page(url):
        yield _made(page, node, url, href, "link")


def _says_file(node: Any) -> bool:
    """Whether a link calls what it leads to a file, although its address does not say so (`<a href="/get/7">预算表.xls</a>`)."""
    said = (node.get("download"), markup.attribute(node, "title"), markup.content(node))
    return node.get("download") is not None or any(text and files.extension(text) for text in said)


def _frame(page: Page, node: Any) -> Iterator[Attachment]:
    address = node.get(_EMBEDDING[node.tag]) or ""
    if shown := files.viewed(urls.join(page.url, address) or ""):
        yield from _plain(page, node, shown, "viewer")
    else:
        yield from _plain(page, node, address, "iframe" if node.tag in ("iframe", "frame") else node.tag)


def _plain(page: Page, node: Any, address: str, mechanism: str) -> Iterator[Attachment]:
    url = urls.join(links.base_address(page), address)
    if url is not None and files.is_file(url):
        yield _made(page, node, url, address, mechanism)


def _calls(page: Page, node: Any, script: str, mechanism: str) -> Iterator[Attachment]:
    """The file a handler opens: the address its function makes, or else the addresses among the arguments.

    `downFj('12')` with the function's own words on the page; `downloadFj('部门预算.pdf', './W0203….pdf')` without.
    """
    literals = list(markup.strings(script))
    opened = handlers.address(page, script)
    if opened and not _is_file_of(page, node, opened):
        opened = ""
    addresses = [opened] if opened else [text for text in literals if _address_like(text)]
    names = [
        text
        for text in literals
        if files.extension(text) and not any(address.endswith(text) for address in addresses)
    ]
    if not addresses and any(files.extension(name) for name in names):
        addresses, names = [names[-1]], names[:-1]
    for address in addresses:
        url = urls.join(links.base_address(page), files.viewed(address) or address)
        if url is not None and (opened or files.is_file(url)):
            made = _made(page, node, url, address, mechanism)
            yield replace(made, name=names[0], name_evidence="script") if names else made


def _is_file_of(page: Page, node: Any, address: str) -> bool:
    url = urls.join(links.base_address(page), files.viewed(address) or address)
    return url is not None and (files.is_file(url) or (_says_file(node) and not files.is_page(url)))


def _address_like(text: str) -> bool:
    return (
        ("/" in text or text.startswith("http"))
        and " " not in text.strip()[:8]
        and files.is_file("http://host/" + text.lstrip("./"))
    )


def _in_scripts(page: Page) -> Iterator[Attachment]:
    """Files named by string literals of scripts (`var file = "./P0….pdf"`, `PDFObject.embed("…")`), without document.write markup."""
    for source in markup.scripts(page):
        if len(source) > 400_000:
            continue
        for literal in markup.strings(source):
            if "<" in literal or len(literal) > 400 or files.extension(literal) in ("", "txt", "csv", "gz"):
                continue
            if "/" not in literal and not _MACHINE_FILE.fullmatch(literal):
                continue
            url = urls.join(links.base_address(page), files.viewed(literal) or literal)
            if url is not None and files.is_file(url) and not re.search(r"\.(?:js|css)(?:$|\?)", url):
                yield _made(page, None, url, literal, "script")


def _is_furniture(node: Any) -> bool:
    """Whether a link stands in the site's frame (footer, navigation, related articles), not in the article."""
    if node.tag not in ("a", "iframe"):
        return False
    for _ in range(8):
        node = node.getparent()
        if node is None or node.tag == "body":
            return False
        marks = f"{node.get('class') or ''} {node.get('id') or ''}"[:_MARKS_LENGTH]
        if node.tag in ("footer", "header", "nav") or _names_furniture(marks):
            return True
    return False


@lru_cache(maxsize=4096)
def _names_furniture(marks: str) -> bool:
    """Whether a container's class and id call it a part of the site's frame."""
    if not _FURNITURE.search(marks):
        return False
    return bool(_FURNITURE.search(_OF_FILES.sub("", _OF_THE_ARTICLE.sub("", marks))))


def _made(page: Page, node: Any, url: str, href: str, mechanism: str) -> Attachment:
    name, evidence = _name(node, url)
    twin = urls.gbk_twin(url)
    return Attachment(url, name, evidence, href, mechanism, twin)


def _name(node: Any, url: str) -> tuple[str, str]:
    """The best human name: `download` and `title` attributes, the servlet's showname, the text, the address; and where it stood."""
    options: list[tuple[str, str]] = []
    if node is not None:
        options.append((markup.attribute(node, "download"), "download"))
        options.append((markup.attribute(node, "title"), "title"))
    for parameter, values in parse_qs(_readable(urlsplit(url).query)).items():
        if parameter.lower() == "showname":
            options.append((values[-1], "showname"))
        elif files.extension(values[-1]):
            options.append((re.split(r"[\\/]", values[-1])[-1], "url"))
    if node is not None and (node.tag == "a" or files.extension(markup.content(node))):
        options.append((markup.content(node), "text"))
    options.append((urls.last_name(url), "url"))
    options = [(name.strip(), evidence) for name, evidence in options if name.strip()]
    telling = [item for item in options if not _GENERIC_NAME.match(item[0]) and not _machine_name(item[0])]
    if telling:
        # a name that people wrote goes before the one in the address
        return next((item for item in telling if files.extension(item[0]) and item[1] != "url"), telling[0])
    shown = next((item for item in options if item[1] == "text"), None)
    if shown:
        return shown[0], "generic"
    return options[0] if options else ("", "")


def _machine_name(name: str) -> bool:
    """Names a machine made: `P020260302354923538765.pdf`, 32 hex digits, a bare number."""
    return (
        bool(
            re.fullmatch(
                r"(?:[A-Z]?\d{6,}|[0-9a-f]{16,}|[\w\-]{24,}|download|downfile)(?:\.\w{2,5})?", name, re.I
            )
        )
        and name.isascii()
    )


def _readable(query: str) -> str:
    """A query whose GBK escapes are turned into text."""
    return "&".join(
        quote(bytes_to_text(unquote_to_bytes(part.replace("+", " "))), safe="=%") for part in query.split("&")
    )


def location_of_stub(page: Page) -> str | None:
    """Where a small HTML answer sends a browser (`location='…'`, meta refresh); the network guard judges the host.

    `None` when the answer is no such stub (a login page, a captcha, an error): then it must not be stored as the file.
    """
    if len(page.body) > 8192 or page.body.lstrip()[:1] not in (b"<", b"\xef", b"w", b"l", b"d"):
        return None
    source = markup.text(page)
    targets = [match[1] or match[2] for match in _LOCATION.finditer(source)]
    for node in markup.tree(page).iter("meta"):
        if (node.get("http-equiv") or "").lower() == "refresh" and (
            match := _REFRESH.match(node.get("content") or "")
        ):
            targets.append(match[1])
    for target in targets:
        url = urls.join(page.url, target)
        if url and urls.key(url) != urls.key(page.url):
            return url
    return None
