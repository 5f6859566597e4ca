"""Word documents as one XML file: Word 2003's own XML and flat packages. Report programs fill them in and name them .doc.

Both become the package of a .docx in memory, so that they are read like one.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from loaders.document import Document
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.package import parse_xml
from loaders.readers.word.docx import read_package
from loaders.readers.word.styles import W

PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
W_2003 = "{http://schemas.microsoft.com/office/word/2003/wordml}"

_RELATIONSHIPS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="1" Type="http://'
    b'schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def read_markup(path: Path, limits: Limits) -> Document:
    """Read Word 2003 XML or a flat package.

    Raises:
        ReadError: `corrupt`, `too_large`, `unsupported` for other XML.
    """
    if path.stat().st_size > limits.part_bytes:
        raise ReadError("too_large", f"more than {limits.part_bytes} bytes of XML")
    root = parse_xml(path.read_bytes())
    if root.tag == PACKAGE + "package":
        parts = dict(_parts(root))
    elif root.tag == W_2003 + "wordDocument":
        parts = {"_rels/.rels": _RELATIONSHIPS, "word/document.xml": _modern(root)}
    else:
        raise ReadError("unsupported", "an XML file that is no Word document")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return read_package(packed, limits)


def _parts(root: Any) -> list[tuple[str, bytes]]:
    """The parts of a flat package by name: XML as it stands, pictures in base 64."""
    found = []
    for part in root.iterfind(PACKAGE + "part"):
        name = part.get(PACKAGE + "name", "").lstrip("/")
        xml, binary = part.find(PACKAGE + "xmlData"), part.find(PACKAGE + "binaryData")
        if xml is not None and len(xml):
            found.append((name, etree.tostring(xml[0])))
        elif binary is not None:
            try:
                found.append((name, base64.b64decode(binary.text or "")))
            except binascii.Error:
                continue
    return found


def _modern(root: Any) -> bytes:
    """The main part of a Word 2003 document in today's names."""
    for node in root.iter():
        if node.tag.startswith(W_2003):
            node.tag = W + node.tag[len(W_2003) :].replace("vmerge", "vMerge")
        for key, value in list(node.attrib.items()):
            if key.startswith(W_2003):
                del node.attrib[key]
                node.set(W + key[len(W_2003) :], value)
    root.tag = W + "document"
    return bytes(etree.tostring(root))
