"""7z archives, unpacked by py7zr into numbered files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import py7zr
from py7zr.io import Py7zIO, WriterFactory

from loaders.errors import ReadError
from loaders.members import Budget, Member, is_noise, label, unread


def unpack_7z(path: Path, into: Path, budget: Budget) -> Iterator[Member]:
    """Unpack a 7z archive whole, as its blocks are packed together.

    Raises:
        ReadError: `encrypted`, `too_large`.
    """
    try:
        archive = py7zr.SevenZipFile(path)
    except py7zr.PasswordRequired as error:
        raise ReadError("encrypted", "the 7z archive hides even its file names behind a password") from error
    with archive:
        if archive.needs_password():
            raise ReadError("encrypted", "the 7z archive is protected by a password")
        names = [info.filename for info in archive.list() if info.is_file and not info.is_symlink]
        wanted = [name for name in names if not is_noise(label(name))]
        budget.announce(len(wanted))
        factory = _Numbered(into, budget)
        archive.extract(targets=wanted, factory=factory)
    for name in dict.fromkeys(wanted):
        written = factory.files.get(name)
        if written is None:
            yield unread(label(name), into / f"{budget.member():05d}", "corrupt", "damaged in the archive")
            continue
        written.close()
        yield Member(label(name), written.path)


class _Numbered(WriterFactory):
    """Hands py7zr a numbered file per member instead of a path made of the member's name."""

    def __init__(self, into: Path, budget: Budget) -> None:
        self._into = into
        self._budget = budget
        self.files: dict[str, _Sink] = {}

    def create(self, filename: str, mode: str = "wb") -> Py7zIO:
        self.files[filename] = sink = _Sink(self._into / f"{self._budget.member():05d}", self._budget)
        return sink


class _Sink(Py7zIO):
    """A file that counts what is written to it."""

    def __init__(self, path: Path, budget: Budget) -> None:
        self.path = path
        self._budget = budget
        self._stream = path.open("w+b")

    def write(self, data: bytes | bytearray) -> int:
        self._budget.spend(len(data))
        return self._stream.write(data)

    def read(self, size: int | None = None) -> bytes:
        return self._stream.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def flush(self) -> None:
        if not self._stream.closed:
            self._stream.flush()

    def size(self) -> int:
        return self.path.stat().st_size

    def close(self) -> None:
        self._stream.close()
