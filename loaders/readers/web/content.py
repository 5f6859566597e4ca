"""Where on a portal page the article is: navigation, side bars and footers are not what was published."""

from __future__ import annotations

from typing import Any

from loaders.readers.web.markup import MAX_DEPTH, shows

ENOUGH = 0.7
"""A child that holds this share of the page's own words is on the way to the article."""

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


def _weigh(node: Any, weights: dict[Any, int], depth: int = 0) -> int:
    """Count the characters outside links below every element."""
    if depth > MAX_DEPTH or node.tag in _EDGES:
        return 0
    own = len((node.text or "").strip())
    for child in node:
        if shows(child) and child.tag != "a":
            own += _weigh(child, weights, depth + 1)
        own += len((child.tail or "").strip())
    weights[node] = own
    return own
