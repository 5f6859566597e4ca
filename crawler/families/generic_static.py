"""Any portal whose lists and articles are plain HTML: the engine the other families build on.

Rows are links with the shape of an article or a date beside them; paging follows real links or the numbers a script is called with.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from crawler import urls
from crawler.families import attachments as files_of_page
from crawler.families import columns, inquiries, markup, metadata, paging, records, rows, unfollowed
from crawler.families.base import Article, Attachment, ListPage, Page, Request

NAME = "generic_static"

_PARTS = re.compile(r"[_|—–]+|\s*-+\s*|--")
_TELLING = re.compile(r"预算|决算|财政|三公|绩效|债务")


def detect(page: Page) -> str | None:
    """Server-rendered rows, at least three entries with a date beside them; or a script that says what it asks for."""
    dated = sum(row.published_on is not None for row in rows.find(page))
    if dated >= 3:
        return f"{dated} dated links in the page"
    asked = inquiries.first(page) if not dated else None
    return f"a script asks {urlsplit(asked.url).path}" if asked else None


def first_requests(entry_url: str) -> tuple[Request, ...]:
    """The entry itself."""
    return (Request(entry_url, page=1),)


def list_page(page: Page) -> ListPage:
    """A static list, or one that a script of the page fills, where it says what it asks for."""
    if (answer := inquiries.answered(page)) is not None:
        return answer
    return inquiries.continued(page, static_list(page))


def static_list(page: Page) -> ListPage:
    """Rows, next page and sub-columns of a static list."""
    found = rows.find(page)
    name = column_name(page)
    below = columns.find(page, found, name)
    paged = paging.find(page)
    if not found and not below:
        below = columns.frames(page)
    return ListPage(
        rows=found,
        next_page=paged.next_page,
        columns=below if paging.own_number(page) == 1 else (),
        total_pages=paged.total_pages,
        total_rows=paged.total_rows,
        column=name,
        site_id_code=_meta(page, "siteidcode"),
        needs_js=not found and not below and is_shell(page),
        unfollowed=unfollowed.disclosures(page),
    )


def article(page: Page) -> Article:
    """The standard metadata of an article, and its further pages."""
    return replace(metadata.article(page), next_requests=paging.parts(page))


def attachments(page: Page) -> tuple[Attachment, ...]:
    """All files of the page."""
    return files_of_page.find(page)


def column_name(page: Page) -> str:
    """The column's name: the standard meta tag, the label of the link that led here, the part of the window title about budgets."""
    asked = page.request.label if page.request else ""
    window = markup.squeeze(markup.tree(page).findtext(".//title"))
    parts = [part.strip() for part in _PARTS.split(window) if part.strip()]
    telling = next((part for part in parts if _TELLING.search(part)), "")
    return _meta(page, "columnname") or asked or telling or next(iter(parts), "")


def is_shell(page: Page) -> bool:
    """Whether the page is an application's empty shell: scripts, under 200 characters of text, under three links, no entry, no file, no data."""
    body = markup.tree(page).find("body")
    if (
        body is None
        or next(markup.tree(page).iter("script"), None) is None
        or len(markup.content(body)) >= 200
    ):
        return False
    links = {anchor.get("href") for anchor in body.iter("a") if urls.join(page.url, anchor.get("href") or "")}
    return len(links) < 3 and not (rows.find(page) or files_of_page.find(page) or records.find(page))


def _meta(page: Page, wanted: str) -> str:
    return next((value for name, value in metadata.metas(page) if name.lower() == wanted), "")
