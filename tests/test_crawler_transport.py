"""What stands below a crawl may fail: the disk, the certificate, the registry's knowledge."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from network.runs import NOW, codes, run
from network.site import Site, small_portal

from crawler.archive import Archive, ArchiveError


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


def test_a_disk_that_refuses_ends_the_run_at_once(
    archive: Archive, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(chunks: Any) -> Any:
        raise ArchiveError("cannot write to the archive: no space left on device; free some space")

    async def at_once(function: Any, *arguments: Any) -> Any:
        return function(*arguments)

    small_portal(site, count=12)
    monkeypatch.setattr(archive, "put", full)
    # beside the loop, as many files come as a busy machine needs to wake the writing thread
    monkeypatch.setattr(asyncio, "to_thread", at_once)
    report = run(site, archive)
    assert (report.status, report.reason, report.exit_code) == ("failed", "archive", 1)
    assert len([path for path in site.paths() if path.startswith("/files/")]) <= 2  # one is under way
    monkeypatch.undo()
    assert run(site, archive, now=NOW + timedelta(hours=1)).new_files == 12


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
