"""A county's documents and the pieces of page that every platform prints them with, in our own markup."""

from __future__ import annotations

import hashlib
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
    """A site and its documents; a family's renderer lays them out, and again after a change."""

    site: Site
    docs: list[Doc] = field(default_factory=documents)
    entry: str = "/"

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
