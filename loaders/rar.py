"""RAR archives, decoded by the UnRAR library inside the wheel of unrar2-cffi."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from unrar.cffi.unrarlib import FLAGS_RHDF_DIRECTORY, BadRarFile, BadRarPassword, RarArchive, RarHeader

from loaders.errors import ReadError
from loaders.members import Budget, Member, is_noise, label, unread

__all__ = ["BadRarFile", "unpack_rar"]


def unpack_rar(path: Path, into: Path, budget: Budget) -> Iterator[Member]:
    """Unpack a RAR archive of any version from 1.5 to 7; every member is read once, in order."""
    if _hides_names(path):
        raise ReadError("encrypted", "the rar archive hides even its file names behind a password")
    with RarArchive.open_for_processing(path) as archive:
        for header in archive.iterate_headers():
            name = label(header.FileNameW)
            if header.Flags & FLAGS_RHDF_DIRECTORY or is_noise(name):
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


def _tested(header: RarHeader, name: str, target: Path, budget: Budget) -> Member:
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
            return unread(name, target, "encrypted", "protected by a password")
        except BadRarFile as error:
            return unread(name, target, "corrupt", f"damaged in the archive: {error}")
    if refusals:
        raise refusals[0]
    return Member(name, target)
