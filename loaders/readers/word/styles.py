"""What a .docx says about its paragraphs outside of them: lists, and the levels of headings."""

from __future__ import annotations

from typing import Any

from loaders.readers.word.numbering import LEVELS, Level, Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def count(properties: Any, name: str, default: int) -> int:
    """The number that a property is set to."""
    node = properties.find(W + name) if properties is not None else None
    value = node.get(W + "val", "") if node is not None else ""
    return int(value) if value.isascii() and value.isdigit() else default


def numbering(part: Any) -> Numbering:
    """The lists of the numbering part."""
    lists: dict[str, dict[int, Level]] = {}
    for abstract in part.iter(W + "abstractNum") if part is not None else ():
        lists[abstract.get(W + "abstractNumId", "")] = {
            min(int(node.get(W + "ilvl", "0")), LEVELS - 1): Level(
                style=_value(node, "numFmt", "decimal"),
                template="" if _value(node, "numFmt", "") == "bullet" else _value(node, "lvlText", ""),
                start=min(count(node, "start", 1), 10_000),
            )
            for node in abstract.iter(W + "lvl")
        }
    numbers = {
        node.get(W + "numId", ""): _value(node, "abstractNumId", "")
        for node in (part.iter(W + "num") if part is not None else ())
    }
    return Numbering(lists, numbers)


def _value(node: Any, name: str, default: str) -> str:
    found = node.find(W + name)
    return default if found is None else str(found.get(W + "val", default))


def heading_levels(styles: Any) -> dict[str, int]:
    """Style id → outline level from 1, inherited along `basedOn`."""
    own: dict[str, int] = {}
    base: dict[str, str] = {}
    for style in styles.iter(W + "style") if styles is not None else ():
        name = style.get(W + "styleId", "")
        level = style.find(f"{W}pPr/{W}outlineLvl")
        parent = style.find(W + "basedOn")
        if level is not None:
            own[name] = outline_level(level)
        elif parent is not None:
            base[name] = parent.get(W + "val", "")
    levels = {}
    for name in {*own, *base}:
        chain, at = set(), name
        while at in base and at not in chain:
            chain.add(at)
            at = base[at]
        levels[name] = own.get(at, 0)
    return levels


def outline_level(node: Any) -> int:
    """The level of a heading, from 1; 0 for running text."""
    value = node.get(W + "val", "9")
    return int(value) + 1 if value in "012345678" and value else 0
