"""gkmlpt, Guangdong's information platform: `window._CONFIG` names site and tree, `/gkmlpt/api/all/<column>` lists 100 articles a page.

`post_count` of a column can exceed what the interface lists, so the walk ends at `offset + length >= total`. An article's body
stands in the page as JSON (`DETAIL`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from crawler import urls
from crawler.families import attachments as files_of_page
from crawler.families import dates, files, generic_static, markup, metadata, paging, scripts, signatures
from crawler.families.base import Article, Attachment, Evidence, ListPage, Page, Request, Row
from crawler.families.generic_static import first_requests

__all__ = ["NAME", "article", "attachments", "detect", "first_requests", "list_page"]

NAME = "gkmlpt"
PAGE_SIZE = 100

_WANTED = re.compile(r"预决算|预算|决算|三公|财政资金|财政信息|财政公开")


def detect(page: Page) -> str | None:
    """The platform's path, or its configuration object in the source."""
    return signatures.match(NAME, page)


def list_page(page: Page) -> ListPage:
    """The platform's index (leads to its budget columns) or one page of a column's interface."""
    if "/gkmlpt/api/" in page.url:
        return _api_page(page)
    config = scripts.embedded(page, "_CONFIG")
    if not isinstance(config, dict):
        return generic_static.static_list(page)
    site = str(config.get("SID") or "")
    asked = urlsplit(page.request.url if page.request else page.url).fragment or urlsplit(page.url).fragment
    root = urlsplit(page.url).path.partition("/gkmlpt")[0]
    columns = []
    for node in _nodes(config.get("TREE")):
        number, name = str(node.get("id") or ""), str(node.get("name") or "")
        if number == asked or (not asked and _WANTED.search(name) and not node.get("jump_url")):
            url = urls.join(page.url, f"{root}/gkmlpt/api/all/{number}?page=1&sid={site}")
            if url:
                columns.append(
                    Request(url, page=1, label=name, headers=(("Referer", page.url.partition("#")[0]),))
                )
    return ListPage(columns=tuple(columns), column=generic_static.column_name(page))


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    for node in scripts.objects(tree):
        yield node
        yield from _nodes(node.get("children"))


def _api_page(page: Page) -> ListPage:
    said = scripts.answer(page)
    if not isinstance(said, dict):
        return ListPage()
    items = scripts.objects(said.get("articles"))
    found = tuple(row for item in items if (row := _row(page, item)) is not None)
    total, offset = scripts.number(said.get("total")) or 0, scripts.number(said.get("offset")) or 0
    number = paging.own_number(page)
    following = None
    if items and offset + len(items) < total:
        url = scripts.with_query(page.url, page=str(number + 1))
        following = Request(url, page=number + 1, headers=page.request.headers if page.request else ())
    column = next((str(node.get("name") or "") for node in scripts.objects([said.get("classify")])), "")
    return ListPage(
        rows=found, next_page=following, total_rows=total, total_pages=-(-total // PAGE_SIZE), column=column
    )


def _row(page: Page, item: dict[str, Any]) -> Row | None:
    url = urls.join(page.url, str(item.get("url") or item.get("post_url") or ""))
    title = markup.squeeze(str(item.get("title") or ""))
    if url is None or not title:
        return None
    stamp = str(
        item.get("create_time") or item.get("first_publish_time") or item.get("display_publish_time") or ""
    )
    evidence = tuple(
        Evidence(field, str(item[name]), f"api:{name}")
        for field, name in (
            ("publisher", "publisher"),
            ("index_number", "identifier"),
            ("document_number", "document_number"),
        )
        if item.get(name)
    )
    return Row(
        url,
        title,
        dates.day(stamp) or urls.date_of(url),
        "file" if files.is_file(url) else "article",
        evidence,
    )


def article(page: Page) -> Article:
    """The article from its `DETAIL` object, from the page's markup where there is none."""
    detail = scripts.embedded(page, "DETAIL")
    found = metadata.article(page, _body(detail))
    if not isinstance(detail, dict):
        return found
    pairs = (
        ("title", "title"),
        ("published_on", "create_time"),
        ("publisher", "publisher"),
        ("index_number", "identifier"),
        ("document_number", "document_number"),
    )
    said = tuple(
        Evidence(field, str(detail[name]), f"api:{name}") for field, name in pairs if detail.get(name)
    )
    return replace(
        found,
        title=metadata.best(said, "title") or found.title,
        published_on=dates.day(metadata.best(said, "published_on")) or found.published_on,
        publisher=metadata.best(said, "publisher") or found.publisher,
        index_number=metadata.best(said, "index_number") or found.index_number,
        document_number=metadata.best(said, "document_number") or found.document_number,
        evidence=(*said, *found.evidence),
    )


def _body(detail: Any) -> Any:
    return markup.fragment(str(detail.get("content") or "")) if isinstance(detail, dict) else None


def attachments(page: Page) -> tuple[Attachment, ...]:
    """Files linked in the embedded body and files the platform lists beside it."""
    detail = scripts.embedded(page, "DETAIL")
    if not isinstance(detail, dict):
        return files_of_page.find(page)
    linked = files_of_page.find(page, (_body(detail),))
    known = {urls.key(item.url) for item in linked}
    listed = []
    for item in scripts.objects(detail.get("attachment")):
        url = urls.join(page.url, str(item.get("url") or item.get("path") or ""))
        if url and urls.key(url) not in known:
            name = str(item.get("name") or item.get("title") or urls.last_name(url))
            listed.append(Attachment(url, name, "api", str(item.get("url") or ""), "api"))
    return (*linked, *listed)
