"""What a link is called: its full title, and for a bare 下载 or 预算 the words of the row it stands in."""

from __future__ import annotations

import re
from typing import Any

from crawler.families import markup

_TRAILING_DATE = re.compile(
    r"[\s\[（(【]*20\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\s\]）)】]*$"
)
_LEADING_DATE = re.compile(
    r"^[\[（(【]?20\d{2}(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月\d{1,2}日(?=[\s\])）】]))[\]）)】]?\s*"
)
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
    # a card names itself in its heading, the rest of it is a summary
    heading = next(anchor.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    shown = bare(markup.content(anchor if heading is None else heading)) or bare(markup.content(anchor))
    said = bare(markup.attribute(anchor, "title") or markup.attribute(anchor, "alt"))
    if not shown:
        images = anchor.xpath(".//img/@alt|.//img/@title")
        shown = next((text for image in images if (text := bare(markup.squeeze(image)))), "")
    if not said or _UNTITLED.match(said):
        return shown
    cut = re.sub(r"(?:…|\.{2,}|。{2,})+$", "", shown).strip()
    if not shown or (cut != shown and said.startswith(cut[: max(4, len(cut) - 2)])) or said.startswith(cut):
        return said
    return shown if len(shown) >= len(said) or len(shown) >= 12 else said


def bare(title: str) -> str:
    """A title without bullets and without a date before or after it."""
    title = _BULLET.sub("", title)
    title = _LEADING_DATE.sub("", title)
    return _TRAILING_DATE.sub("", title).strip()


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
