"""Addresses: joining what a page prints, percent-encoding it, and the key under which an address is known."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from urllib.parse import (
    SplitResult,
    parse_qsl,
    quote,
    unquote_to_bytes,
    urlencode,
    urljoin,
    urlsplit,
    urlunsplit,
)

from crawler.decode import bytes_to_text

_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?"
_NOT_AN_ADDRESS = re.compile(
    r"^\s*(?:javascript|mailto|tel|data|about|file|ftp|vbscript|blob|thunder|weixin)\s*:", re.I
)
# parameters that name a session, a click counter or a display mode, never a document
_NOISE = {
    "jsessionid",
    "phpsessid",
    "sessionid",
    "xxgkhide",
    "spm",
    "isappinstalled",
    "utm_source",
    "cfid",
    "cftoken",
    "nocache",
    "_t",
    "timestamp",
}
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#]*|/\(S\([a-z0-9]{20,}\)\)(?=/)", re.I)
# what differs at every visit whatever it is called, or by what it is called: a random number, the time, a session, a signature
_RANDOM = re.compile(r"0\.\d{8,}")
_NOW = re.compile(r"1[5-9]\d{8}(?:\.?\d+)?")
_CLOCKS = {"t", "_", "ts", "time", "r", "rnd", "rand", "random", "v", "d"}
_SESSION = re.compile(r"(?=.*\d)(?=.*[a-z])[0-9a-z_-]{8,}", re.I)
_SESSIONS = {"sid", "session", "session_id"}
_SIGNED = {"token", "access_token", "sign", "signature", "nonce", "ticket"}
_NAMES_A_DOCUMENT = re.compile(
    r"(?:file|doc|att|attach|attachment|info|news|article|content|wbfile)?_?id|guid|uuid|file_?name|path",
    re.I,
)
_URL_DATES = (
    re.compile(r"/t(20\d{2})(\d{2})(\d{2})_\d+"),
    re.compile(r"/(20\d{2})[/\-](\d{1,2})[/\-](\d{1,2})/"),
    re.compile(r"/(20\d{2})/(\d{1,2})-(\d{1,2})/"),
    re.compile(r"/(20\d{2})(\d{2})/(\d{2})/"),
    re.compile(r"/(20\d{2})/(\d{2})(\d{2})/"),
    re.compile(r"/(20\d{2})(\d{2})(\d{2})/"),
)
_STORED_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|pptx?|txt|csv)$", re.I)


@lru_cache(maxsize=16384)
def join(base: str, href: str) -> str | None:
    """The absolute http(s) address of an `href` as printed on the page `base`, percent-encoded as UTF-8; `None` if it is none.

    Survives what pages print: spaces and line breaks around and inside, `&amp;` left over, backslashes, Chinese and
    full-width punctuation, `..` beyond the root, protocol-relative addresses, international host names.
    """
    raw = href.replace("&amp;", "&").strip()
    raw = re.sub(r"[\r\n\t]+", "", raw)
    if not raw or raw.startswith("#") or _NOT_AN_ADDRESS.match(raw):
        return None
    path, mark, query = raw.partition("?")
    raw = path.replace("\\", "/") + mark + query
    raw = re.sub(r"^(https?):/{3,}", r"\1://", raw, flags=re.I)
    try:
        absolute = urljoin(base, raw)
        return encode(absolute)
    except ValueError:
        return None


def encode(url: str, charset: str = "utf-8") -> str | None:
    """Percent-encode the non-ASCII and unsafe characters of an absolute address; existing escapes stay; `None` if not http(s).

    `charset` is for servers that expect GBK escapes.
    """
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or not _has_real_port(parts):
        return None
    host = parts.netloc.rpartition("@")[2]
    if not host.isascii():
        name, colon, port = host.partition(":")
        try:
            host = name.encode("idna").decode("ascii") + colon + port
        except UnicodeError:
            return None
    user = parts.netloc.rpartition("@")[0]
    netloc = f"{user}@{host}" if user else host
    path = _without_dots(parts.path or "/")
    return urlunsplit(
        (
            parts.scheme.lower(),
            netloc.lower(),
            quote(_stray_percents(path), safe=_PATH_SAFE, encoding=charset, errors="replace"),
            quote(_stray_percents(parts.query), safe=_QUERY_SAFE, encoding=charset, errors="replace"),
            quote(parts.fragment, safe=_QUERY_SAFE + "#"),
        )
    )


def _has_real_port(parts: SplitResult) -> bool:
    """Whether what stands behind the colon of a host is a port (`http://javascript:void(0)` has none)."""
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


def _without_dots(path: str) -> str:
    """Resolve `.` and `..`; a `..` beyond the root is dropped, as browsers do."""
    if "." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    resolved = "/".join(kept)
    if path.endswith(("/.", "/..")) and not resolved.endswith("/"):
        resolved += "/"
    return resolved if resolved.startswith("/") else "/" + resolved


def _stray_percents(text: str) -> str:
    """A percent sign that starts no escape is itself escaped (`增长5%.pdf`)."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)


