"""Guard, robots.txt, patience, challenges, limits: what the crawler does when a site is difficult, or wicked."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from network.site import Answer, Asked, Site, article, listing, small_portal

from crawler.archive import Archive, ArchiveError
from crawler.middlewares.challenge import classify
from crawler.middlewares.guard import PublicResolver, is_public, refusal
from crawler.middlewares.patience import wait_asked
from crawler.registry import Portal
from crawler.report import CrawlOptions, CrawlReport
from crawler.run import crawl, polite

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 23:00 in Shanghai
QUICK = CrawlOptions(
    allow_loopback=True, now=NOW, retry_base=0.01, retry_limit=1.0, page_timeout=5, file_timeout=5
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive") as archive:
        yield archive


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        small_portal(site)
        yield site


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    """A server's TLS context whose certificate nobody signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    form = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "own.pem").write_bytes(
        made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(serialization.Encoding.PEM, *form)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "own.pem")
    return context


def run(site: Site, archive: Archive, portal: Portal | None = None, **values: Any) -> CrawlReport:
    return crawl(portal or site.portal(), archive, replace(QUICK, **values))


def codes(report: CrawlReport) -> set[str]:
    return {finding.code for finding in report.findings}


# -- the guard


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
        ("http://127.0.0.1/", "host"),
        ("http://2130706433/", "host"),
        ("http://0x7f.1/", "host"),
        ("http://[::1]/", "host"),
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


# -- robots.txt


def test_robots_txt_is_obeyed_and_told(archive: Archive, site: Site) -> None:
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /files/\n", media_type="text/plain")
    report = run(site, archive)
    assert not [path for path in site.paths() if path.startswith("/files/")]
    assert "refused:robots" in codes(report)
    assert report.refused == 3


def test_a_server_error_for_robots_txt_means_not_now(archive: Archive, site: Site) -> None:
    site.routes["/robots.txt"] = Answer(status=503)
    report = run(site, archive)
    assert site.paths() == []
    assert (report.status, report.reason) == ("failed", "robots_unavailable")
    assert run(site, archive).status == "resting"


def test_a_missing_robots_txt_permits(archive: Archive, site: Site) -> None:
    assert run(site, archive).new_files == 3


def test_a_written_override_switches_robots_txt_off(archive: Archive, site: Site) -> None:
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /\n", media_type="text/plain")
    assert run(site, archive).exit_code == 1
    agreed = site.portal(robots_override="agreed in writing with the county's information office")
    assert run(site, archive, agreed).new_files == 3


def test_who_we_are_is_in_every_request(archive: Archive, site: Site) -> None:
    run(site, archive, contact="mailto:someone@example.org")
    agents = {asked.headers["User-Agent"] for asked in site.asked}
    assert len(agents) == 1
    assert "Gongkai/" in agents.pop()


def gaps(site: Site) -> list[float]:
    times = [asked.at for asked in site.asked if asked.path != "/robots.txt"]
    return [later - earlier for earlier, later in pairwise(times)]


def test_a_crawl_delay_is_kept(archive: Archive, site: Site) -> None:
    site.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 0.2\n", media_type="text/plain")
    run(site, archive)
    assert min(gaps(site)) >= 0.19


def test_requests_come_one_at_a_time_with_a_pause_that_varies(archive: Archive, site: Site) -> None:
    run(site, archive, site.portal(delay_seconds=0.1), concurrency=1)
    assert min(gaps(site)) >= 0.049
    assert len({round(gap, 2) for gap in gaps(site)}) > 1
    assert site.most_at_once == 1


def test_haste_is_refused_outside_this_machine() -> None:
    portal = Portal.model_validate(
        {"region_code": "410105", "name": "测试区", "entries": [{"url": "http://a.gov.cn/"}]}
    )
    asked = replace(QUICK, delay_seconds=0.0, concurrency=16)
    assert (polite(portal, asked).delay_seconds, polite(portal, asked).concurrency) == (None, 1)


