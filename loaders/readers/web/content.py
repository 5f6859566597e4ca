"""Where on a portal page the article is: navigation, side bars and footers are not what was published."""

from __future__ import annotations

from typing import Any

from loaders.readers.web.markup import MAX_DEPTH, shows

ENOUGH = 0.7
"""A child that holds this share of the page's own words is on the way to the article."""

SHORTEST = 30
LARGE_TABLE = 6
LARGE_PICTURE, PICTURE_WORTH = 20_000, 300
_EDITORS = (
    "zoom zoomcon ucap-content trs_editor trs_editor_view trs_ueditor custom_unionstyle article-content article_content "
    "articlecontent vsb_content v_news_content pages_content ue_content wzcon xxgk_content news_content con_text txt_con "
    "j-content mainbody bt_content content_zhengwen"
)
EDITORS = frozenset(_EDITORS.split())
"""Ids and classes that the CMS families of Chinese governments give the box an article is edited in."""

_EDGES = frozenset(("nav", "header", "footer", "aside"))
_PARTS = frozenset(
    ("table", "thead", "tbody", "tr", "td", "th", "p", "span", "font", "b", "strong", "em", "u")
)


def article(body: Any) -> Any:
    """The innermost element that still holds most of the words that are not links.

    Links are what navigation is made of; a page without an article (a list of links) is returned whole.
    """
    weights: dict[Any, int] = {}
    total = _weigh(body, weights)
    named = [node for node in body.iter() if isinstance(node.tag, str) and _is_named(node)]
    # an editor's box is the article, unless a table of its size stands outside it
    if named and not _has_table_outside(body, named[0]) and weights.get(named[0], 0) >= SHORTEST:
        return named[0]
    node = body
    while total and node.tag not in ("table", "p"):
        heaviest = max(filter(shows, node), key=lambda child: weights.get(child, 0), default=None)
        if heaviest is None or weights.get(heaviest, 0) < ENOUGH * total:
            break
        node = heaviest
    # a table's rows belong together with what stands around the table, and so do the words of one paragraph
    while node.tag in _PARTS and node is not body:
        node = node.getparent()
    return node


def _is_named(node: Any) -> bool:
    names = [node.get("id") or "", *(node.get("class") or "").split()]
    return any(name.lower() in EDITORS for name in names)


def _has_table_outside(body: Any, node: Any) -> bool:
    inside = set(node.iter("table"))
    return any(
        table not in inside and sum(1 for _ in table.iter("tr")) >= LARGE_TABLE
        for table in body.iter("table")
    )


def _weigh(node: Any, weights: dict[Any, int], depth: int = 0) -> int:
    """Count the characters outside links below every element; a large picture inside the page counts as the text it may show."""
    if depth > MAX_DEPTH or node.tag in _EDGES:
        return 0
    own = len((node.text or "").strip())
    if node.tag == "img" and len(node.get("src") or "") > LARGE_PICTURE:
        own += PICTURE_WORTH
    for child in node:
        if shows(child) and child.tag != "a":
            own += _weigh(child, weights, depth + 1)
        own += len((child.tail or "").strip())
    weights[node] = own
    return own
