"""Platforms that serve finished pages: one renderer each, written from how they look on the wire, not from our code."""

from __future__ import annotations

from collections.abc import Callable

from network.county import County, Doc, body_page, links, list_html, rows
from network.site import Answer


def generic_static(county: County) -> None:
    county.entry = "/zwgk/czyjs/index.html"
    pages = county.pages()
    for number, docs in enumerate(pages, start=1):
        more = (
            f'<div class="page"><a href="index_{number + 1}.html">下一页</a></div>'
            if number < len(pages)
            else ""
        )
        name = "index.html" if number == 1 else f"index_{number}.html"
        html = list_html(rows(docs, lambda d: f"/zwgk/content/post_{1000 + d.number}.html"), more)
        county.site.routes[f"/zwgk/czyjs/{name}"] = Answer(html, etag=True)
    for doc in county.docs:
        files = county.serve_files(doc, lambda i, n, d=doc: f"/uploads/{d.number}_{i}.{n.rpartition('.')[2]}")
        county.site.routes[f"/zwgk/content/post_{1000 + doc.number}.html"] = body_page(doc, links(files))


def trs(county: County, first: int = 0) -> None:
    """Pages `index_1` (0-based) or, for look-alikes, `index_2` (1-based); half of the links are written by a script."""
    county.entry = "/zwgk/fdzdgknr/czyjs/"
    pages = county.pages()
    for number, docs in enumerate(pages):
        script = f'<script>createPageHTML({len(pages)}, {number}, "index", "html");</script>'
        html = list_html(
            rows(docs, lambda d: f"./{d.compact[:6]}/t{d.compact}_{7000 + d.number}.html"), script
        )
        names = ["", "index.html"] if number == 0 else [f"index_{number + first}.html"]
        for name in names:
            county.site.routes[f"{county.entry}{name}"] = Answer(html, etag=True)
    for doc in county.docs:
        folder = f"{county.entry}{doc.compact[:6]}/"
        files = county.serve_files(
            doc,
            lambda i, n, d=doc, f=folder: f"{f}P0{d.compact}1234567{d.number:03d}{i}.{n.rpartition('.')[2]}",
        )
        content = "".join(
            f'<a href="./{url.removeprefix(folder)}" appendix="true" needdownload="true" title="{name}" download="{name}">{name}</a>'
            for url, name in files
        )
        if doc.number % 2:
            content = f"<script>if('{len(files)}' != '0') document.write('{content}');</script>"
        page = body_page(doc, content, '<div class="TRS_Editor">')
        county.site.routes[f"{folder}t{doc.compact}_{7000 + doc.number}.html"] = page


def trs_from_one(county: County) -> None:
    trs(county, first=1)


def vsb(county: County) -> None:
    """Pages count down; files have neither name nor ending in their address, names come in GBK."""
    county.entry = "/zfxxgk/czyjs.htm"
    pages = county.pages()
    total = len(pages)
    for number, docs in enumerate(pages, start=1):
        up = "" if number == 1 else "../"
        below = f"{up}czyjs/{total - number}.htm" if number == 1 else f"{total - number}.htm"
        more = f"<td>共{len(county.docs)}条 {number}/{total}</td>"
        if number < total:
            more += f'<a href="{below}" class="Next">下页</a><a href="{up}czyjs/1.htm">尾页</a>'
        html = list_html(
            rows(docs, lambda d, u=up: f"{u}../info/1001/{3000 + d.number}.htm"),
            f"<table><tr>{more}</tr></table>",
        )
        name = "/zfxxgk/czyjs.htm" if number == 1 else f"/zfxxgk/czyjs/{total - number + 1}.htm"
        county.site.routes[name] = Answer(html, etag=True)
    for doc in county.docs:
        files = []
        for index, (name, content) in enumerate(doc.files):
            url = f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid={doc.number}{index}AB"
            served = f'attachment; filename="{name}"'.encode("gbk").decode("latin-1")
            county.site.routes[url] = Answer(
                content,
                media_type="application/x-download",
                headers={"Content-Disposition": served},
                etag=True,
            )
            files.append((url, "附件" if index == 0 else name))
        content = f'<form name="_newscontent_fromname"><h2>{doc.title}</h2><div id="vsb_content"><div class="v_news_content">{links(files)}</div></div></form>'
        county.site.routes[f"/info/1001/{3000 + doc.number}.htm"] = body_page(doc, content, "<div>")


