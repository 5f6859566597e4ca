"""Inner Mongolia's unified platform (`czt.nmg.gov.cn/yjs`): JSON lists per division code, files by id.

Known of the interface (public crawler sources, 2021 to 2026): the government's documents are listed under `<code>zf` with type 2.
Type codes of final accounts and ids of departments are not known; what the entry's own address names is used as it stands.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from crawler import urls
from crawler.families import dates, paging, scripts, signatures
from crawler.families.base import Article, Attachment, Evidence, ListPage, Page, Request, Row

NAME = "plat_nmg"
GOVERNMENT_TYPE = "2"


def detect(page: Page) -> str | None:
    """The platform's host or paths."""
    return signatures.match(NAME, page)


def first_requests(entry_url: str) -> tuple[Request, ...]:
    """The list interface for the division code in the entry (`areaCode`, `cityCode`), or for its `basicId` and `type`."""
    parts = urlsplit(entry_url)
    code = scripts.query_value(entry_url, "areaCode") or scripts.query_value(entry_url, "cityCode")
    basic = scripts.query_value(entry_url, "basicId") or (f"{code}zf" if code else "")
    if not basic:
        return (Request(entry_url, page=1),)
    kind = scripts.query_value(entry_url, "type") or GOVERNMENT_TYPE
    url = f"{parts.scheme}://{parts.netloc}/yjs/business/basic/select?id={basic}&type={kind}&p=1"
    return (Request(url, page=1, headers=(("Referer", entry_url),)),)


def list_page(page: Page) -> ListPage:
    """One page of the list interface; the walk goes on until a page is empty or the stated total is reached."""
    said = scripts.answer(page)
    data = said if isinstance(said, dict) else {}
    items = [item for item in scripts.objects(data.get("list")) if item.get("id")]
    found = tuple(_row(page, item) for item in items)
    total = next(
        (
            int(data[name])
            for name in ("totalPage", "pages", "totalPages")
            if str(data.get(name) or "").isdigit()
        ),
        None,
    )
    number = paging.own_number(page)
    following = None
    if found and (total is None or number < total):
        url = scripts.with_query(page.url, p=str(number + 1))
        following = Request(url, page=number + 1, headers=page.request.headers if page.request else ())
    return ListPage(rows=found, next_page=following, total_pages=total, needs_js=said is None)


def _row(page: Page, item: dict[str, Any]) -> Row:
    host = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    number, stamp = str(item["id"]), str(item.get("publishTime") or "")
    shown = f"{host}/yjs/business/page/content?contentId={number}"
    evidence = (Evidence("published_on", stamp, "api:publishTime"),) if stamp else ()
    asked = Request(
        f"{host}/yjs/business/basic/result/{number}", kind="article", headers=(("Referer", shown),)
    )
    return Row(shown, str(item.get("title") or "").strip(), dates.day(stamp), "article", evidence, asked)


def article(page: Page) -> Article:
    """Title and date of one content, as far as the interface repeats them."""
    said = scripts.answer(page)
    data = said if isinstance(said, dict) else {}
    title, stamp = str(data.get("title") or "").strip(), str(data.get("publishTime") or "")
    evidence = tuple(
        Evidence(field, value, f"api:{name}")
        for field, value, name in (("title", title, "title"), ("published_on", stamp, "publishTime"))
        if value
    )
    return Article(title=title, published_on=dates.day(stamp), evidence=evidence)


def attachments(page: Page) -> tuple[Attachment, ...]:
    """The files of one content, by id, named by the interface."""
    said = scripts.answer(page)
    listed = scripts.objects(said.get("files")) if isinstance(said, dict) else []
    host = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    found: dict[str, Attachment] = {}
    for item in listed:
        if not item.get("id"):
            continue
        name, suffix = str(item.get("name") or item["id"]), str(item.get("suffix") or "").lstrip(".")
        if suffix and not name.lower().endswith("." + suffix.lower()):
            name = f"{name}.{suffix}"
        url = urls.join(host, f"/yjs/business/file/download/{item['id']}")
        if url:
            found.setdefault(url, Attachment(url, name, "api", str(item["id"]), "api"))
    return tuple(found.values())
