"""Zip containers of XML parts (OOXML, OFD), opened with limits; and the XML parser that all readers use."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from loaders.errors import ReadError
from loaders.limits import Limits

PROLOGUE = 1 << 16
"""A declaration stands before the root element, so within the first bytes; parsers refuse what hides behind more of them."""

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
"""Names of the strict variant of Office Open XML; they differ from the others by a year."""

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def parse_xml(data: bytes) -> Any:
    """The root element of an XML part: no entities, no DTD, no network, no comments.

    Raises:
        ReadError: `corrupt`, when it is not well-formed or declares a document type (no office format does).
    """
    refuse_document_type(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError("corrupt", f"damaged XML: {error}") from error
    return root


def refuse_document_type(data: bytes) -> None:
    """Raise `ReadError` where XML declares a document type: no office format does, entities and bombs need one."""
    # a NUL apart from every letter is UTF-16
    if b"<!DOCTYPE" in data[:PROLOGUE].replace(b"\0", b""):
        raise ReadError("corrupt", "XML with a document type declaration, which no office format has")


class Package:
    """The parts of an open container by name; names compare without case, as Office does."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits, packed: int) -> None:
        infos = archive.infolist()
        if len(infos) > limits.archive_members * 10:
            raise ReadError("too_large", f"more than {limits.archive_members * 10} parts")
        self._archive = archive
        self._limits = limits
        self._left = min(
            limits.archive_bytes, max(limits.archive_ratio_floor * 4, packed * limits.archive_ratio)
        )
        self._infos = {_key(info.filename): info for info in infos if not info.is_dir()}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._infos

    @property
    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._infos)

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            ReadError: `corrupt` when it is missing or damaged, `too_large` past the limits, `encrypted`.
        """
        info = self._infos.get(_key(name))
        if info is None:
            raise ReadError("corrupt", f"the part {name} is missing")
        if info.flag_bits & 1:
            raise ReadError("encrypted", "the file is protected by a password")
        room = min(self._left, self._limits.part_bytes)
        try:
            with self._archive.open(info) as stream:
                data = stream.read(room + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise ReadError("corrupt", f"the part {name} is damaged: {error}") from error
        if len(data) > room:
            raise ReadError("too_large", f"the part {name} unpacks to more than {room} bytes")
        self._left -= len(data)
        return data

    def xml(self, name: str) -> Any:
        """The root element of an XML part."""
        return parse_xml(self.markup(name))

    def markup(self, name: str) -> bytes:
        """The bytes of an XML part, in the names of the transitional variant."""
        return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", self.read(name))

    def relationships(self, part: str) -> dict[str, str]:
        """Relationship id → part name, of the relationships that point inside the container."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        if rels not in self:
            return {}
        found = {}
        for entry in self.xml(rels).iter(_RELATIONSHIPS):
            target = entry.get("Target", "")
            if entry.get("TargetMode") != "External":
                found[entry.get("Id", "")] = _key(
                    posixpath.join("/" if target.startswith("/") else folder, target)
                )
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """The part names of relationships of `part` whose type ends with `kind`."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        if rels not in self:
            return []
        wanted = [
            e.get("Id", "")
            for e in self.xml(rels).iter(_RELATIONSHIPS)
            if e.get("Type", "").endswith("/" + kind)
        ]
        targets = self.relationships(part)
        return [targets[key] for key in wanted if key in targets]


@contextmanager
def open_package(source: Path | BytesIO, limits: Limits) -> Iterator[Package]:
    """Open a container, on disk or in memory.

    Raises:
        ReadError: `corrupt` when it is no zip file, or a truncated one.
    """
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError("corrupt", f"damaged container: {error}") from error
    with archive:
        packed = source.stat().st_size if isinstance(source, Path) else source.getbuffer().nbytes
        yield Package(archive, limits, packed)


def _key(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower()
