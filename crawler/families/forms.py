"""Forms that a pager sends: ASP.NET's `__doPostBack('Pager','2')`, and functions that set a page number and submit.

The request carries what the form on the page holds, nothing more. Forms that ask for a password or a code are left alone.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from crawler import urls
from crawler.families import handlers, links, markup
from crawler.families.base import Page, Request

MAX_BODY = 400_000
_POST_BACK = re.compile(r"__doPostBack\(\s*(['\"])(.*?)\1\s*,\s*(['\"])(.*?)\3\s*\)")
_SETS = re.compile(
    r"""(?:getElementById\(\s*["']([\w$:.-]+)["']\s*\)|getElementsByName\(\s*["']([\w$:.-]+)["']\s*\)\s*\[0\]|\$\(\s*["'](?:#|[\w]*\[name=["']?)([\w$:.-]+?)["']?\]?["']\s*\)|"""
    r"""(?:document\s*\.\s*)?[\w$]+(?:\[[^\]]{1,20}\])?\s*\.\s*([\w$]+))\s*\.\s*(?:value\s*=(?!=)|val\(\s*)\s*([\w$]+|\d+)\s*(?=[;)\n}]|$)"""
)
_SUBMITS = re.compile(r"\.\s*submit\s*\(\s*\)")
_SECRET = re.compile(r"pass|captcha|verif|yzm|checkcode", re.I)


def turned(page: Page, node: Any) -> Request | None:
    """The request that a pager's link or button sends, `None` when it sends no form or the page does not say what."""
    handler = handler_of(node)
    if match := _POST_BACK.search(handler):
        forms = (*node.iterancestors("form"), *markup.tree(page).iter("form"))
        form = next((form for form in forms if "__VIEWSTATE" in _fields(form)), None)
        return _sent(page, form, {"__EVENTTARGET": match[2], "__EVENTARGUMENT": match[4]})
    for name, values in handlers.calls(page, handler):
        function = next((known for known in handlers.functions(page) if known.name == name), None)
        if function is None or not _SUBMITS.search(function.body):
            continue
        given = dict(zip(function.parameters, values, strict=False))
        if action := handlers.assigned(page, function, values, "action"):
            return _sent(page, _named(page, function.body), {}, action)
        for setting in _SETS.finditer(function.body):
            field = next(group for group in setting.groups()[:4] if group)
            value = given.get(setting[5], int(setting[5]) if setting[5].isdigit() else None)
            if value is not None and (form := _holding(page, field)) is not None:
                return _sent(page, form, {_name_in(form, field): str(value)})
    return None


def handler_of(node: Any) -> str:
    """What a click on an element runs: its `onclick`, or the script in its `href`."""
    href = node.get("href") or ""
    return (node.get("onclick") or "") + ";" + (href.partition(":")[2] if links.is_script(href) else "")


def _named(page: Page, body: str) -> Any:
    """The form that a function speaks of by its id or name, else the only one there is."""
    found = list(markup.tree(page).iter("form"))
    for form in found:
        marks = [mark for mark in (form.get("id"), form.get("name")) if mark]
        if any(re.search(rf"""["'.]{re.escape(mark)}\b""", body) for mark in marks):
            return form
    return found[0] if len(found) == 1 else None


def _sent(page: Page, form: Any, changes: dict[str, str], action: str = "") -> Request | None:
    if form is None:
        return None
    fields = _fields(form)
    if any(_SECRET.search(name) for name in fields):
        return None
    url = urls.join(links.base_address(page), action or form.get("action") or page.url)
    body = urlencode({**fields, **changes})
    if url is None or len(body) > MAX_BODY:
        return None
    if (form.get("method") or "get").lower() == "get":
        return Request(urlunsplit(urlsplit(url)._replace(query=body)))
    content_type = ("Content-Type", "application/x-www-form-urlencoded")
    return Request(url, method="POST", body=body.encode(), headers=(content_type, ("Referer", page.url)))


def _fields(form: Any) -> dict[str, str]:
    """What a browser would send of a form when no button of it is pressed."""
    fields: dict[str, str] = {}
    for node in form.iter("input", "select", "textarea"):
        name, kind = node.get("name"), (node.get("type") or "text").lower()
        if not name or (node.tag == "input" and kind in ("submit", "button", "image", "reset", "file")):
            continue
        if kind in ("checkbox", "radio") and node.get("checked") is None:
            continue
        if node.tag == "select":
            options = list(node.iter("option"))
            chosen = next((option for option in options if option.get("selected") is not None), None)
            chosen = chosen if chosen is not None else next(iter(options), None)
            if chosen is not None:
                fields[name] = chosen.get("value") or markup.content(chosen)
        else:
            fields[name] = node.text or "" if node.tag == "textarea" else node.get("value") or ""
    return fields


def _holding(page: Page, field: str) -> Any:
    for form in markup.tree(page).iter("form"):
        if _name_in(form, field):
            return form
    return None


def _name_in(form: Any, field: str) -> str:
    """The name under which a form sends the field with this id or name, `""` when it has none."""
    for node in form.iter("input", "select"):
        if field in (node.get("id"), node.get("name")):
            return str(node.get("name") or "")
    return ""
