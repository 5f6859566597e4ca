"""Platforms whose links are scripts: addresses made of an id, pagers that send a form."""

from __future__ import annotations

import html
import itertools
from urllib.parse import parse_qs

from network.county import County, Doc, body_page
from network.site import Answer, Asked

_states = itertools.count(1)


def _chosen(asked: Asked, field: str) -> int:
    """The page a pager's form asks for, 1 without a form."""
    return int(parse_qs(asked.body.decode()).get(field, ["1"])[0])


def _row(doc: Doc, opens: str) -> str:
    return (
        f'<tr><td><a {opens} title="{html.escape(doc.title)}">{doc.title}</a></td><td>[{doc.day}]</td></tr>'
    )


def webforms(county: County) -> None:
    """ASP.NET: the pager posts back with a view state that every answer renews; entries and files are scripts with a number."""
    county.entry = "/ListInfo.aspx?cid=9"
    pages = county.pages()

    def listing(asked: Asked) -> Answer:
        number = _chosen(asked, "__EVENTARGUMENT") if asked.method == "POST" else 1
        if asked.method == "POST" and "__VIEWSTATE=state" not in asked.body.decode():
            return Answer("<html><body>The state information is invalid for this page.</body></html>", 500)
        table = "".join(
            _row(doc, f'href="javascript:viewInfo({4000 + doc.number},9)"') for doc in pages[number - 1]
        )
        turn = (
            f"""<a href="javascript:__doPostBack('Pager1','{number + 1}')">下一页</a>"""
            if number < len(pages)
            else "<a disabled>下一页</a>"
        )
        return Answer(
            f"""<html><head><title>财政预决算-测试县</title></head><body><script>
            function viewInfo(id, cid) {{ var page = "ShowInfo.aspx?cid=" + cid; window.open(page + "&id=" + id); }}
            </script><form name="aspnetForm" method="post" action="./ListInfo.aspx?cid=9">
            <input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT" value="">
            <input type="hidden" name="__VIEWSTATE" value="state{next(_states)}"><input type="submit" name="search" value="搜索">
            <table>{table}</table><div id="Pager1">第{number}页/共{len(pages)}页 {turn}</div></form></body></html>"""
        )

    county.site.routes["/ListInfo.aspx?cid=9"] = listing
    for doc in county.docs:
        files = county.serve_files(doc, lambda i, n, d=doc: f"/Down.ashx?fid={d.number}{i}")
        links = "".join(
            f"""<p><a href="#" onclick="downFile('{url.partition("=")[2]}');return false;">{name}</a></p>"""
            for url, name in files
        )
        script = "<script>function downFile(fid){ location.href = '/Down.ashx?fid=' + fid; }</script>"
        county.site.routes[f"/ShowInfo.aspx?cid=9&id={4000 + doc.number}"] = body_page(doc, script + links)


def form_pager(county: County) -> None:
    """An old list page: cells that open an id, numbers that a function writes into a form and sends."""
    county.entry = "/gk/list.jsp?lm=31"
    pages = county.pages()

    def listing(asked: Asked) -> Answer:
        number = _chosen(asked, "pageNo")
        table = "".join(_row(doc, f"onclick=\"openDoc('{doc.hex}')\"") for doc in pages[number - 1])
        turns = "".join(
            f'<a href="javascript:void(0)" onclick="turnTo({n})">{n}</a>' for n in range(1, len(pages) + 1)
        )
        return Answer(
            f"""<html><head><title>财政预决算-测试县</title></head><body><script>
            var root = '/gk/';
            function openDoc(id) {{ window.open(root + 'doc/' + id + '.html', '_blank'); }}
            function turnTo(n) {{ document.getElementById('pageNo').value = n; document.pageForm.submit(); }}
            </script><table>{table}</table><form name="pageForm" action="list.jsp?lm=31" method="post">
            <input type="hidden" name="pageNo" id="pageNo" value="{number}">{turns} 共{len(pages)}页</form></body></html>"""
        )

    county.site.routes[county.entry] = listing
    for doc in county.docs:
        files = county.serve_files(doc, lambda i, n, d=doc: f"/gk/fj/{d.hex[:10]}{i}.{n.rpartition('.')[2]}")
        links = "".join(
            f"""<li onclick="window.open('/gk/fj/'+'{url.rpartition("/")[2]}')" title="{name}">{name}</li>"""
            for url, name in files
        )
        county.site.routes[f"/gk/doc/{doc.hex}.html"] = body_page(doc, f"<ul>{links}</ul>")
