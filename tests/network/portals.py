"""Synthetic portals, one per CMS family: the same documents served the way each platform serves them, in our own markup.

Written from the description of the platforms on the wire, not from the families' code, so that one checks the other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, urlsplit

from network.site import Answer, Asked, Site

PAGE = 10


@dataclass(frozen=True)
class Doc:
    """One article: `files` are (name, bytes); `disclosure` false for what must not be kept."""

    number: int
    title: str
    day: str
    publisher: str
    files: tuple[tuple[str, bytes], ...] = ()
    disclosure: bool = True

    @property
    def hex(self) -> str:
        return hashlib.md5(f"{self.number}".encode(), usedforsecurity=False).hexdigest()

    @property
    def compact(self) -> str:
        return self.day.replace("-", "")

    @property
    def slashed(self) -> str:
        return "/".join(str(int(part)) for part in self.day.split("-"))


def documents(count: int = 17) -> list[Doc]:
    """Disclosures and, among them, three that only look like some; newest first."""
    made = []
    kinds = ("2025年部门预算", "2024年度部门决算", "2025年单位预算公开", "2024年度单位决算")
    extensions = ("pdf", "xlsx", "doc", "docx", "xls", "ofd", "zip", "rar")
    magic = {
        "pdf": b"%PDF-1.7 ",
        "doc": b"\xd0\xcf\x11\xe0",
        "xls": b"\xd0\xcf\x11\xe0",
        "rar": b"Rar!\x1a\x07",
    }
    for number in range(count):
        day = f"2026-0{2 - number // 12}-{28 - 2 * (number % 12):02d}" if number < 24 else "2025-12-01"
        if number % 6 == 5:
            title = (
                "关于召开2025年预算编制工作会议的通知",
                "测试县财政局办公楼维修工程招标公告",
                "我县财政干部学习会议精神",
            )[number // 6 % 3]
            made.append(
                Doc(
                    number,
                    title,
                    day,
                    "测试县财政局",
                    (("通知.pdf", f"%PDF notice {number}".encode()),),
                    disclosure=False,
                )
            )
            continue
        title = f"测试县第{number}局{kinds[number % 4]}"
        extension = extensions[number % 8]
        content = magic.get(extension, b"PK\x03\x04") + f" {number} 1".encode()
        files = [(f"{title}.{extension}", content)]
        if number % 4 == 1:
            files.append((f"附件2：“三公”经费 说明{number}.pdf", f"%PDF-1.7 {number} 2".encode()))
        made.append(Doc(number, title, day, f"测试县第{number}局", tuple(files)))
    return made


@dataclass
class County:
    """A site and its documents; `render` (a family's function below) lays them out; call it again after a change."""

    site: Site
    docs: list[Doc] = field(default_factory=documents)
    entry: str = "/"
    family: str = "generic_static"

    def lay_out(self) -> None:
        self.site.routes.clear()
        RENDERERS[self.family](self)

    def pages(self) -> list[list[Doc]]:
        return [self.docs[start : start + PAGE] for start in range(0, len(self.docs), PAGE)]

    def serve_files(
        self, doc: Doc, address: Callable[[int, str], str], **headers: str
    ) -> list[tuple[str, str]]:
        """Serve a document's files; returns (address as printed, name)."""
        printed = []
        for index, (name, content) in enumerate(doc.files):
            url = address(index, name)
            self.site.routes[quote(url, safe="/?=&:%.-_~()")] = Answer(
                content, media_type="application/octet-stream", headers=dict(headers), etag=True
            )
            printed.append((url, name))
        return printed


def meta(doc: Doc) -> str:
    return (
        f'<title>{doc.title}-测试县人民政府</title><meta name="SiteIDCode" content="4101050001">'
        f'<meta name="ArticleTitle" content="{doc.title}"><meta name="PubDate" content="{doc.day} 10:30">'
        f'<meta name="ContentSource" content="{doc.publisher}"><meta name="ColumnName" content="财政预决算">'
    )


def column_head() -> str:
    return (
        '<meta charset="utf-8"><title>财政预决算-测试县人民政府</title><meta name="SiteIDCode" content="4101050001">'
        '<meta name="ColumnName" content="财政预决算">'
    )


def links(files: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<p><a href="{url}">{name}</a></p>' for url, name in files)


def body_page(
    doc: Doc, content: str, before: str = '<div class="article" id="zoom">', after: str = "</div>"
) -> str:
    text = f"<p>根据有关规定，现将{doc.title}向社会公开，接受监督。</p>"
    return f"<!doctype html><html><head><meta charset='utf-8'>{meta(doc)}</head><body><h1>{doc.title}</h1>{before}{text}{content}{after}</body></html>"


def rows(docs: Iterable[Doc], url: Callable[[Doc], str]) -> str:
    return "\n".join(
        f'<li><a href="{url(doc)}" title="{doc.title}" target="_blank">{doc.title[:12]}…</a><span>{doc.day}</span></li>'
        for doc in docs
    )


def list_html(rows_html: str, more: str = "", head: str = "") -> str:
    return f'<!doctype html><html><head>{column_head()}{head}</head><body><div class="list"><ul>{rows_html}</ul></div>{more}</body></html>'


def query(asked: Asked, name: str, default: str = "") -> str:
    said = parse_qs(urlsplit(asked.path).query) | parse_qs(asked.body.decode())
    return said.get(name, [default])[-1]


# -- static families


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


# -- families with an interface behind the list


def ucap(county: County) -> None:
    """The first page is static, the rest comes from the channel's search; files lie beside the article under Chinese names."""
    channel = hashlib.md5(b"channel", usedforsecurity=False).hexdigest()
    county.entry = "/testx/c100783/zfxxgk_list.shtml"

    def url(doc: Doc) -> str:
        return f"/testx/c100783/{doc.compact[:6]}/{doc.hex}.shtml"

    head = f'<meta name="channelId" content="{channel}"><script>var u="/common/search/{channel}";</script>'
    total = len(county.docs)
    county.site.routes[county.entry] = Answer(list_html(rows(county.pages()[0], url), "", head), etag=True)

    def search(asked: Asked) -> Answer:
        size, number = int(query(asked, "_pageSize", "15")), int(query(asked, "page", "1"))
        part = county.docs[(number - 1) * size : number * size]
        results = [
            {
                "title": doc.title,
                "url": url(doc),
                "publishedTimeStr": f"{doc.day} 10:30:00",
                "channelName": "财政预决算",
                "domainMetaList": [{"resultList": [{"key": "source", "value": doc.publisher}]}],
            }
            for doc in part
        ]
        said = {"data": {"total": total, "page": number, "rows": size, "results": results}}
        return Answer(json.dumps(said, ensure_ascii=False), media_type="application/json")

    county.site.routes[f"/common/search/{channel}"] = search
    for doc in county.docs:
        folder = f"/testx/c100783/{doc.compact[:6]}/{doc.hex}/"
        files = county.serve_files(doc, lambda i, n, f=folder: f"{f}files/{n}")
        printed = [(f"{doc.hex}/files/{name}", name) for _, name in files]
        content = f"<ucapcontent>{links(printed)}</ucapcontent>"
        county.site.routes[url(doc)] = body_page(doc, content, f"<ucaptitle>{doc.title}</ucaptitle><div>")


def hanweb_jpage(county: County) -> None:
    """Rows as XML in the page; more by dataproxy in groups of three pages; files through downfile.jsp, which redirects."""
    county.entry = "/col/col1229652717/index.html"
    per_page, group = 5, 15

    def url(doc: Doc) -> str:
        return f"/art/{doc.slashed}/art_1229652717_{5900 + doc.number}.html"

    def store(docs: list[Doc]) -> str:
        records = "".join(f"<record><![CDATA[{rows([doc], url)}]]></record>" for doc in docs)
        total = len(county.docs)
        return (
            f"<datastore><totalrecord>{total}</totalrecord><totalpage>{-(-total // per_page)}</totalpage>"
            f"<recordset>{records}</recordset></datastore>"
        )

    script = (
        f'<script type="text/xml">{store(county.docs[:group])}</script><script>var cfg={{url:"/module/web/jpage/dataproxy.jsp",'
        f"dataType:'xml',perPage:{per_page},totalRecord:{len(county.docs)},columnid:1229652717,unitid:6793088,webid:149}};"
        "$('#6793088').jpage({col:1,appid:1,webid:149,path:'/',columnid:1229652717,sourceContentType:1,unitid:'6793088',"
        f"webname:'测试县',permissiontype:0,totalRecord:{len(county.docs)},perPage:{per_page},proxyUrl:'/module/web/jpage/dataproxy.jsp'}});</script>"
    )
    county.site.routes[county.entry] = Answer(list_html("", script), etag=True)

    def proxy(asked: Asked) -> Answer:
        start, end = int(query(asked, "startrecord", "1")), int(query(asked, "endrecord", str(group)))
        return Answer(store(county.docs[start - 1 : end]), media_type="text/xml; charset=utf-8")

    county.site.routes["/module/web/jpage/dataproxy.jsp"] = proxy
    for doc in county.docs:
        files = []
        for index, (name, content) in enumerate(doc.files):
            stored = f"{doc.hex[:30]}{index}.{name.rpartition('.')[2]}"
            county.site.routes[f"/attach/0/{stored}"] = Answer(
                content, media_type="application/octet-stream", etag=True
            )
            asked_for = f"/module/download/downfile.jsp?classid=0&showname={quote(name)}&filename={stored}"
            county.site.routes[asked_for] = Answer(status=302, headers={"Location": f"/attach/0/{stored}"})
            files.append((asked_for, name))
        county.site.routes[url(doc)] = body_page(doc, links(files))


def hanweb_xxgk(county: County) -> None:
    """A shell whose list is an HTML fragment, asked for by POST."""
    county.entry = "/col/col16735/index.html?number=D001-A001&vc_xxgkarea=11370000"

    def url(doc: Doc) -> str:
        return f"/art/{doc.slashed}/art_16735_{8000 + doc.number}.html?xxgkhide=1"

    frame = '<iframe src="/module/xxgk/search_custom.jsp?fields=&amp;fieldConfigId=247732&amp;sortfield=compaltedate:0&amp;currpage=1"></iframe>'
    county.site.routes[county.entry] = Answer(list_html("", frame), etag=True)

    def search(asked: Asked) -> Answer:
        number = int(query(asked, "currpage", "1"))
        pages = county.pages()
        part = pages[number - 1] if number <= len(pages) else []
        table = "".join(
            f'<tr><td><a href="{url(d)}" title="{d.title}">{d.title}</a></td><td>{d.day}</td></tr>'
            for d in part
        )
        return Answer(f'<table class="tr_main_value_odd">{table}</table><div>共 {len(pages)} 页</div>')

    county.site.routes["/module/xxgk/search_custom.jsp"] = search
    for doc in county.docs:
        files = county.serve_files(
            doc, lambda i, n, d=doc: f"/attach/0/{d.hex[:20]}{i}.{n.rpartition('.')[2]}"
        )
        county.site.routes[url(doc).partition("?")[0]] = body_page(doc, links(files))


def hanweb_jpaas(county: County) -> None:
    """The list is a unit built by the publishing server, one JSON answer per page."""
    county.entry = "/zwgk/czyjs/index.html"

    def url(doc: Doc) -> str:
        return f"/art/{doc.slashed}/art_71291_{2718000 + doc.number}.html"

    data = "{'webId':'2945','pageId':'1487002','parseType':'bulidstatic','pageType':'column','tagId':'列表新闻','tplSetId':'quSyq1'}"
    shell = f'<div url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{data}"></div>'
    county.site.routes[county.entry] = Answer(list_html("", shell), etag=True)

    def unit(asked: Asked) -> Answer:
        number = int(json.loads(query(asked, "paramJson", '{"pageNo":1}'))["pageNo"])
        pages = county.pages()
        part = pages[number - 1] if number <= len(pages) else []
        html = (
            f"<ul>{rows(part, url)}</ul>"
            f'<div class="pagination" rows="{PAGE}" count="{len(county.docs)}" pageNo="{number}"></div>'
        )
        return Answer(
            json.dumps({"success": True, "data": {"html": html}}, ensure_ascii=False),
            media_type="application/json",
        )

    county.site.routes["/api-gateway/jpaas-publish-server/front/page/build/unit"] = unit
    for doc in county.docs:
        files = county.serve_files(
            doc, lambda i, n, d=doc: f"/cms_files/2945/attach/{d.hex[:20]}{i}.{n.rpartition('.')[2]}"
        )
        county.site.routes[url(doc)] = body_page(doc, links(files))


def lonsun(county: County) -> None:
    """A shell per department; rows by the label interface."""
    county.entry = "/public/column/6597421?type=4&catId=7003411&action=list"
    shell = (
        '<meta name="SiteId" content="6795621"><script>Ls.pagination("#page", {url:"/site/label/8888", labelName:"publicInfoList",'
        f'siteId:6795621, pageSize:{PAGE}, organId:6597421, catId:7003411, type:4, file:"/xxgk/publicInfoList_newest2022",'
        f"pageCount:{len(county.pages())}}});</script>"
    )
    county.site.routes[county.entry] = Answer(list_html("", shell), etag=True)

    def label(asked: Asked) -> Answer:
        number = int(query(asked, "pageIndex", "1"))
        pages = county.pages()
        part = pages[number - 1] if number <= len(pages) else []
        html = "".join(
            f'<ul class="clearfix xxgk_nav_list"><li class="mc"><a href="/public/6597421/{34430000 + d.number}.html" title="{d.title}">{d.title}</a></li>'
            f'<li class="rq">{d.day}</li></ul>'
            for d in part
        )
        return Answer(f"<div>{html}</div><script>var pageCount = {{pageCount:{len(pages)}}};</script>")

    county.site.routes["/site/label/8888"] = label
    for doc in county.docs:
        files = county.serve_files(
            doc, lambda i, n, d=doc: f"/group6/M00/00/{i:02d}/wKg{d.hex[:12]}.{n.rpartition('.')[2]}"
        )
        county.site.routes[f"/public/6597421/{34430000 + doc.number}.html"] = body_page(doc, links(files))


def gkmlpt(county: County) -> None:
    """Columns in a configuration object, articles by interface, bodies embedded as JSON."""
    county.entry = "/gkmlpt/index"
    tree = [
        {"id": 21200, "name": "机构职能", "children": []},
        {
            "id": 21205,
            "name": "财政信息公开",
            "children": [{"id": 21206, "name": "财政预决算", "post_count": 700, "children": []}],
        },
    ]
    config = f"<script>window._CONFIG = {{ SID: '755031', SERVICE_AREA_ID: 1, TREE: {json.dumps(tree, ensure_ascii=False)} }};</script>"
    county.site.routes[county.entry] = Answer(list_html("", config), etag=True)

    def url(doc: Doc) -> str:
        return f"/gkmlpt/content/8/9123/post_{9123000 + doc.number}.html"

    def api(asked: Asked) -> Answer:
        number = int(query(asked, "page", "1"))
        part = county.docs[(number - 1) * 100 : number * 100]
        articles = [
            {
                "id": 9123000 + doc.number,
                "title": doc.title,
                "url": county.site.url + url(doc),
                "publisher": doc.publisher,
                "create_time": epoch(doc.day),
                "created_at": "2026-03-01 00:00:00",
                "type": "normal",
            }
            for doc in part
        ]
        said = {
            "classify": {"id": 21206, "name": "财政预决算"},
            "articles": articles,
            "total": len(county.docs),
            "offset": (number - 1) * 100,
        }
        return Answer(json.dumps(said, ensure_ascii=False), media_type="application/json")

    county.site.routes["/gkmlpt/api/all/21206"] = api
    none = {"classify": {"id": 21205, "name": "财政信息公开"}, "articles": [], "total": 0, "offset": 0}
    county.site.routes["/gkmlpt/api/all/21205"] = Answer(json.dumps(none), media_type="application/json")
    for doc in county.docs:
        files = county.serve_files(
            doc, lambda i, n, d=doc: f"/attachment/7/7294/{d.number}/{8977000 + i}.{n.rpartition('.')[2]}"
        )
        detail = {
            "title": doc.title,
            "publisher": doc.publisher,
            "create_time": epoch(doc.day),
            "content": f"<p>公开</p>{links(files)}",
        }
        script = f"<script>window._CONFIG = {{DETAIL: {json.dumps(detail)} }};</script>"
        county.site.routes[url(doc)] = (
            f"<html><head><title>{doc.title}</title></head><body><div id=app></div>{script}</body></html>"
        )


def epoch(day: str) -> int:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return int(datetime.fromisoformat(f"{day}T10:30").replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp())


def plat_nmg(county: County) -> None:
    """Inner Mongolia's platform: JSON all the way, once as a string within JSON."""
    county.entry = "/yjs/business/page/index?cityCode=150100&areaCode=150102"

    def select(asked: Asked) -> Answer:
        number = int(query(asked, "p", "1"))
        pages = county.pages()
        part = pages[number - 1] if number <= len(pages) else []
        said = {
            "list": [
                {"id": 700 + d.number, "title": d.title, "publishTime": f"{d.day} 10:30:00"} for d in part
            ]
        }
        return Answer(json.dumps(json.dumps(said, ensure_ascii=False)), media_type="application/json")

    county.site.routes["/yjs/business/basic/select"] = select
    for doc in county.docs:
        files = []
        for index, (name, content) in enumerate(doc.files):
            number = f"{900 + doc.number}{index}"
            county.site.routes[f"/yjs/business/file/download/{number}"] = Answer(
                content, media_type="application/octet-stream", etag=True
            )
            stem, _, suffix = name.rpartition(".")
            files.append({"id": number, "name": stem, "suffix": suffix})
        said = {"id": 700 + doc.number, "title": doc.title, "publishTime": doc.day, "files": files}
        county.site.routes[f"/yjs/business/basic/result/{700 + doc.number}"] = Answer(
            json.dumps(said, ensure_ascii=False), media_type="application/json"
        )


RENDERERS: dict[str, Callable[[County], None]] = {
    "generic_static": generic_static,
    "trs": trs,
    "trs_from_one": trs_from_one,
    "vsb": vsb,
    "ah_openness": ah_openness,
    "epoint": epoint,
    "ucap": ucap,
    "hanweb_jpage": hanweb_jpage,
    "hanweb_xxgk": hanweb_xxgk,
    "hanweb_jpaas": hanweb_jpaas,
    "lonsun": lonsun,
    "gkmlpt": gkmlpt,
    "plat_nmg": plat_nmg,
}
