"""Hostile and broken files: none may crash the parent, hang past its limit, write outside its work folder, or end without a status.

`GONGKAI_MUTATIONS=2000 pytest tests/test_loaders_mutations.py -s` runs the long form, also over the real samples beside the checkout;
it prints what became of the files. Seeds are fixed, so a failure can be repeated.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import formats
import pytest
from mutate import mutated

from loaders.errors import ReadError
from loaders.identity import Hints
from loaders.isolate import Job, parse_isolated
from loaders.limits import Limits
from loaders.readers import read
from loaders.sniff import sniff
from warehouse.records import ParsedFile

COUNT = int(os.environ.get("GONGKAI_MUTATIONS", "100"))
LIMITS = Limits(wall_seconds=20, cpu_seconds=20, memory_bytes=2 * 1024**3)
LARGEST_SAMPLE = 150_000
STATUSES = {
    "parsed", "partly_parsed", "not_a_disclosure", "needs_ocr", "encrypted", "corrupt", "too_large", "timed_out", "unsupported",
    "blocked_page",
}  # fmt: skip


def parsed(paths: list[Path], workers: int = 2, limits: Limits = LIMITS) -> list[ParsedFile]:
    return list(parse_isolated([Job(path, Hints()) for path in paths], workers=workers, limits=limits))


def seeds(shared_root: Path) -> Iterator[tuple[str, bytes]]:
    for name, write in formats.WRITERS.items():
        yield name, write()
    doc = Path(__file__).parent / "fixtures" / "formats" / "tables.doc"
    yield "doc", doc.read_bytes()
    if COUNT > 500 and shared_root.is_dir():
        for path in sorted(
            [*(shared_root / "generated/legacy").iterdir(), *(shared_root / "samples").rglob("*.*")]
        ):
            if path.is_file() and path.stat().st_size < LARGEST_SAMPLE and "MANIFEST" not in path.name:
                yield path.suffix[1:], path.read_bytes()


def test_mutated_files_end_with_a_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch, files = tmp_path / "scratch", tmp_path / "files"
    scratch.mkdir()
    files.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    dice = random.Random(20240321)
    originals = list(seeds(Path(__file__).parents[2] / "shared"))
    paths = []
    for number in range(COUNT):
        kind, data = originals[number % len(originals)]
        path = files / f"{number:05d}.{kind}"
        path.write_bytes(mutated(data, dice))
        paths.append(path)
    before = {path: path.read_bytes() for path in paths}
    began = time.monotonic()
    results = parsed(paths)
    slowest = time.monotonic() - began
    found = Counter((path.suffix, result.file.status) for path, result in zip(paths, results, strict=True))
    assert len(results) == COUNT
    assert {status for _, status in found} <= STATUSES
    assert slowest < COUNT * LIMITS.wall_seconds
    assert list(scratch.iterdir()) == []
    assert {path: path.read_bytes() for path in sorted(files.iterdir())} == before
    failures = [
        (path.name, result.file.status_detail)
        for path, result in zip(paths, results, strict=True)
        if "the reader failed" in (result.file.status_detail or "")
    ]
    if COUNT > 500:
        print(f"\n{COUNT} files in {slowest:.0f} s")
        for (suffix, status), count in sorted(found.items()):
            print(f"{suffix:8} {status:18} {count}")
        for name, detail in failures:
            print(name, detail)
    assert not failures, failures[:5]


def entities(kind: str) -> str:
    """A document type declaration that would read a local file, or blow up to a gigabyte."""
    if kind == "file":
        return '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha ha ha ha">{laughs}<!ENTITY e "&e9;">]>'


@pytest.mark.parametrize("kind", ["file", "laughs"])
@pytest.mark.parametrize(
    ("name", "part", "place"),
    [
        ("docx", "word/document.xml", b"</w:t>"),
        ("xlsx", "xl/worksheets/sheet1.xml", b"</v>"),
        ("xlsx", "xl/workbook.xml", b"</sheets>"),
        ("ofd", "Doc_0/Pages/0.xml", b"</ofd:TextCode>"),
    ],
)
def test_entities_are_refused(kind: str, name: str, part: str, place: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(formats.WRITERS[name]())) as archive:
        parts: dict[str, bytes | str] = {each: archive.read(each) for each in archive.namelist()}
    text = parts[part]
    data = text if isinstance(text, bytes) else text.encode()
    declared, _, body = data.rpartition(b"?>")
    parts[part] = (
        declared
        + (b"?>" if declared else b"")
        + entities(kind).encode()
        + body.replace(place, b"&e;" + place, 1)
    )
    path = tmp_path / f"file.{name}"
    path.write_bytes(formats.zipped(parts))
    with pytest.raises(ReadError, match="document type"):
        read(path, sniff(path), Limits())


def nested(levels: int) -> bytes:
    data = formats.html_bytes()
    for level in range(levels):
        data = formats.zipped({f"{level}.zip": data})
    return data


def quine_pdf() -> bytes:
    """Pages that are their own parents, a form that draws itself, a stream whose length is itself."""
    return b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 500/Parent 2 0 R>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>> endobj
4 0 obj <</Length 4 0 R>> stream
/F Do /F Do
endstream endobj
5 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 5 0 R/Resources<</XObject<</F 5 0 R>>>>>> stream
/F Do /F Do /F Do
endstream endobj
trailer <</Root 1 0 R/Size 6/Prev 0>>
%%EOF"""


def huge_png() -> bytes:
    data = bytearray(formats.png_bytes())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    return bytes(data)


ATTACKS: dict[str, tuple[bytes, set[str]]] = {
    "zip bomb": (formats.zipped({"zeros": bytes(200 << 20)}), {"too_large"}),
    "gzip bomb": (gzip.compress(bytes(64 << 20)), {"too_large"}),
    "nested archives": (nested(12), {"too_large", "partly_parsed"}),
    "members without end": (formats.zipped({str(n): b"" for n in range(3000)}), {"too_large"}),
    "recursive pdf": (quine_pdf(), STATUSES),
    "huge image": (huge_png(), {"too_large", "corrupt"}),
    "deep markup": (
        b"<html><body>" + b"<div>" * 200_000 + b"x",
        {"too_large", "corrupt", "not_a_disclosure"},
    ),
    "wide table": (
        b"<table>" + b"<tr><td rowspan=65534 colspan=1000>1</td><td>2</td></tr>" * 3000 + b"</table>",
        {"too_large", "not_a_disclosure"},
    ),
    "deep rtf": (b"{\\rtf1" + b"{" * 500_000, {"too_large"}),
    "binary rtf": (b"{\\rtf1 a\\bin999999999 b}", {"not_a_disclosure", "parsed"}),
    "docx bomb": (
        formats.zipped(
            {"[Content_Types].xml": "<Types/>", "word/document.xml": b"<a>" + b" " * (300 << 20) + b"</a>"}
        ),
        {"too_large"},
    ),
}


def test_attacks_end_with_their_status(tmp_path: Path) -> None:
    paths = []
    for name, (data, _) in ATTACKS.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    results = parsed(paths, limits=replace(LIMITS, wall_seconds=10))
    found = {
        path.name: (result.file.status, result.file.status_detail)
        for path, result in zip(paths, results, strict=True)
    }
    wrong = {name: found[name] for name, (_, expected) in ATTACKS.items() if found[name][0] not in expected}
    assert not wrong
    assert not [detail for _, detail in found.values() if "the reader failed" in (detail or "")]
