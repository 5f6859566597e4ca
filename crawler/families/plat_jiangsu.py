"""Jiangsu's unified platform as its interface was in 2021; the site has since become an application whose interface is unknown.

An entry `…/yjsgk/list.do?pid=122&date=2021&typeid=2` walks departments → template → files. The present `#/overView?code=` entries
are recognised, recorded as `needs_js` and not guessed at. Source: the public crawler hdong526/wuxiyujuesuan.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from crawler import urls
from crawler.families import dates, scripts, signatures
from crawler.families.base import Article, Attachment, ListPage, Page, Request, Row

NAME = "plat_jiangsu"

_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


def detect(page: Page) -> str | None:
    """The platform's host or paths."""
    return signatures.match(NAME, page)


def first_requests(entry_url: str) -> tuple[Request, ...]:
    """The list of departments for the `pid`, `date` and `typeid` of the entry; the entry itself when it names none."""
    pid = scripts.query_value(entry_url, "pid")
    if not pid:
        return (Request(entry_url, page=1),)
    form = {
        "pid": pid,
        "departmentName": "",
        "date": scripts.query_value(entry_url, "date"),
        "typeid": scripts.query_value(entry_url, "typeid") or "2",
    }
    return (_post(entry_url, "/front/department/getdepartmentname.do", form),)


def _post(base: str, path: str, form: dict[str, str], label: str = "", article: bool = False) -> Request:
    url = urls.join(base, _prefix(base) + path) or base
    return Request(
        url, "article" if article else "list", "POST", urlencode(form).encode(), _FORM, page=1, label=label
    )


def _prefix(url: str) -> str:
    """The path before the application's own (`/yjsgk` on the old host, nothing on its own)."""
    path = urlsplit(url).path
    for mark in ("/front/", "/list.do"):
        if mark in path:
            return path.partition(mark)[0]
    return ""


def _asked(page: Page) -> dict[str, str]:
    body = page.request.body.decode("utf-8", "replace") if page.request else ""
    return {name: values[-1] for name, values in parse_qs(body).items()}


def list_page(page: Page) -> ListPage:
    """Departments become sub-columns; a department's templates become rows whose files are asked for by id."""
    said, asked = scripts.answer(page), _asked(page)
    if "getdepartmentname" in page.url and isinstance(said, list):
        forms = [
            (
                str(item.get("name") or ""),
                {
                    "page_num": "1",
                    "groupid": str(item["iid"]),
                    "typeid": asked.get("typeid", "2"),
                    "date": asked.get("date", ""),
                },
            )
            for item in scripts.objects(said)
            if item.get("iid")
        ]
        return ListPage(
            columns=tuple(
                _post(page.url, "/front/budgetfinal/itemsandpag.do", form, label) for label, form in forms
            )
        )
    if "itemsandpag" in page.url and isinstance(said, dict):
        templates = scripts.objects(said.get("budgetTemplates"))
        return ListPage(rows=tuple(row for item in templates if (row := _row(page, item)) is not None))
    return ListPage(needs_js=True)


def _row(page: Page, item: Any) -> Row | None:
    uuid = str(item.get("uuid") or "") if isinstance(item, dict) else ""
    if not uuid:
        return None
    label = page.request.label if page.request else ""
    kind = "部门决算" if _asked(page).get("typeid") == "1" else "部门预算"
    title = (
        str(item.get("name") or item.get("title") or "") or f"{label}{_asked(page).get('date', '')}年{kind}"
    )
    # the interface wants the quotes
    request = _post(
        page.url, "/front/budgetfinal/getTemporaryFiles.do", {"uuid": f"'{uuid}'"}, label, article=True
    )
    return Row(f"{request.url}?uuid={uuid}", title, request=request)


def article(page: Page) -> Article:
    """Nothing but the newest upload date: the interface only lists files."""
    days = [day for item in _files(page) if (day := dates.day(str(item.get("t_uploaddate") or "")))]
    return Article(title=page.request.label if page.request else "", published_on=max(days, default=None))


def attachments(page: Page) -> tuple[Attachment, ...]:
    """The files, by id, under the names they were uploaded with."""
    found = []
    for item in _files(page):
        url = urls.join(page.url, f"{_prefix(page.url)}/front/budgetfinal/download.do?iid={item['iid']}")
        if url:
            found.append(
                Attachment(url, str(item.get("t_oldname") or item["iid"]), "api", str(item["iid"]), "api")
            )
    return tuple(found)


def _files(page: Page) -> list[dict[str, Any]]:
    return [item for item in scripts.objects(scripts.answer(page)) if item.get("iid")]
