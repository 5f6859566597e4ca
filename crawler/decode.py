"""Bytes to text: pages whose declared charset is missing or wrong, and file names in Content-Disposition headers."""

from __future__ import annotations

import codecs
import re
from urllib.parse import unquote_to_bytes

_META_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.I
)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.I)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_GB_NAMES = {"gb2312", "gbk", "gb_2312-80", "gb_2312", "x-gbk", "hz-gb-2312", "cp936", "gb18030"}


def to_text(body: bytes, content_type: str = "") -> str:
    """A page's text, whatever its labels claim.

    Order: byte order mark, bytes that are valid UTF-8 with non-ASCII characters (GBK text practically never is), `<meta charset>`,
    the header, then gb18030. gb2312 and gbk labels are read as gb18030, their superset. Broken bytes become U+FFFD; this never raises.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace").removeprefix("\ufeff")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    candidates = []
    if match := _META_CHARSET.search(body[:4096]):
        candidates.append(match[1].decode("ascii"))
    if header := _HEADER_CHARSET.search(content_type):
        candidates.append(header[1])
    texts = [
        body.decode(encoding, "replace")
        for label in [*candidates, "gb18030", "utf-8"]
        if (encoding := _codec(label))
    ]
    return min(texts, key=lambda text: text.count("\ufffd"))


def _codec(label: str) -> str | None:
    name = label.strip().lower()
    if name in _GB_NAMES:
        return "gb18030"
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def bytes_to_text(raw: bytes) -> str:
    """Text of a short byte string without labels (a header, a query value): UTF-8 if valid, else gb18030, else Latin-1."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def disposition_name(header: bytes | str) -> str | None:
    r"""The file name of a Content-Disposition header, or `None`.

    Understands `filename*=charset'lang'percent` (RFC 5987, preferred), `filename="…"` with raw UTF-8 or GBK bytes, the same bytes
    read as Latin-1, percent-encoding without a star, RFC 2047 words are left alone, and a header without a disposition type
    (`;filename=…`). Any path before the name is dropped.
    """
    raw = header if isinstance(header, bytes) else _header_bytes(header)
    if match := re.search(rb"filename\*\s*=\s*\"?([\w\-]*)'[^']*'([^;\"]+)", raw, re.I):
        value = unquote_to_bytes(match[2].strip())
        encoding = _codec(match[1].decode("ascii", "ignore"))
        name = value.decode(encoding, "replace") if encoding else bytes_to_text(value)
        if name := _bare(name):
            return name
    if match := re.search(rb'filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))', raw, re.I):
        value = match[1] if match[1] is not None else match[2].strip().strip(b"'\"")
        if b"%" in value:
            value = unquote_to_bytes(value)
        return _bare(bytes_to_text(value)) or None
    return None


def _header_bytes(header: str) -> bytes:
    """Undo the Latin-1 reading that HTTP clients give header bytes; real text stays UTF-8."""
    try:
        return header.encode("latin-1")
    except UnicodeEncodeError:
        return header.encode("utf-8")


def _bare(name: str) -> str:
    return re.split(r"[\\/]", name.strip().strip("\x00"))[-1].strip()
