"""What an article page says about itself: standard meta tags, label tables, the address; all evidence kept, disagreement named.

Source of the tags: 国办发〔2017〕47号, 附件《网页设计规范》三、网页标签.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from lxml import etree

from crawler import urls
from crawler.families import bodies, markup
from crawler.families.base import Article, Evidence, Page
from crawler.families.dates import day, parse_date

DISAGREEMENT = timedelta(days=31)

_META_FIELDS = {
    "articletitle": "title",
    "pubdate": "published_on",
    "publishdate": "published_on",
    "contentsource": "publisher",
    "siteidcode": "site_id_code",
    "columnname": "column",
}
_LABEL_FIELDS = {
    "索引号": "index_number",
    "信息索引号": "index_number",
    "索引编号": "index_number",
    "发布机构": "publisher",
    "制发机关": "publisher",
    "发文机关": "publisher",
    "发布单位": "publisher",
    "公开机构": "publisher",
    "公开主体": "publisher",
    "责任单位": "publisher",
    "信息来源": "publisher",
    "来源": "publisher",
    "发布日期": "published_on",
    "发布时间": "published_on",
    "公开日期": "published_on",
    "公开时间": "published_on",
    "发稿时间": "published_on",
    "日期": "published_on",
    "时间": "published_on",
    "成文日期": "written_on",
    "生成日期": "written_on",
    "发文日期": "written_on",
    "文号": "document_number",
    "文件编号": "document_number",
    "发文字号": "document_number",
    "名称": "title",
    "标题": "title",
    "信息名称": "title",
}
_LABEL = re.compile(r"(?:^|(?<=[\s|\[【\]】;；（(]))[\[【]?((?:[\u4e00-\u9fff] ?){2,6})[\]】]?\s*[:：]\s*")
_BARE_LABEL = re.compile(r"^[\[【]?((?:[\u4e00-\u9fff][\s\u3000]*){2,6})[\]】]?[:：]?$")
_LABEL_ELEMENTS = 40
# the next label of a line whose parts stand in elements of their own, without a space between
_RUN_ON = re.compile(
    r"(?:发布(?:时间|日期|机构|单位)|信息来源|来源|时间|日期|作者|编辑|浏览次数|浏览|阅读|点击数?|字号|字体|打印)\s*[:：]"
)
# a line of an article's facts, not a heading that names a day (`关于调整价格的通知（2026年9月24日）`)
_ABOUT_A_DAY = re.compile(r".{0,12}?20\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}")
_OWN_NUMBER = re.compile(r"[（(]([\u4e00-\u9fff]{2,10}[〔\[]20\d{2}[〕\]]\d{1,5}号)[）)]$")
_PLACEHOLDER = re.compile(
    r"^(?:政府网站标识码|\$?\{.*\}|null|undefined|无|暂无|[-—– ]+|/|[A-Za-z]+(?:ID|Code|Name)|)$", re.I
)
_TITLES = etree.XPath(
    ".//h1|.//*[@id='title' or @id='ArticleTitle' or @id='UCAP-TITLE' or @id='doctitle' or @id='news_title']|.//h2|"
    ".//*[contains(@class, 'itle') or contains(@class, 'bt')]"
)
_TITLE_IDS = ("title", "ArticleTitle", "UCAP-TITLE", "doctitle", "news_title")
_TITLE_CLASS = re.compile(
    r"(?:^|\s)title(?:\s|$)|article-?title|content-title|con_title|"
    r"(?:^|\s)(?:article|content|detail|show|xl|wz|biaoti|doc|news|main)[_-]?(?:title|bt)(?:\s|$)",
    re.I,
)
_TITLE_MARKS: tuple[Callable[[Any], bool], ...] = (
    lambda node: node.tag == "h1",
    lambda node: node.get("id") in _TITLE_IDS,
    lambda node: node.tag == "h2" and bool(node.xpath("ancestor::form[@name='_newscontent_fromname']")),
    lambda node: bool(_TITLE_CLASS.search(node.get("class") or "")),
    lambda node: node.tag == "h2",
)
_ARTICLE_CLASS = re.compile(r"(?:^|\s)article[_-]?title(?:\s|$)", re.I)
_TIMES = etree.XPath(".//publishtime|.//*[@id='PublishTime' or @id='pubtime' or @id='pubDate']")
_BUDGETS = re.compile(r"(?:预|决)算|三公|绩效")
_SITE_SUFFIX = re.compile(r"\s*(?:[-_|—–]|--+)\s*[^-_|—–]{2,40}$")
_AMOUNT = re.compile(r"(?<!\d)\d[\d,，]*+(?:\.\d++)?\s*+(?:万元|亿元|元)")
_GENERATED = re.compile(r"页面生成时间\s*(20\d\d-\d\d-\d\d \d\d:\d\d)")


def article(page: Page, body: Any = None) -> Article:
    """Title, date, publisher, index number and column of an article, from every place it states them.

    `body` is the article's element where it does not stand in the page's own markup (bodies embedded as JSON).
    """
    evidence = tuple(dict.fromkeys(_evidence(page)))
    if match := _OWN_NUMBER.search(best(evidence, "title")):
        evidence += (Evidence("document_number", match[1], "title"),)
    dates = [
        (found, item.source)
        for item in evidence
        if item.field == "published_on" and (found := day(item.value))
    ]
    body = bodies.find(page) if body is None else body
    text = markup.content(body)
    return Article(
        title=best(evidence, "title"),
        published_on=dates[0][0] if dates else None,
        publisher=best(evidence, "publisher") or None,
        index_number=best(evidence, "index_number") or None,
        document_number=best(evidence, "document_number") or None,
        column=best(evidence, "column"),
        site_id_code=best(evidence, "site_id_code"),
        evidence=evidence,
        conflicts=("published_on",) if _disagree([found for found, _ in dates]) else (),
        has_tables=bodies.has_data_tables(body),
        text_length=len(text),
        amounts=len(_AMOUNT.findall(text)),
        images=bodies.images(page, body),
    )


def best(evidence: tuple[Evidence, ...], wanted: str) -> str:
    """The first value said for a field (sources come in order of trust), `""` when none was said."""
    return next((item.value for item in evidence if item.field == wanted), "")


def _disagree(dates: list[date]) -> bool:
    return bool(dates) and max(dates) - min(dates) > DISAGREEMENT


def _evidence(page: Page) -> Iterator[Evidence]:
    """In order of trust: meta tags, the CMS's own elements, label tables, headings, the address, the window title."""
    root = markup.tree(page)
    generated = [match[1] for _, value in metas(page) if (match := _GENERATED.search(value))]
    restamped = []
    for name, value in metas(page):
        field = _META_FIELDS.get(name.lower())
        if field and not _PLACEHOLDER.match(value):
            said = Evidence(field, value, f"meta:{name}")
            if field == "published_on" and any(value.startswith(moment) for moment in generated):
                restamped.append(said)
            else:
                yield said
    if (mark := root.find(".//ucaptitle")) is not None and (value := markup.content(mark)):
        yield Evidence("title", value, "ucaptitle")
    for node in _TIMES(root):
        if parse_date(value := markup.content(node)):
            yield Evidence("published_on", value, "element:publishtime")
    labelled = tuple(labels(page))
    yield from labelled
    # a page that dates itself to the minute it was generated knows better elsewhere, if it knows at all
    yield from () if any(item.field == "published_on" for item in labelled) else restamped
    if (found := urls.date_of(page.url)) is not None:
        yield Evidence("published_on", found.isoformat(), "url")
    yield from _headings(page)


