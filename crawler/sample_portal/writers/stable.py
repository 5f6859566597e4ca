"""Takes the clock out of office files, so that the same facts give the same bytes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

EPOCH = (2024, 1, 1, 0, 0, 0)
WRITTEN = b"2024-01-01T00:00:00Z"
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def without_clock(path: Path) -> None:
    """Write a .docx or .xlsx again with fixed times of its members and properties."""
    with zipfile.ZipFile(path) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _STAMP.sub(rb"\g<1>" + WRITTEN + rb"\g<2>", content))
