"""Which addresses are files: extensions, download servlets, viewers."""

from __future__ import annotations

import re
from base64 import b64decode
from functools import lru_cache
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

EXTENSIONS = (
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "ofd", "rtf", "csv", "txt", "zip", "rar", "7z", "tar", "gz",
    "ceb", "cebx", "mht", "docm", "xlsm", "tif", "tiff",
)  # fmt: skip
_EXTENSION = re.compile(r"\.(" + "|".join(sorted(EXTENSIONS, key=len, reverse=True)) + r")(?:$|[?#&;])", re.I)
_NAMED = re.compile(r"\.(" + "|".join(sorted(EXTENSIONS, key=len, reverse=True)) + r")\s*$", re.I)
_SERVLET = re.compile(
    r"/downfile\.jsp|/download\.jsp|wbfileid=|/download\.do\b|DownloadAttachUrl|downloadfile|fileDownload|file/download/|"
    r"/downloadServlet|virtual_attach_file|/attachmentDownload|DownAttach|download\.aspx?\?|/module/download/|downattachment|"
    r"/api/.{0,40}/download\b|/\w*(?:down(?:load)?(?:file|attach\w*|doc)?|(?:file|attach\w*)_?down(?:load)?)(?:\.(?:do|action|ashx|php))?\?\w+=",
    re.I,
)
_VIEWER_PARAMETERS = ("file", "fileurl", "pdf", "pdfurl", "url", "src", "path")
_DOWNLOAD_SCRIPT = re.compile(r"down|attach|getfile|fileservice", re.I)
_PAGE = re.compile(r"\.(?:s?html?|j?html|thtml|jspx?|aspx?|php)$", re.I)
_BASE64 = re.compile(r"[A-Za-z0-9+/ ]+={0,2}")


def extension(address: str) -> str:
    """The document extension an address or a file name ends in (`pdf`), `""` when it has none."""
    match = _EXTENSION.search(urlsplit(address).path) or _NAMED.search(unquote(address))
    return match[1].lower() if match else ""


@lru_cache(maxsize=16384)
def is_file(address: str) -> bool:
    """Whether an address names a document file or a download servlet."""
    parts = urlsplit(address)
    if _EXTENSION.search(parts.path):
        return True
    if _SERVLET.search(address):
        return True
    # the name may stand in the query of a download script, but a viewer page shows a file that lies elsewhere
    script = _PAGE.search(parts.path)
    downloads = bool(_DOWNLOAD_SCRIPT.search(parts.path))
    named = (value for _, value in parse_qsl(parts.query) if _NAMED.search(value))
    return any(downloads or (script is None and "/" not in value) for value in named)


def viewed(address: str) -> str:
    """The file a viewer page shows (`…/viewer.html?file=<escaped>.pdf`), as written in its query, or `""`."""
    parts = urlsplit(address)
    if not parts.query:
        return ""
    values = {name.lower(): value[-1] for name, value in parse_qs(parts.query).items()}
    for name in _VIEWER_PARAMETERS:
        value = values.get(name, "")
        for shown in (value, _unwrapped(value)):
            if shown and (extension(shown) or _SERVLET.search(shown)):
                return shown
    return ""


def _unwrapped(value: str) -> str:
    """The address that a viewer was given in base64 (kkFileView does so), escaped once more or not; `""` for anything else."""
    if len(value) < 16 or not _BASE64.fullmatch(value):
        return ""
    try:
        return unquote(b64decode(value.replace(" ", "+"), validate=True).decode("utf-8"))
    except (ValueError, UnicodeDecodeError):
        return ""


def is_page(address: str) -> bool:
    """Whether an address ends like a web page."""
    return bool(_PAGE.search(urlsplit(address).path))
