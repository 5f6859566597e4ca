"""What a link is called: its full title, and for a bare 下载 or 预算 the words of the row it stands in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from crawler.families import beside, markup

_TRAILING_DATE = re.compile(
    r"[\s\[（(【]*20\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\s\]）)】]*$"
)
_OWN_DATE = re.compile(r"(?<=\S)[（(]20\d{2}年\d{1,2}月\d{1,2}日[）)]$")
_LEADING_DATE = re.compile(
    r"^[\[（(【]?20\d{2}(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月\d{1,2}日(?=[\s\])）】]))[\]）)】]?\s*"
)
_TRAILING_ACTION = re.compile(
    r"(?<=\S)\s+\+?[\[【]?(?:read\s?more|more|查看(?:更多|详情|全文)|了解详情|阅读(?:全文|更多))[\]】]?\s*[>»›+]*$",
    re.I,
)
_CUT_OFF = re.compile(r"(?:…|\.{2,}|。{2,})+$")
_CATEGORY = re.compile(r"^[\[【（(][^\])）】]{2,12}[\])）】][\s\-—:：]*")
_WORDS = re.compile(r"[^\W\d_]{2}")
_BULLET = re.compile(r"^[\s·•●◆■□▪►▶>»\-—\*]+")
_UNTITLED = re.compile(r"^(?:点击|查看|打开|详情|阅读|\[?详细|标题|链接|title|new|图片|附件下载)", re.I)
# words that say what to do, or which of a row's documents this is, but not whose it is
_BARE_ACTION = re.compile(
    r"^\[?(?:点击|请)?(?:查看|下载|浏览|打开|预览|详情|附件|详细|全文|原文|链接|pdf|word|excel)(?:全文|附件|文件|详情|下载|原文)?\d*[\])）]?$",
    re.I,
)
_BARE_KIND = re.compile(
    r"^(?:20\d\d年?度?)?(?:部门|单位|政府)?(?:预算|决算|预决算|三公经费?|绩效.{0,4})(?:公开|信息|公开表|说明|报告|情况)?(?:表|下载)?$"
)
_NUMBERING = re.compile(r"^[\d\s.、,，|/\-—()（）\[\]]+|[\s|/\-—,，]+$")
_CONTEXT_LENGTH = 60


def title_of(anchor: Any) -> str:
    """The entry's full title: the `title` attribute when the text is cut off or empty, without bullets and dates around it."""
    shown = _shown(anchor)
    said = bare(markup.attribute(anchor, "title") or markup.attribute(anchor, "alt"))
    if not shown:
        images = anchor.xpath(".//img/@alt|.//img/@title")
        shown = next((text for image in images if (text := bare(markup.squeeze(image)))), "")
    if not said or _UNTITLED.match(said):
        return shown
    cut = _CUT_OFF.sub("", shown).strip()
    stem = _CATEGORY.sub("", cut)
    if not shown or (cut != shown and said.startswith(stem[: max(4, len(stem) - 2)])) or said.startswith(cut):
        return said
    return shown if len(shown) >= len(said) or len(shown) >= 12 else said


def _shown(anchor: Any) -> str:
    """What a link shows: of a card its heading (the highest; a day's number is none), else all its words but the day."""
    if len(anchor) == 0:
        return bare(markup.content(anchor))
    headings = [
        (heading.tag, words)
        for heading in anchor.iter("h1", "h2", "h3", "h4", "h5", "h6")
        if _WORDS.search(words := bare(markup.content(heading)))
    ]
    if headings:
        return min(headings, key=lambda item: item[0])[1]
    words = markup.content(anchor)
    for _, leaf in beside.days(anchor):
        words = words.replace(markup.content(leaf), " ", 1)
    return bare(markup.squeeze(words))


@lru_cache(maxsize=4096)
def bare(title: str) -> str:
    """A title without bullets, and without a date before or after it or a 查看详情 behind it.

    A day in its words and in brackets (`通知（2026年9月24日）`) is the title's own.
    """
    title = _BULLET.sub("", title)
    title = _TRAILING_ACTION.sub("", _LEADING_DATE.sub("", title))
    return (title if _OWN_DATE.search(title) else _TRAILING_DATE.sub("", title)).strip()


def title_in_row(anchor: Any) -> str:
    """As `title_of`, but a link that only says 下载 or 2026年预算 is called after its table row or list item as well.

    `| 1 | 县教育局 | 2026年预算 | 2025年决算 |` gives 县教育局2026年预算 and 县教育局2025年决算.
    """
    title = title_of(anchor)
    if _BARE_ACTION.match(title):
        return _beside(anchor) or title
    if _BARE_KIND.match(title) and (owner := _beside(anchor)):
        return owner if title in owner else owner + title
    return title


def _beside(anchor: Any) -> str:
    """The text of the smallest row or list item around a link that stands outside its links; `""` when there is none or too much."""
    node = anchor
    for _ in range(5):
        node = node.getparent()
        if node is None or node.tag in ("body", "table", "tbody", "ul", "ol"):
            return ""
        if node.tag in ("tr", "li", "dd", "p"):
            words = markup.content(node)
            for link in node.iter("a"):
                if shown := markup.content(link):
                    words = words.replace(shown, " ", 1)
            words = bare(_NUMBERING.sub("", markup.squeeze(words)))
            if words and re.search(r"[\u4e00-\u9fff]{2}", words):
                return words if len(words) <= _CONTEXT_LENGTH else ""
    return ""
