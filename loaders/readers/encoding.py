"""Bytes of Chinese text to characters: the declared charset is often wrong, and `gb2312` always means GB 18030."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)|encoding\s*=\s*["']([\w-]+)""", re.I)
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "iso-8859-1": "cp1252",
    "big5": "big5hkscs",
}


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of `data`: byte order mark, then valid UTF-8, then the declared charset, then GB 18030; the best loses fewest."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    candidates = [*(filter(None, (declared, declared_charset(data)))), "gb18030", "utf-8"]
    texts = [
        data.decode(encoding, "replace") for encoding in dict.fromkeys(map(known, candidates)) if encoding
    ]
    return min(texts, key=lambda text: text.count("\ufffd"))


def declared_charset(data: bytes) -> str | None:
    """The charset that markup declares about itself in its first kilobytes."""
    found = _DECLARED.search(data[:4096])
    return (found.group(1) or found.group(2)).decode() if found else None


def known(charset: str) -> str | None:
    """Python's name for a charset, widened to the superset that publishers mean; `None` when there is none."""
    name = _WIDER.get(charset.strip().lower(), charset.strip().lower())
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
