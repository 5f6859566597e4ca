"""The network guard: no request leaves the portal's own hosts or reaches a private address, whatever names, pages and redirects say."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import Any

import pytest
from network.runs import codes, run
from network.site import Answer, Site, article, small_portal

from crawler.archive import Archive
from crawler.middlewares.guard import PublicResolver, is_public, refusal
from crawler.registry import Portal


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("114.114.114.114", True),
        ("2400:3200::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("not an address", False),
    ],
)
def test_only_public_addresses_may_be_connected_to(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://www.cs.gov.cn/a.html", None),
        ("https://WWW.CS.GOV.CN./a.html", None),
        ("http://file.cs.gov.cn:8080/a.pdf", None),
        ("ftp://www.cs.gov.cn/a.pdf", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http://user:secret@www.cs.gov.cn/", "userinfo"),
        ("http://www.cs.gov.cn@evil.example/", "userinfo"),
        ("http://evil.example/", "host"),
        ("http://cs.gov.cn.evil.example/", "host"),
        ("http://www.cs.gov.cn.evil.example/", "host"),
        ("http://evilcs.gov.cn/", "host"),
        ("http://127.0.0.1/", "private_address"),
        ("http://2130706433/", "host"),
        ("http://0x7f.1/", "host"),
        ("http://0177.0.0.1/", "host"),
        ("http://127.1/", "host"),
        ("http://[::ffff:127.0.0.1]/", "private_address"),
        ("gopher://www.cs.gov.cn/", "scheme"),
        ("http://www.cs.gov.cn\\@evil.example/", "userinfo"),
        ("http://[::1]/", "private_address"),
        ("http://ｗｗｗ.evil.example/", "host"),
        ("http://www.cs.gov.cn:99999/", "host"),
        ("http:///a", "host"),
    ],
)
def test_addresses_outside_the_portal_are_refused(url: str, why: str | None) -> None:
    portal = Portal.model_validate(
        {
            "region_code": "410105",
            "name": "测试区",
            "entries": [{"url": "http://www.cs.gov.cn/"}],
            "allowed_hosts": ["www.cs.gov.cn", "*.cs.gov.cn"],
        }
    )
    assert refusal(url, portal) == why


def test_an_international_name_and_its_ascii_form_are_one_host() -> None:
    portal = Portal.model_validate(
        {"region_code": "410105", "name": "测试区", "entries": [{"url": "http://xn--0zwm56d.cn/"}]}
    )
    assert refusal("http://测试.cn/", portal) is None
    assert refusal("http://测试.example/", portal) == "host"


def test_a_private_literal_is_refused_even_when_a_registry_lists_it() -> None:
    portal = Portal.model_validate(
        {
            "region_code": "410105",
            "name": "测试区",
            "entries": [{"url": "http://10.0.0.1/"}, {"url": "http://127.0.0.1/"}],
        }
    )
    assert refusal("http://10.0.0.1/", portal) == "private_address"
    assert refusal("http://10.0.0.1/", portal, allow_loopback=True) == "private_address"
    assert refusal("http://127.0.0.1/", portal) == "private_address"
    assert refusal("http://127.0.0.1/", portal, allow_loopback=True) is None


@pytest.mark.parametrize("address", ["127.0.0.1", "10.9.8.7", "192.168.0.9", "::1", "169.254.169.254"])
def test_a_name_that_resolves_to_a_private_address_is_never_connected_to(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    real = socket.getaddrinfo
    family = socket.AF_INET6 if ":" in address else socket.AF_INET

    def resolve(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host in ("rebound.gov.cn", b"rebound.gov.cn"):
            return [(family, socket.SOCK_STREAM, 6, "", (address, port))]
        return real(host, port, *rest, **more)

    monkeypatch.setattr("twisted.internet._resolver.getaddrinfo", resolve)
    with Site(address="127.0.0.1") as inside:
        small_portal(inside)
        port = inside.url.rpartition(":")[2]
        portal = inside.portal().model_copy(update={"allowed_hosts": ("rebound.gov.cn",)})
        entry = portal.entries[0].model_copy(update={"url": f"http://rebound.gov.cn:{port}/zwgk/czyjs/"})
        portal = portal.model_copy(update={"entries": (entry,)})
        report = run(inside, archive, portal, allow_loopback=False)
        assert inside.asked == []
    assert report.exit_code == 1
    assert report.new_files == 0


@pytest.mark.parametrize(
    ("addresses", "handed_on"),
    [(["1.2.3.4", "5.6.7.8"], 2), (["1.2.3.4", "10.0.0.1"], 0), (["2400:3200::1", "::1"], 0), ([], 0)],
)
def test_a_name_with_any_private_address_is_dropped_whole(addresses: list[str], handed_on: int) -> None:
    class Names:
        def resolveHostName(self, receiver: Any, *rest: Any) -> None:
            receiver.resolutionBegan(None)
            for host in addresses:
                receiver.addressResolved(SimpleNamespace(host=host))
            receiver.resolutionComplete()

    received: list[Any] = []
    receiver = SimpleNamespace(
        resolutionBegan=lambda _: None, addressResolved=received.append, resolutionComplete=lambda: None
    )
    PublicResolver(Names()).resolveHostName(receiver, "www.example.gov.cn")
    assert len(received) == handed_on


def test_no_redirect_leads_out_of_the_portal(archive: Archive, site: Site) -> None:
    with Site() as outside:
        outside.routes["/x.pdf"] = Answer("%PDF stolen")
        targets = [
            outside.url + "/x.pdf",
            f"http://user@{site.address}:1/x.pdf",
            "file:///etc/hostname",
            "ftp://example.com/x.pdf",
            "http://127.0.0.1:1/x.pdf",
            "http://[::1]:1/x.pdf",
            "//" + outside.url.removeprefix("http://") + "/x.pdf",
        ]
        links = ""
        for number, target in enumerate(targets):
            site.routes[f"/go/{number}.pdf"] = Answer(status=302, headers={"Location": target})
            links += f'<a href="/go/{number}.pdf">附件{number}.pdf</a>'
        links += f'<a href="{outside.url}/x.pdf">外站.pdf</a>'
        site.routes["/zwgk/a/1.html"] = article("测试区单位1局2024年部门预算", "2024-02-02", links)
        report = run(site, archive)
        assert outside.asked == []
    assert report.new_files == 2
    assert {"refused:host"} <= codes(report)
    assert not [c for c in archive.captures() if c.file_sha256 and "/go/" in c.url]


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"])
def test_no_spelling_of_a_private_address_is_connected_to(archive: Archive, host: str) -> None:
    """Names that the resolver turns into 127.0.0.1, listed by mistake in the registry itself."""
    with Site(address="127.0.0.1") as inside:
        small_portal(inside)
        port = inside.url.rpartition(":")[2]
        portal = inside.portal(allowed_hosts=["127.0.0.1"]).model_copy(update={"allowed_hosts": (host,)})
        entry = portal.entries[0].model_copy(update={"url": f"http://{host}:{port}/zwgk/czyjs/"})
        report = run(inside, archive, portal.model_copy(update={"entries": (entry,)}), allow_loopback=False)
        assert inside.asked == []
    assert (report.exit_code, report.new_files) == (1, 0)


def test_a_column_that_moved_to_another_site_is_not_followed_there(archive: Archive, site: Site) -> None:
    with Site() as outside:
        small_portal(outside)
        site.routes["/zwgk/czyjs/"] = Answer(status=301, headers={"Location": outside.url + "/zwgk/czyjs/"})
        site.routes["/robots.txt"] = Answer(status=302, headers={"Location": outside.url + "/robots.txt"})
        report = run(site, archive)
        assert outside.asked == []
    assert report.exit_code == 1
    finding = next(finding for finding in report.findings if finding.code == "refused:host")
    assert "add its host to the registry entry if it is the portal's own" in finding.message
