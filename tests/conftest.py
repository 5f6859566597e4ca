"""Fixtures that every test room shares."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from network.site import Site, small_portal

from crawler.archive import Archive

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def set_aside(path: str) -> bool:
    """Whether a sample (its path below `samples/`) is set aside: about 31 % by hash, not looked at while developing."""
    return int(hashlib.sha256(path.encode()).hexdigest()[0], 16) < 5


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real samples, seeds and labels beside the project; tests that need it skip where it is absent."""
    if not (SHARED / "samples").is_dir():
        pytest.skip("the folder of real samples is not beside this checkout")
    return SHARED


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with Archive(tmp_path / "archive") as archive:
        yield archive


@pytest.fixture
def site() -> Iterator[Site]:
    """A portal on loopback with one list of three articles."""
    with Site() as site:
        small_portal(site)
        yield site