# -- patience


def test_retry_after_is_understood() -> None:
    assert wait_asked("120", NOW) == 120
    assert wait_asked("Mon, 02 Mar 2026 15:01:00 GMT", NOW) == 60
    assert wait_asked("Mon, 02 Mar 2026 14:00:00 GMT", NOW) == 0
    assert wait_asked("soon", NOW) is None
    assert wait_asked("", NOW) is None


def test_a_busy_server_is_asked_again_when_it_wishes(archive: Archive, site: Site) -> None:
    times: list[float] = []
    good = site.routes["/files/2.pdf"]

    def busy(asked: Asked) -> Answer:
        times.append(time.monotonic())
        if len(times) == 1:
            return Answer(status=429, headers={"Retry-After": "1"})
        assert isinstance(good, Answer)
        return good

    site.routes["/files/2.pdf"] = busy
    report = run(site, archive)
    assert report.new_files == 3
    assert times[1] - times[0] >= 1.0
    assert [c.outcome for c in archive.captures() if c.url.endswith("/files/2.pdf")] == ["retried", "ok"]


def test_a_server_that_asks_for_hours_is_left_alone_for_hours(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/a/1.html"] = Answer(status=503, headers={"Retry-After": "7200"})
    report = run(site, archive)
    assert (report.status, report.reason) == ("partial", "rate_limited")
    again = run(site, archive)
    assert again.status == "resting"
    assert again.requests == 0


def test_a_server_that_keeps_failing_is_left_alone(archive: Archive, site: Site) -> None:
    small_portal(site, count=8)
    for number in range(1, 9):
        site.routes[f"/zwgk/a/{number}.html"] = Answer(status=503)
    report = run(site, archive)
    assert (report.status, report.reason) == ("failed", "rate_limited")
    assert len(site.paths()) <= 1 + 3 * 3
    assert report.pending > 0


def test_a_connection_that_breaks_is_tried_again(archive: Archive, site: Site) -> None:
    seen: list[int] = []
    good = site.routes["/files/1.pdf"]

    def broken(asked: Asked) -> Answer:
        seen.append(1)
        if len(seen) < 3:
            return Answer(headers={"Content-Length": "1000"}, stream=lambda out: out.write(b"%PDF"))
        assert isinstance(good, Answer)
        return good

    site.routes["/files/1.pdf"] = broken
    report = run(site, archive)
    assert report.new_files == 3
    assert len(seen) == 3


def test_a_slow_page_ends_at_its_time(archive: Archive, site: Site) -> None:
    def drip(out: Any) -> None:
        for _ in range(200):
            out.write(b"x")
            out.flush()
            time.sleep(0.05)

    site.routes["/files/1.pdf"] = Answer(headers={"Content-Length": "100000"}, stream=drip)
    started = time.monotonic()
    report = run(site, archive, file_timeout=0.5)
    assert time.monotonic() - started < 5
    assert report.new_files == 2
    assert report.failed == 1
    assert report.pending == 1


# -- limits


def test_a_declared_giant_and_an_endless_file_end_at_the_cap(archive: Archive, site: Site) -> None:
    sent = []

    def endless(out: Any) -> None:
        while True:
            out.write(b"%PDF" + b"x" * 65536)
            sent.append(65536)

    giant = Answer(headers={"Content-Length": str(50 * 10**9)}, stream=lambda out: out.write(b"%PDF" * 1000))
    site.routes["/files/1.pdf"] = giant
    site.routes["/files/2.pdf"] = Answer(stream=endless)
    report = run(site, archive, site.portal(caps={"file_bytes": 1_000_000}))
    assert report.new_files == 1
    assert "too_large" in codes(report)
    assert sum(sent) < 20_000_000
    assert [c.detail for c in archive.captures() if c.outcome == "failed"] == ["too_large", "too_large"]
    assert run(site, archive).requests <= 2, "a file beyond the cap is not tried every night"


def test_the_days_requests_are_a_cap_and_the_rest_follows_tomorrow(archive: Archive, site: Site) -> None:
    small_portal(site, count=20)
    portal = site.portal(caps={"requests_per_day": 12})
    first = run(site, archive, portal)
    assert (first.status, first.reason, first.requests) == ("partial", "budget", 12)
    assert run(site, archive, portal).requests == 0
    second = run(site, archive, portal, now=NOW + timedelta(days=1))
    assert second.requests == 12
    files = [path for path in site.paths() if path.startswith("/files/")]
    assert len(files) == len(set(files)), "nothing is fetched twice"


def test_the_deadline_ends_a_run(archive: Archive, site: Site) -> None:
    report = run(site, archive, deadline_seconds=0.0)
    assert (report.status, report.reason) == ("partial", "deadline")
    assert site.paths() == []


def test_the_deadline_cuts_a_download_short(archive: Archive, site: Site) -> None:
    def drip(out: Any) -> None:
        for _ in range(400):
            out.write(b"x")
            out.flush()
            time.sleep(0.05)

    site.routes["/files/1.pdf"] = Answer(headers={"Content-Length": "100000"}, stream=drip)
    started = time.monotonic()
    report = run(site, archive, deadline_seconds=1.5, file_timeout=60)
    assert time.monotonic() - started < 6
    assert (report.status, report.reason) == ("partial", "deadline")
    assert report.pending >= 1


def test_files_wait_for_the_night(archive: Archive, site: Site) -> None:
    noon = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    report = run(site, archive, now=noon)
    assert (report.articles, report.downloads, report.deferred) == (3, 0, 3)
    night = run(site, archive)
    assert night.downloads == 3
    assert night.articles == 0


# -- challenges


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (412, b"", "ruishu"),
        (202, b"<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></html>", "ruishu"),
        (200, b"<html><script>$_ts = window['$_ts']</script></html>", "ruishu"),
        (521, b"<script>document.cookie=('_')</script>", "jiasule"),
        (200, b"<html><script>var x='__jsl_clearance_s=1';</script></html>", "jiasule"),
        (200, b"<html><script>var arg1='A1B2C3D4E5F60718293A4B5C6D7E8F90';</script></html>", "acw_sc"),
        (200, "<html><body>请开启JavaScript并刷新该页</body></html>".encode(), "wzws"),
        (200, "<html><head><title>访问异常页面</title></head></html>".encode(), "firewall"),
        (403, "<html><body>请求被WEB防火墙拦截</body></html>".encode("gbk"), "firewall"),
        (
            200,
            b"<html><form><img src='/system/resource/js/filedownload/createimage.jsp'></form></html>",
            "captcha",
        ),
        (403, b"", "denied"),
        (461, b"<html>no</html>", "denied"),
        (200, b"%PDF-1.7 __jsl_clearance", None),
        (404, b"<html>not found</html>", None),
    ],
)
def test_challenges_are_recognised(status: int, body: bytes, kind: str | None) -> None:
    assert classify(status, body) == kind


