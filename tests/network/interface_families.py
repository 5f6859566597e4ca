"""Platforms whose lists come from an interface: one renderer each, written from how they look on the wire, not from our code."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from network.county import PAGE, County, Doc, body_page, links, list_html, query, rows
from network.site import Answer, Asked


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
