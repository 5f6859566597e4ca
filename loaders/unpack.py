"""What is inside an archive: member files on disk, under limits, whatever the archive claims about names and sizes.

Files get numbers for names, so no member name ever becomes a path. Sizes are counted while unpacking, never believed.
"""

from __future__ import annotations

import gzip
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

import py7zr
from py7zr.exceptions import ArchiveError
from py7zr.io import Py7zIO, WriterFactory
from unrar.cffi.unrarlib import FLAGS_RHDF_DIRECTORY, BadRarFile, BadRarPassword, RarArchive, RarHeader

from loaders.errors import ReadError
from loaders.limits import Limits

CHUNK = 1 << 20

_ENCRYPTED, _UTF8 = 0x1, 0x800
_DAMAGE = (
    OSError,
    ValueError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: where it stood (`folder/name`) and where it lies now.

    A member that could not be unpacked has a `status` other than `parsed` and its reason in `detail`; its `file` is then empty.
    """

    path_in_archive: str
    file: Path
    status: str = "parsed"
    detail: str | None = None


def members(path: Path, media_type: str, into: Path, limits: Limits) -> list[Member]:
    """Unpack one level of the archive at `path` into the empty folder `into`; archives inside stay archives.

    Raises:
        ReadError: `too_large` past a limit, `encrypted` when every member is, `corrupt`, `unsupported`.
    """
    budget = _Budget(limits, path.stat().st_size)
    try:
        found = list(_OPENERS[media_type](path, into, budget))
    except ReadError:
        raise
    except KeyError:
        raise ReadError("unsupported", f"{media_type} is not an archive this program opens") from None
    except (zipfile.BadZipFile, BadRarFile, ArchiveError, *_DAMAGE) as error:
        raise ReadError("corrupt", f"damaged {media_type} archive: {error}") from error
    if not found:
        raise ReadError("corrupt", f"the {media_type} archive holds no file")
    if all(member.status == "encrypted" for member in found):
        raise ReadError("encrypted", f"the {media_type} archive is protected by a password")
    return found


class _Budget:
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


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path, budget: _Budget) -> None:
    with target.open("wb") as sink:
        while chunk := source.read(CHUNK):
            budget.spend(len(chunk))
            sink.write(chunk)


def _saved(name: str, source: IO[bytes] | gzip.GzipFile, into: Path, budget: _Budget) -> Member:
    """One member on disk; damage inside it is its own status, a limit ends the whole archive."""
    target = into / f"{budget.member():05d}"
    try:
        _copy(source, target, budget)
    except (zipfile.BadZipFile, *_DAMAGE) as error:
        return _damaged(name, target, error)
    return Member(name, target)


def _damaged(name: str, target: Path, error: Exception) -> Member:
    """A member whose bytes did not come out: of a method of packing that nobody knows, or damaged."""
    if isinstance(error, NotImplementedError):
        return _unread(name, target, "unsupported", f"packed in a way this program does not know: {error}")
    return _unread(name, target, "corrupt", f"damaged in the archive: {error}")


def _unread(name: str, target: Path, status: str, detail: str) -> Member:
    target.write_bytes(b"")
    return Member(name, target, status, detail)


def _zip(path: Path, into: Path, budget: _Budget) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        budget.announce(len(archive.infolist()))
        for info in archive.infolist():
            name = _clean(zip_name(info))
            if info.is_dir() or _is_noise(name):
                continue
            if info.flag_bits & _ENCRYPTED:
                yield _unread(name, into / f"{budget.member():05d}", "encrypted", "protected by a password")
                continue
            try:
                source = archive.open(info)
            except (zipfile.BadZipFile, *_DAMAGE) as error:
                yield _damaged(name, into / f"{budget.member():05d}", error)
                continue
            with source:
                yield _saved(name, source, into, budget)


def zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name as its author saw it: UTF-8 where declared or valid, else GB 18030, the habit of Chinese archivers."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    extra = _unicode_path(info.extra)
    if extra:
        return extra
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _unicode_path(extra: bytes) -> str | None:
    """The Info-ZIP Unicode path field (0x7075): version, CRC of the old name, UTF-8 name."""
    while len(extra) >= 4:
        tag, size = struct.unpack_from("<HH", extra)
        if tag == 0x7075 and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None


def _gz(path: Path, into: Path, budget: _Budget) -> Iterator[Member]:
    with gzip.open(path) as source:
        yield _saved(path.stem if path.suffix == ".gz" else "content", source, into, budget)


def _rar(path: Path, into: Path, budget: _Budget) -> Iterator[Member]:
    """RAR 1.5 to 7, decoded by the UnRAR library inside the wheel of unrar2-cffi; every member is read once, in order."""
    if _hides_names(path):
        raise ReadError("encrypted", "the rar archive hides even its file names behind a password")
    with RarArchive.open_for_processing(path) as archive:
        for header in archive.iterate_headers():
            name = _clean(header.FileNameW)
            if header.Flags & FLAGS_RHDF_DIRECTORY or _is_noise(name):
                header.skip()
                continue
            yield _tested(header, name, into / f"{budget.member():05d}", budget)


def _hides_names(path: Path) -> bool:
    """Whether the first header encrypts the others: the library shows such an archive as empty."""
    with path.open("rb") as stream:
        head = stream.read(32)
    if head[6:7] == b"\x01":
        # RAR 5: checksum, size of the header (one to three bytes, the last without the top bit), its type
        at = 12
        while at < len(head) - 1 and head[at] & 0x80:
            at += 1
        return head[at + 1 : at + 2] == b"\x04"
    return head[9:10] == b"\x73" and bool(int.from_bytes(head[10:12], "little") & 0x80)


def _tested(header: RarHeader, name: str, target: Path, budget: _Budget) -> Member:
    # claimed sizes are believed only where they say that it is too much
    budget.check(header.UnpSize + (header.UnpSizeHigh << 32))
    refusals: list[ReadError] = []
    with target.open("wb") as sink:

        def take(chunk: bytes) -> None:
            # the library swallows exceptions of its callback
            if not refusals:
                try:
                    budget.spend(len(chunk))
                    sink.write(chunk)
                except ReadError as refusal:
                    refusals.append(refusal)

        try:
            header.test(take)
        except BadRarPassword:
            return _unread(name, target, "encrypted", "protected by a password")
        except BadRarFile as error:
            return _unread(name, target, "corrupt", f"damaged in the archive: {error}")
    if refusals:
        raise refusals[0]
    return Member(name, target)


def _7z(path: Path, into: Path, budget: _Budget) -> Iterator[Member]:
    try:
        archive = py7zr.SevenZipFile(path)
    except py7zr.PasswordRequired as error:
        raise ReadError("encrypted", "the 7z archive hides even its file names behind a password") from error
    with archive:
        if archive.needs_password():
            raise ReadError("encrypted", "the 7z archive is protected by a password")
        names = [info.filename for info in archive.list() if info.is_file and not info.is_symlink]
        wanted = [name for name in names if not _is_noise(_clean(name))]
        budget.announce(len(wanted))
        factory = _Numbered(into, budget)
        archive.extract(targets=wanted, factory=factory)
    for name in dict.fromkeys(wanted):
        written = factory.files.get(name)
        if written is None:
            yield _unread(_clean(name), into / f"{budget.member():05d}", "corrupt", "damaged in the archive")
            continue
        written.close()
        yield Member(_clean(name), written.path)


class _Numbered(WriterFactory):
    """Hands py7zr a numbered file per member instead of a path made of the member's name."""

    def __init__(self, into: Path, budget: _Budget) -> None:
        self._into = into
        self._budget = budget
        self.files: dict[str, _Sink] = {}

    def create(self, filename: str, mode: str = "wb") -> Py7zIO:
        self.files[filename] = sink = _Sink(self._into / f"{self._budget.member():05d}", self._budget)
        return sink


class _Sink(Py7zIO):
    """A file that counts what is written to it."""

    def __init__(self, path: Path, budget: _Budget) -> None:
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


def _clean(name: str) -> str:
    """A member's path as a label: forward slashes, no root, no `..`."""
    name = name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    parts = PurePosixPath(name.replace("\\", "/").replace("\x00", "")).parts
    return "/".join(part for part in parts if part not in ("/", "..", "."))


def _is_noise(name: str) -> bool:
    """Whether a member is what an operating system leaves behind, no file of the publisher."""
    last = name.rsplit("/", 1)[-1]
    return (
        not last
        or name.startswith("__MACOSX/")
        or last in (".DS_Store", "Thumbs.db", "desktop.ini")
        or last.startswith("~$")
    )


_OPENERS = {"zip": _zip, "rar": _rar, "7z": _7z, "gz": _gz}