def test_ordinary_pages_are_no_challenge() -> None:
    page = listing([("/a.html", "某局2024年部门预算", "2024-02-01")]).encode()
    assert classify(200, page, "text/html") is None
    login = article("某局2024年部门预算", "2024-02-01", "<form>验证码<input><a>下载</a></form>").encode()
    assert classify(200, login, "text/html") is None


def test_a_challenge_stops_the_source_for_a_day_then_for_a_week(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/a/2.html"] = Answer("<script>var x='__jsl_clearance=1'</script>", status=521)
    first = run(site, archive)
    assert (first.status, first.reason, first.exit_code) == ("blocked", "jiasule", 1)
    assert "blocked:jiasule" in codes(first)
    assert run(site, archive, now=NOW + timedelta(hours=23)).status == "resting"
    assert run(site, archive, now=NOW + timedelta(hours=25)).status == "blocked"
    assert run(site, archive, now=NOW + timedelta(days=6)).status == "resting"
    blocked = [c for c in archive.captures() if c.outcome == "blocked"]
    assert len(blocked) == 2
    assert archive.page(blocked[0].page_sha256 or "") is not None
    site.routes["/zwgk/a/2.html"] = article("测试区单位2局2024年部门预算", "2024-02-03")
    assert run(site, archive, now=NOW + timedelta(days=9)).status == "ok"


def test_three_denials_stop_the_source_and_one_does_not(archive: Archive, site: Site) -> None:
    small_portal(site, count=6)
    site.routes["/files/1.pdf"] = Answer(status=403)
    assert run(site, archive).status == "ok"
    for number in range(2, 7):
        site.routes[f"/zwgk/b/{number}.html"] = Answer(status=403)
    rows = [
        (f"/zwgk/b/{number}.html", f"测试区乙{number}局2024年部门预算", "2024-03-01")
        for number in range(2, 7)
    ]
    site.routes["/zwgk/czyjs/"] = listing(rows)
    report = run(site, archive)
    assert (report.status, report.reason) == ("blocked", "denied")


def test_a_captcha_in_a_files_place_stops_the_source_and_is_never_stored(
    archive: Archive, site: Site
) -> None:
    form = "<html><body><form><img src='createimage.jsp'><input name='codeValue'></form></body></html>"
    site.routes["/files/1.pdf"] = Answer(form)
    report = run(site, archive)
    assert (report.status, report.reason) == ("blocked", "captcha")
    assert not [c for c in archive.captures() if c.file_sha256 and c.url.endswith("1.pdf")]


def test_a_site_that_redirects_to_itself_to_set_a_cookie_works(archive: Archive, site: Site) -> None:
    page = site.routes["/zwgk/czyjs/"]

    def gate(asked: Asked) -> Answer:
        if "token=1" in asked.headers.get("Cookie", ""):
            assert isinstance(page, Answer)
            return page
        return Answer(status=302, headers={"Location": asked.path, "Set-Cookie": "token=1; path=/"})

    site.routes["/zwgk/czyjs/"] = gate
    assert run(site, archive).new_files == 3


def test_an_endless_redirect_ends(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/czyjs/"] = Answer(status=302, headers={"Location": "/zwgk/czyjs/"})
    report = run(site, archive)
    assert len(site.paths()) < 12
    assert report.exit_code == 1
    assert "list_failed" in codes(report)


# -- the archive


def test_a_disk_that_refuses_ends_the_run_at_once(
    archive: Archive, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(chunks: Any) -> Any:
        raise ArchiveError("cannot write to the archive: no space left on device; free some space")

    small_portal(site, count=12)
    monkeypatch.setattr(archive, "put", full)
    report = run(site, archive)
    assert (report.status, report.reason, report.exit_code) == ("failed", "archive", 1)
    assert len([path for path in site.paths() if path.startswith("/files/")]) <= 5
    monkeypatch.undo()
    assert run(site, archive, now=NOW + timedelta(hours=1)).new_files == 12


# -- transport


def test_a_certificate_that_cannot_be_verified_is_refused_and_said(
    archive: Archive, site: Site, certificate: ssl.SSLContext
) -> None:
    site.encrypt(certificate)
    strict = run(site, archive)
    assert "refused:certificate" in codes(strict)
    assert any("verify_tls" in finding.message for finding in strict.findings)
    assert site.asked == []
    reviewed = run(site, archive, site.portal(verify_tls=False, tls_profile="seclevel1"))
    assert reviewed.new_files == 3


def test_a_portal_without_a_known_column_is_an_error(archive: Archive, site: Site) -> None:
    portal = site.portal().model_copy(update={"entries": ()})
    report = run(site, archive, portal)
    assert "no_entry" in codes(report)
    assert report.exit_code == 1
