"""The list tables of a binary Word file → computed labels.

Source: [MS-DOC] PlfLst, LVL, PlfLfo; number format codes: [MS-OSHARED] MSONFC.
"""

from __future__ import annotations

import struct

from loaders.readers.word.numbering import LEVELS, Level, Numbering

_FORMATS = {
    **{
        0: "decimal",
        1: "upperRoman",
        2: "lowerRoman",
        3: "upperLetter",
        4: "lowerLetter",
        11: "chineseCounting",
    },
    **{18: "decimalEnclosedCircle", 23: "bullet", 29: "decimalEnclosedCircle", 30: "ideographTraditional"},
    **{
        33: "chineseCounting",
        35: "chineseCounting",
        37: "chineseCounting",
        39: "chineseCounting",
        255: "none",
    },
}
_LIST, _LEVEL, _OVERRIDE = 28, 28, 16


def numbering(lists: bytes, levels: bytes, overrides: bytes) -> Numbering:
    """The labels of a document.

    Args:
        lists: the `PlfLst`: a count and the lists' headers.
        levels: what follows it in the table stream: the levels of all lists.
        overrides: the `PlfLfo`: which list each number id means.
    """
    found: dict[str, dict[int, Level]] = {}
    at = 0
    for index in range(min(int.from_bytes(lists[:2], "little"), (len(lists) - 2) // _LIST)):
        header = lists[2 + index * _LIST : 2 + (index + 1) * _LIST]
        own: dict[int, Level] = {}
        for depth in range(1 if header[26] & 1 else LEVELS):
            level, at = _level(levels, at)
            if level is None:
                return Numbering(found, _numbers(overrides))
            own[depth] = level
        found[header[:4].hex()] = own
    return Numbering(found, _numbers(overrides))


def _level(data: bytes, at: int) -> tuple[Level | None, int]:
    if at + _LEVEL + 2 > len(data):
        return None, at
    start, code = struct.unpack_from("<iB", data, at)
    text_at = at + _LEVEL + data[at + 24] + data[at + 25]
    count = int.from_bytes(data[text_at : text_at + 2], "little")
    end = text_at + 2 + count * 2
    if end > len(data):
        return None, at
    text = data[text_at + 2 : end].decode("utf-16-le", "replace")
    # a character below 9 stands for the number of that level
    template = "".join(
        f"%{ord(character) + 1}" if ord(character) < LEVELS else character for character in text
    )
    style = _FORMATS.get(code, "decimal")
    return Level(style, "" if style == "bullet" else template, max(0, min(start, 10_000))), end


def _numbers(overrides: bytes) -> dict[str, str]:
    count = min(int.from_bytes(overrides[:4], "little"), max(0, len(overrides) - 4) // _OVERRIDE)
    return {
        str(index + 1): overrides[4 + index * _OVERRIDE : 8 + index * _OVERRIDE].hex()
        for index in range(count)
    }