def _headings(page: Page) -> list[Evidence]:
    """Headings and the window title as titles, best first: many a page's `<h1>` is the site's name.

    A heading that speaks of budgets goes before one that does not, one that begins the window title before one that does not; the only
    element that calls itself an article's title needs no window to prove it.
    """
    root = markup.tree(page)
    window = markup.squeeze(root.findtext(".//title"))
    marked = _TITLES(root)
    called = [node for node in marked if _ARTICLE_CLASS.search(node.get("class") or "")]
    named = markup.content(called[0]) if len(called) == 1 else ""
    found = []
    for is_title in _TITLE_MARKS:
        for node in islice(filter(is_title, marked), 3):
            value = markup.content(node)
            facts = _ABOUT_A_DAY.match(value) or (_RUN_ON.search(value) and parse_date(value))
            if 5 <= len(value) <= 120 and not facts:
                found.append(Evidence("title", value, f"element:{node.tag}"))
    if window:
        found.append(Evidence("title", _without_site(window), "window"))

    def rank(item: Evidence) -> tuple[bool, bool]:
        proven = item.value == named or window.startswith(item.value[:12])
        return not _BUDGETS.search(item.value), not proven

    return sorted(found, key=rank)


def metas(page: Page) -> Iterator[tuple[str, str]]:
    """Names and values of the meta tags, squeezed; full-width quotes around values are dropped."""
    for node in markup.tree(page).iter("meta"):
        name = markup.attribute(node, "name") or markup.attribute(node, "property")
        value = markup.attribute(node, "content").strip("“”\"' ")
        if name and value:
            yield name, value


