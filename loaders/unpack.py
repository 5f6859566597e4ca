"""What is inside an archive: member files on disk, under limits, whatever the archive claims about names and sizes.

Files get numbers for names, so no member name ever becomes a path. Sizes are counted while unpacking, never believed.
"""

from __future__ import annotations

import gzip
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from py7zr.exceptions import ArchiveError

from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.members import DAMAGE, Budget, Member, damaged, is_noise, label, saved, unread
from loaders.rar import BadRarFile, unpack_rar
from loaders.sevenzip import unpack_7z

__all__ = ["Member", "members"]

_ENCRYPTED, _UTF8 = 0x1, 0x800


def members(path: Path, media_type: str, into: Path, limits: Limits) -> list[Member]:
    """Unpack one level of the archive at `path` into the empty folder `into`; archives inside stay archives.

    Raises:
        ReadError: `too_large` past a limit, `encrypted` when every member is, `corrupt`, `unsupported`.
    """
    budget = Budget(limits, path.stat().st_size)
    try:
        found = list(_OPENERS[media_type](path, into, budget))
    except ReadError:
        raise
    except KeyError:
        raise ReadError("unsupported", f"{media_type} is not an archive this program opens") from None
    except (zipfile.BadZipFile, BadRarFile, ArchiveError, *DAMAGE) as error:
        raise ReadError("corrupt", f"damaged {media_type} archive: {error}") from error
    if not found:
        raise ReadError("corrupt", f"the {media_type} archive holds no file")
    if all(member.status == "encrypted" for member in found):
        raise ReadError("encrypted", f"the {media_type} archive is protected by a password")
    return found


def _zip(path: Path, into: Path, budget: Budget) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        budget.announce(len(archive.infolist()))
        for info in archive.infolist():
            name = label(zip_name(info))
            if info.is_dir() or is_noise(name):
                continue
            if info.flag_bits & _ENCRYPTED:
                yield unread(name, into / f"{budget.member():05d}", "encrypted", "protected by a password")
                continue
            try:
                source = archive.open(info)
            except (zipfile.BadZipFile, *DAMAGE) as error:
                yield damaged(name, into / f"{budget.member():05d}", error)
                continue
            with source:
                yield saved(name, source, into, budget)


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


def _gz(path: Path, into: Path, budget: Budget) -> Iterator[Member]:
    with gzip.open(path) as source:
        yield saved(path.stem if path.suffix == ".gz" else "content", source, into, budget)


_OPENERS = {"zip": _zip, "rar": unpack_rar, "7z": unpack_7z, "gz": _gz}