def ah_openness(county: County) -> None:
    county.entry = "/OpennessContent/showList/31/4215/page_1.html"
    pages = county.pages()
    for number, docs in enumerate(pages, start=1):
        more = (
            f'<a href="/OpennessContent/showList/31/4215/page_{number + 1}.html">下一页</a>'
            if number < len(pages)
            else ""
        )
        more += f'<a href="/OpennessContent/showList/31/4215/page_{len(pages)}.html">尾页</a>'
        html = list_html(rows(docs, lambda d: f"/OpennessContent/show/{52000 + d.number}.html"), more)
        county.site.routes[f"/OpennessContent/showList/31/4215/page_{number}.html"] = Answer(html, etag=True)
    for doc in county.docs:
        files = county.serve_files(
            doc, lambda i, n, d=doc: f"/upload/openness/{d.number}/{i}.{n.rpartition('.')[2]}"
        )
        county.site.routes[f"/OpennessContent/show/{52000 + doc.number}.html"] = body_page(doc, links(files))


def epoint(county: County) -> None:
    """The page's number is the file's name."""
    county.entry = "/zw/009002/009002010/1.html"
    pages = county.pages()
    for number, docs in enumerate(pages, start=1):
        more = f'<a href="{number + 1}.html">下一页</a>' if number < len(pages) else ""
        more = f'<div class="ewb-page"><span>{number}/{len(pages)}</span>{more}</div><script src="/EpointWebBuilder/js/a.js"></script>'
        html = list_html(rows(docs, lambda d: f"/zw/009002/009002010/{d.compact}/{d.hex}.html"), more)
        county.site.routes[f"/zw/009002/009002010/{number}.html"] = Answer(html, etag=True)
    for doc in county.docs:
        files = county.serve_files(doc, lambda i, n, d=doc: f"/009002/attach/{d.hex}/{n}")
        county.site.routes[f"/zw/009002/009002010/{doc.compact}/{doc.hex}.html"] = body_page(
            doc, links(files)
        )


def _paged(county: County, page_name: Callable[[int], str], article: Callable[[Doc], str], file: str) -> None:
    """A list of numbered pages with a next link; `file` is the folder of attachments."""
    county.entry = page_name(1)
    pages = county.pages()
    for number, docs in enumerate(pages, start=1):
        following = f'<a href="{page_name(number + 1)}">下一页</a>' if number < len(pages) else ""
        more = f'<div class="page">共{len(county.docs)}条 {number}/{len(pages)}页 {following}</div>'
        county.site.routes[page_name(number)] = Answer(list_html(rows(docs, article), more), etag=True)
    for doc in county.docs:
        files = county.serve_files(doc, lambda i, n, d=doc: f"{file}/{d.hex[:12]}{i}.{n.rpartition('.')[2]}")
        county.site.routes[article(doc)] = body_page(doc, links(files))


def nfcms_gd(county: County) -> None:
    """Guangdong's static columns, counted from 1."""

    def name(number: int) -> str:
        return "/zwgk/czzj/index.html" if number == 1 else f"/zwgk/czzj/index_{number}.html"

    _paged(county, name, lambda doc: f"/zwgk/czzj/content/post_{9000 + doc.number}.html", "/attachment/0")


def pclist(county: County) -> None:
    """`/pc/list.html` and its content folder."""

    def name(number: int) -> str:
        return "/csx/czyjs/pc/list.html" if number == 1 else f"/csx/czyjs/pc/list_{number}.html"

    _paged(
        county, name, lambda doc: f"/csx/czyjs/pc/content/content_17500000{doc.number:04d}.html", "/csx/files"
    )


def jeecms(county: County) -> None:
    """`.jhtml` everywhere."""

    def name(number: int) -> str:
        return "/czyjs/index.jhtml" if number == 1 else f"/czyjs/index_{number}.jhtml"

    _paged(county, name, lambda doc: f"/czyjs/{12300 + doc.number}.jhtml", "/u/cms/www")


def sudy_webplus(county: County) -> None:
    """`list2.htm` beside `list.htm`, articles as `page.htm` below their day."""

    def name(number: int) -> str:
        return "/1234/list.htm" if number == 1 else f"/1234/list{number}.htm"

    def article(doc: Doc) -> str:
        year, month, day = doc.day.split("-")
        return f"/{year}/{month}{day}/c1234a{56000 + doc.number}/page.htm"

    _paged(county, name, article, "/_upload/article/files/ab")


def asp(county: County) -> None:
    """An old script with everything in the query; files behind a script, too."""
    _paged(
        county,
        lambda number: "/list.asp?cid=12" if number == 1 else f"/list.asp?cid=12&page={number}",
        lambda doc: f"/show.asp?id={300 + doc.number}",
        "/uploadfile",
    )
