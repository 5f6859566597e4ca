"""The network guard: only the portal's own hosts, only http(s), never a private address, whatever a page or a redirect says.

Addresses are judged twice: the URL before it is asked for (also after every redirect), and what the host name resolves to at the
moment of connecting, so that no second look-up can change the answer in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.middlewares.outcomes import Refused
from crawler.registry import Portal

REFUSALS = frozenset({"scheme", "userinfo", "host", "private_address"})
"""Why an address may not be asked for: it is not http(s), carries a user name, is not the portal's, or is not public."""

WHY_REFUSED = {
    "scheme": "is neither http nor https",
    "userinfo": "carries a user name",
    "host": "is outside the portal's allowed_hosts; add its host to the registry entry if it is the portal's own",
    "private_address": "is not a public address; only an entry marked `sample: true` may stand on this machine",
}

_NAT64 = int(IPv6Address("64:ff9b::"))


def is_public(address: str, *, allow_loopback: bool = False) -> bool:
    """Whether an IP address may be connected to: globally reachable, also inside IPv4-in-IPv6 forms; loopback only when allowed."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if int(ip) >> 32 == _NAT64 >> 32:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    if ip.is_loopback:
        return allow_loopback
    return ip.is_global and not ip.is_multicast


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    return host == "localhost" or (not is_public(host) and is_public(host, allow_loopback=True))


def refusal(url: str, portal: Portal, *, allow_loopback: bool = False) -> str | None:
    """Why an address may not be asked for (one of `REFUSALS`), or `None` when it may."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
        _ = parts.port
    except (ValueError, UnicodeError):
        return "host"
    if parts.scheme not in ("http", "https"):
        return "scheme"
    if parts.username is not None or parts.password is not None:
        return "userinfo"
    literal = host.strip("[]")
    if _is_literal(literal) and not is_public(literal, allow_loopback=allow_loopback):
        return "private_address"
    return None if host and portal.allows(host) else "host"


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class GuardMiddleware:
    """Refuses every request, redirects and robots.txt included, that leaves the portal."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> GuardMiddleware:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Any) -> None:
        """Refuse or let pass."""
        spider = self.crawler.spider
        if why := refusal(request.url, spider.portal, allow_loopback=spider.options.allow_loopback):
            raise Refused(why, f"{request.url} {WHY_REFUSED[why]}")


@implementer(IHostnameResolver)
class PublicResolver:
    """Resolves host names for Twisted and drops names with any address that is not public.

    A name that resolves to one public and one private address is refused whole: it is either an attack or a broken zone.
    """

    allow_loopback = False

    def __init__(self, original: Any) -> None:
        self._original = original

    def resolveHostName(
        self,
        receiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """Hand the addresses of a name to the receiver, all or none."""
        filtered = _AllOrNone(receiver, self.allow_loopback)
        return self._original.resolveHostName(
            filtered, hostName, portNumber, addressTypes, transportSemantics
        )


@implementer(IResolutionReceiver)
class _AllOrNone:
    def __init__(self, receiver: Any, allow_loopback: bool) -> None:
        self._receiver = receiver
        self._allow_loopback = allow_loopback
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        self._addresses.append(address)

    def resolutionComplete(self) -> None:
        if all(is_public(address.host, allow_loopback=self._allow_loopback) for address in self._addresses):
            for address in self._addresses:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()
