"""Lint of the registry: what a person should look at before a portal is crawled. Nothing is fetched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from crawler import families, urls
from crawler.families import signatures
from crawler.families.dialects import Unknown
from crawler.registry import Portal

Severity = Literal["error", "warning", "info"]

MIN_DELAY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of the lint: a stable `code` and a sentence."""

    portal_id: str
    severity: Severity
    code: str
    message: str


def check(portals: Iterable[Portal]) -> tuple[Finding, ...]:
    """All findings, errors first, in the order of the portals."""
    listed = list(portals)
    shared = Counter(urls.key(entry.url) for portal in listed for entry in portal.entries)
    findings = [finding for portal in listed for finding in (*_portal(portal), *_shared(portal, shared))]
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(findings, key=lambda finding: order[finding.severity]))


def _portal(portal: Portal) -> Iterable[Finding]:
    if portal.family not in families.FAMILIES:
        message = f"{portal.name} names the family {portal.family!r}, which does not exist"
        yield Finding(portal.portal_id, "error", "unknown_family", message)
        return
    for is_so, severity, code, message in _rules(portal, portal.name):
        if is_so:
            yield Finding(portal.portal_id, severity, code, message)
    for entry in portal.entries:
        yield from _entry(portal, entry.url)


def _rules(portal: Portal, name: str) -> Iterable[tuple[bool, Severity, str, str]]:
    """What may be wrong with an entry as a whole: whether it is, how bad, its code, and a sentence."""
    active, idle = portal.status == "active", portal.status in ("needs_js", "dead", "blocked")
    unknown = isinstance(families.get(portal.family), Unknown)
    undated = bool(portal.robots_override) and not re.search(r"20\d\d", portal.robots_override)
    return (
        (
            active and not portal.entries,
            "error",
            "no_entry",
            f"{name} is active but has no entry to start from",
        ),
        (
            *(active and portal.verified_on is None, "warning", "unverified_active"),
            f"{name} is active but nobody says when it was seen (verified_on)",
        ),
        (
            *(unknown and not idle, "error", "no_adapter"),
            f"{name} uses {portal.family}, whose interface is not known; its status should be needs_js",
        ),
        (
            *(not portal.entries and portal.status != "dead", "info", "no_column"),
            f"no budget column of {name} is known; probe {portal.home or 'its home page'}",
        ),
        (
            *(portal.delay_seconds < MIN_DELAY_SECONDS and not portal.sample, "warning", "impolite"),
            f"{name} is asked every {portal.delay_seconds} s; give a site at least {MIN_DELAY_SECONDS:.0f} s",
        ),
        (undated, "warning", "robots_override", f"{name} overrides robots.txt without a dated reason"),
        (
            *(not portal.verify_tls and not portal.notes, "warning", "tls_unexplained"),
            f"{name} skips certificate checks without a note that says why",
        ),
    )


def _entry(portal: Portal, url: str) -> Iterable[Finding]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    guessed = signatures.guess(url)
    strong = any(pattern.search(url) for pattern in signatures.table()[guessed].url)
    if strong and guessed != portal.family:
        message = f"{url} has the shape of {guessed}, but the registry says {portal.family}"
        yield Finding(portal.portal_id, "warning", "family_mismatch", message)
    if _is_address(host):
        message = (
            f"{url} is a bare address: confirm from the region's own portal that it is the official channel"
        )
        yield Finding(portal.portal_id, "info", "bare_address", message)
    elif not host.endswith(".gov.cn") and not portal.sample:
        message = (
            f"{url} is not under gov.cn: confirm from the region's own portal that it is the official channel"
        )
        yield Finding(portal.portal_id, "info", "not_gov_cn", message)
    if host == "www.gov.cn" and portal.level != "province":
        yield Finding(
            portal.portal_id,
            "warning",
            "national_host",
            f"{url} is the central government's site, not that of {portal.name}",
        )
    if parts.path in ("", "/") and not parts.query and not parts.fragment and not portal.platform:
        yield Finding(portal.portal_id, "info", "home_page", f"{url} is a home page, not a column; probe it")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _shared(portal: Portal, shared: Counter[str]) -> Iterable[Finding]:
    for entry in portal.entries:
        if (count := shared[urls.key(entry.url)]) > 1:
            message = f"{count} portals start at {entry.url}: a hub of several regions, or a column filed under the wrong one"
            yield Finding(portal.portal_id, "info", "shared_entry", message)
