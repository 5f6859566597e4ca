"""The members of an archive while they are unpacked: numbered files, counted bytes, names as labels."""

from __future__ import annotations

import gzip
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from loaders.errors import ReadError
from loaders.limits import Limits

CHUNK = 1 << 20
DAMAGE = (
    OSError,
    ValueError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)
"""What damaged bytes make the libraries raise."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: where it stood (`folder/name`) and where it lies now.

    A member that could not be unpacked has a `status` other than `parsed` and its reason in `detail`; its `file` is then empty.
    """

    path_in_archive: str
    file: Path
    status: str = "parsed"
    detail: str | None = None


class Budget:
    """What is left of the limits while one archive is unpacked."""

    def __init__(self, limits: Limits, packed: int) -> None:
        self._limits = limits
        self._count = 0
        self._bytes = 0
        self._ceiling = min(
            limits.archive_bytes, max(limits.archive_ratio_floor, packed * limits.archive_ratio)
        )

    def announce(self, count: int) -> None:
        """Raise when an archive lists more members than may be unpacked."""
        if count > self._limits.archive_members:
            raise ReadError("too_large", f"{count} members, more than {self._limits.archive_members}")

    def member(self) -> int:
        """Account for one more member and return its number."""
        self._count += 1
        if self._count > self._limits.archive_members:
            raise ReadError("too_large", f"more than {self._limits.archive_members} members")
        return self._count

    def spend(self, size: int) -> None:
        """Account for unpacked bytes."""
        self.check(size)
        self._bytes += size

    def check(self, size: int) -> None:
        """Raise when `size` more bytes would be too many."""
        if self._bytes + size > self._ceiling:
            raise ReadError("too_large", f"unpacks to more than {self._ceiling} bytes")


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path, budget: Budget) -> None:
    with target.open("wb") as sink:
        while chunk := source.read(CHUNK):
            budget.spend(len(chunk))
            sink.write(chunk)


def saved(name: str, source: IO[bytes] | gzip.GzipFile, into: Path, budget: Budget) -> Member:
    """One member on disk; damage inside it is its own status, a limit ends the whole archive."""
    target = into / f"{budget.member():05d}"
    try:
        _copy(source, target, budget)
    except (zipfile.BadZipFile, *DAMAGE) as error:
        return damaged(name, target, error)
    return Member(name, target)


def damaged(name: str, target: Path, error: Exception) -> Member:
    """A member whose bytes did not come out: of a method of packing that nobody knows, or damaged."""
    if isinstance(error, NotImplementedError):
        return unread(name, target, "unsupported", f"packed in a way this program does not know: {error}")
    return unread(name, target, "corrupt", f"damaged in the archive: {error}")


def unread(name: str, target: Path, status: str, detail: str) -> Member:
    """A member that has a status instead of bytes."""
    target.write_bytes(b"")
    return Member(name, target, status, detail)


def label(name: str) -> str:
    """A member's path as a label: forward slashes, no root, no `..`."""
    name = name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    parts = PurePosixPath(name.replace("\\", "/").replace("\x00", "")).parts
    return "/".join(part for part in parts if part not in ("/", "..", "."))


def is_noise(name: str) -> bool:
    """Whether a member is what an operating system leaves behind, no file of the publisher."""
    last = name.rsplit("/", 1)[-1]
    return (
        not last
        or name.startswith("__MACOSX/")
        or last in (".DS_Store", "Thumbs.db", "desktop.ini")
        or last.startswith("~$")
    )
