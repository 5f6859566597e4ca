"""What a file is, by its bytes: names and headers lie (`.xls` that is HTML, `.pdf` that is a portal page)."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from pathlib import Path

import olefile

HEAD_BYTES = 8192

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
    (b"{\\rtf", "rtf"),
)

OOXML_PARTS = (("word/", "docx"), ("xl/", "xlsx"))
_MAIN_PARTS = ((b"word/document.xml", "docx"), (b"xl/workbook.xml", "xlsx"), (b"xl/worksheets/", "xlsx"))

_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|table|tbody|tr|td|div|span|p|br|style|center|font|a)[\s>/]",
    re.I,
)
_MHT = re.compile(
    rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*multipart/(?:related|mixed|alternative)", re.I
)
_MARKUP_START = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<", re.S)
_SPREADSHEET_ML = b"urn:schemas-microsoft-com:office:spreadsheet"
_WORD_ML = b"schemas.microsoft.com/office/word/2003/wordml"


def sniff(path: Path) -> str:
    """The media type name of the file at `path`.

    One of `pdf docx doc wps rtf xlsx xls et html mht ofd zip rar 7z gz jpeg png gif bmp tiff text empty unknown`, of the rarer
    `xlsb ods pptx xml-workbook xml-document`, or `encrypted-office` for an Office file behind a password. A container too damaged
    to look into keeps the container's name (`zip`, `ole`).
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    kind = by_magic(head)
    if kind == "zip":
        return _inside_zip(path)
    if kind == "ole":
        return _inside_ole(path)
    if kind == "bmp" and int.from_bytes(head[2:6], "little") != path.stat().st_size:
        return _inside_text(head)
    if kind == "gz" and _gzip_head(path) is None:
        return "gz"
    return kind


def by_magic(head: bytes) -> str:
    """The media type as far as the first bytes tell: a container is only `zip` or `ole`."""
    if not head.strip(b"\x00 \t\r\n"):
        return "empty" if len(head) < HEAD_BYTES else "unknown"
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return _inside_text(head)


def _inside_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError):
        return _damaged_zip(path)
    lower = [name.lower().replace("\\", "/").lstrip("/") for name in names]
    if "ofd.xml" in lower:
        return "ofd"
    if "[content_types].xml" in lower or any(name.startswith("_rels/") for name in lower):
        if "xl/workbook.bin" in lower:
            return "xlsb"
        for prefix, kind in OOXML_PARTS:
            if any(name.startswith(prefix) for name in lower):
                return kind
        if any(name.startswith("ppt/") for name in lower):
            return "pptx"
    if "mimetype" in lower and "content.xml" in lower:
        return _open_document(path, names[lower.index("mimetype")])
    return "zip"


def _open_document(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as stream:
            declared = stream.read(100)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error, EOFError):
        return "zip"
    return "ods" if b"spreadsheet" in declared else "odt" if b"text" in declared else "zip"


def _damaged_zip(path: Path) -> str:
    """A truncated archive has lost its directory; the first local headers still say what it was."""
    with path.open("rb") as stream:
        head = stream.read(1 << 20)
    if b"OFD.xml" in head:
        return "ofd"
    return next((kind for part, kind in _MAIN_PARTS if part in head), "zip")


def _inside_ole(path: Path) -> str:
    try:
        with olefile.OleFileIO(str(path)) as ole:
            streams = {entry[0].lower() for entry in ole.listdir(streams=True, storages=True)}
    except Exception:  # olefile raises whatever a forged structure provokes
        return _damaged_ole(path)
    if not streams:
        return _damaged_ole(path)
    if "encryptedpackage" in streams:
        return "encrypted-office"
    if "worddocument" in streams:
        return "wps" if "wpscustomdata" in streams else "doc"
    if "workbook" in streams or "book" in streams:
        return "et" if "etextdata" in streams else "xls"
    return "ppt" if "powerpoint document" in streams else "unknown"


def _damaged_ole(path: Path) -> str:
    """The directory cannot be followed, but its entries may still be there."""
    with path.open("rb") as stream:
        data = stream.read(1 << 26)
    names = (("WordDocument", "doc"), ("Workbook", "xls"))
    return next((kind for name, kind in names if name.encode("utf-16-le") in data), "ole")


def _gzip_head(path: Path) -> bytes | None:
    try:
        with gzip.open(path) as stream:
            return stream.read(1)
    except (OSError, EOFError, zlib.error):
        return None


def _inside_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _SPREADSHEET_ML in head and b"<Workbook" in head:
        return "xml-workbook"
    if _WORD_ML in head or (b"<pkg:package" in head and b"Word.Document" in head):
        return "xml-document"
    if _MHT.match(head):
        return "mht"
    if _MARKUP_START.match(head) and _HTML.search(head):
        return "html"
    if _HTML.search(head) and len(_HTML.findall(head)) >= 3:
        return "html"
    if head.startswith(b"<?xml"):
        return "xml-document"
    return "text" if _is_text(head) else "unknown"


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    control = sum(head.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13, 27))
    if control > len(head) // 100:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            # the cut at the end of the head may split a character
            head[:-8].decode(encoding) if len(head) >= HEAD_BYTES - 3 else head.decode(encoding)
        except UnicodeDecodeError as error:
            if len(head) - error.start > 16:
                continue
        return True
    return False