def labels(page: Page) -> Iterator[Evidence]:
    """`索引号：…` pairs of tables, definition lists and lines, labels with spaces inside included."""
    root = markup.tree(page)
    seen: set[tuple[str, str]] = set()
    for node in root.iter(
        "td", "th", "li", "dt", "p", "span", "div", "b", "strong", "label", "em", "font", "i"
    ):
        if len(node) > 6 or not _may_label(node):
            continue
        shown = markup.content(node) or markup.attribute(node, "title")
        if not shown or len(shown) > 90:
            continue
        for label, value in _pairs(node, shown):
            field = _LABEL_FIELDS.get(label)
            if field is None or (field, value) in seen or _PLACEHOLDER.match(value) or len(value) > 120:
                continue
            if field in ("published_on", "written_on") and day(value) is None:
                continue
            seen.add((field, value))
            yield Evidence(field, value, f"label:{label}")


def _may_label(node: Any) -> bool:
    """A cheap look before the text is collected: few elements, short, with a colon, or nothing but a label."""
    if next(islice(node.iter(), _LABEL_ELEMENTS, None), None) is not None:
        return False
    size, colon = 0, False
    for piece in node.itertext():
        size += len(piece)
        colon = colon or "：" in piece or ":" in piece
        if size > 400:
            return False
    return colon or size < 40


def _pairs(node: Any, shown: str) -> Iterator[tuple[str, str]]:
    """The labels and values of one node: inside it (one line may carry several), or the value in the next cell."""
    marks = list(_LABEL.finditer(shown))
    for mark, following in zip(marks, (*marks[1:], None), strict=False):
        value = shown[mark.end() : following.start() if following else len(shown)]
        value = _RUN_ON.split(value, maxsplit=1)[0].strip(" |[]【】;；")
        if value:
            yield re.sub(r"\s", "", mark[1]), value
    if match := _BARE_LABEL.match(shown):
        follower = node.getnext()
        if follower is None and node.getparent() is not None and node.getparent().tag in ("td", "th", "dt"):
            follower = node.getparent().getnext()
        if follower is not None and isinstance(follower.tag, str):
            yield re.sub(r"\s", "", match[1]), markup.content(follower)[:121]
        elif node.tail and markup.squeeze(node.tail):
            yield re.sub(r"\s", "", match[1]), markup.squeeze(node.tail)


def _without_site(window: str) -> str:
    """A window title without the site's and the column's names behind it (`… _财政预决算_某市人民政府`)."""
    shorter = window
    while (cut := _SITE_SUFFIX.sub("", shorter)) != shorter and len(cut) >= 8:
        shorter = cut
    return shorter