def gbk_twin(url: str) -> str:
    """The same address with its UTF-8 escapes written as GBK escapes, or `""` when there is nothing to change."""
    parts = urlsplit(url)
    raw = unquote_to_bytes(parts.path)
    if raw.isascii():
        return ""
    try:
        path = quote(raw.decode("utf-8").encode("gb18030"), safe=_PATH_SAFE.replace("%", ""))
    except (UnicodeDecodeError, UnicodeEncodeError):
        return ""
    return urlunsplit(parts._replace(path=path))


@lru_cache(maxsize=16384)
def canonical(url: str) -> str:
    """The address under which a page is known: no session, no counters, no fragment (but `#/route` of an app), sorted query.

    Default ports go, the host is lower case, mobile twins (`mpost_`) become the page they mirror, `/index.html` becomes `/`.
    """
    parts = urlsplit(encode(url) or url)
    host = (parts.hostname or "").lower()
    port = parts.port
    if port and (parts.scheme, port) not in (("http", 80), ("https", 443)):
        host = f"{host}:{port}"
    path = _SESSION_IN_PATH.sub("", parts.path) or "/"
    path = path.replace("/mpost_", "/post_")
    path = re.sub(r"/(?:index|default)\.s?html?$", "/", path, flags=re.I)
    path = re.sub(r"//+", "/", path)
    said = parse_qsl(parts.query, keep_blank_values=True)
    named = any(value and _NAMES_A_DOCUMENT.fullmatch(name) for name, value in said)
    pairs = [(name, value) for name, value in said if not _is_noise(name.lower(), value, named)]
    # a stored file's query is a token or a counter: /attachment/部门预算.pdf?zEdau7nB…
    query = "" if _STORED_FILE.search(path) else urlencode(sorted(pairs))
    fragment = parts.fragment if parts.fragment.startswith("/") else ""
    return urlunsplit((parts.scheme, host, path, query, fragment))


def _is_noise(name: str, value: str, named: bool) -> bool:
    """Whether a query value says nothing about the document; a signature may be its only name, unless another value has `named` it."""
    if name in _NOISE or name.startswith("aspsessionid") or _RANDOM.fullmatch(value):
        return True
    if name in _CLOCKS:
        return bool(_NOW.fullmatch(value))
    return bool((name in _SESSIONS or (named and name in _SIGNED)) and _SESSION.fullmatch(value))


def key(url: str) -> str:
    """`canonical` without the scheme: http and https, with and without `www.`, are the same page."""
    rest = canonical(url).partition("://")[2]
    return rest.removeprefix("www.")


def last_name(url: str) -> str:
    """The decoded last part of the path (`部门预算.pdf`), `""` for a directory."""
    return bytes_to_text(unquote_to_bytes(urlsplit(url).path.rpartition("/")[2]))


def date_of(url: str) -> date | None:
    """The publication date an address carries (`/t20240115_1.html`, `/art/2024/1/15/…`, `/202401/15/…`), if it names a day."""
    path = urlsplit(url).path
    for pattern in _URL_DATES:
        if match := pattern.search(path):
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None
