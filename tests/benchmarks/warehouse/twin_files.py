"""The labelled set of duplicates: real and generated files, saved again in every way that offices do it.

Each file belongs to a group; two files of one group say the same (twins), two files of different groups do not. Parsed files are kept in
the folder, so that deduplication is measured again without parsing again.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from conftest import set_aside

from loaders.dedupe import signed
from loaders.identity import Hints
from loaders.limits import Limits
from loaders.parse import parse_file
from warehouse.records import ParsedFile
from warehouse.records_json import dumps, loads

FEW = 4
"""Letters in which two samples may differ that are one document."""
COVER = (595.0, 842.0)
"""The page put before a document, in points."""
COUNTY = ("130926",)
"""The county that the generated documents are given: they name an invented one."""


@dataclass(frozen=True)
class Labelled:
    """One file of the set: where it lies, what it was made by, which group it belongs to, what its captures say.

    Files of one `kin` have the same numbers: two groups of one kin may be found to be twins or not.
    """

    path: Path
    maker: str
    group: str
    hints: Hints
    kin: str = ""


def saved_again(path: Path, target: Path) -> None:
    """The PDF written by PDFium."""
    document = pypdfium2.PdfDocument(path)
    document.save(target)
    document.close()


def covered(path: Path, target: Path) -> None:
    """The PDF behind one more page."""
    document = pypdfium2.PdfDocument(path)
    document.new_page(*COVER, index=0)
    document.save(target)
    document.close()


def appended(path: Path, target: Path) -> None:
    """The same file with other bytes: a comment behind its end."""
    target.write_bytes(path.read_bytes() + b"\n%% saved\n")


def distilled(path: Path, target: Path) -> None:
    """The PDF written by Ghostscript: other fonts, other order, other streams. Where it lost the text there is no twin but a picture."""
    subprocess.run(
        ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=pdfwrite", "-o", str(target), str(path)],
        check=False,
        capture_output=True,
        timeout=300,
    )
    if target.is_file() and _letters(target) != _letters(path):
        target.unlink()


def _letters(path: Path) -> Counter[str]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return Counter()
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return Counter("".join(text.split()))


def converted(path: Path, target: Path) -> None:
    """The document opened in LibreOffice and saved in the target's format."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                "soffice",
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
                "--convert-to",
                target.suffix[1:],
                "--outdir",
                folder,
                str(path),
            ],
            check=False,
            capture_output=True,
            timeout=300,
        )
        made = Path(folder) / f"{path.stem}{target.suffix}"
        if made.is_file():
            shutil.move(made, target)


MAKERS: dict[str, tuple[Callable[[Path, Path], None], str | None]] = {
    "pdfium": (saved_again, None),
    "cover": (covered, None),
    "bytes": (appended, None),
    "ghostscript": (distilled, "gs"),
}
"""Maker → function and the program it needs."""


def labelled(samples: Path, generated: Path, folder: Path, unseen: bool, limit: int) -> Iterator[Labelled]:
    """Every file of the set; what is not there yet is made in the folder. `unseen` takes the samples set aside."""
    chosen = [
        path
        for path in sorted(samples.rglob("*"))
        if path.is_file() and set_aside(str(path.relative_to(samples.parent))) == unseen
    ]
    # scans are left out: their copies hold the same pictures, and reading them five times takes an hour
    pdfs = [
        path
        for path in chosen
        if path.suffix == ".pdf" and not {"html_named_pdf", "scans", "broken"} & set(path.parts)
    ]
    known: dict[str, Counter[str]] = {}
    for path in pdfs[:limit]:
        letters = _letters(path)
        alike = (
            one
            for one, other in known.items()
            if sum(((letters - other) + (other - letters)).values()) <= FEW
        )
        # two samples may be one document under two names already
        group = next(alike, None) if sum(letters.values()) > 100 * FEW else None
        group = group or hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        known.setdefault(group, letters)
        hints = Hints(file_name=(path.name,))
        yield Labelled(path, "original", group, hints)
        for maker, (make, program) in MAKERS.items():
            # a copy on another page has lost its name there: the document itself has to say what it is
            told = Hints(file_name=("附件.pdf",)) if maker == "bytes" else hints
            own = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
            yield from _made(folder / f"{own}-{maker}.pdf", path, make, program, maker, group, told)
    for path in chosen:
        others = {
            ".doc": (".docx", ".pdf"),
            ".docx": (".doc", ".pdf"),
            ".xls": (".xlsx",),
            ".xlsx": (".xls",),
        }
        if path.suffix not in others:
            continue
        group = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        yield Labelled(path, "original", group, Hints(file_name=(path.name,)))
        for suffix in others[path.suffix]:
            target = folder / f"{group}-office{suffix}"
            yield from _made(
                target, path, converted, "soffice", "office", group, Hints(file_name=(path.name,))
            )
    if not unseen:
        yield from _generated(generated)


def _made(
    target: Path,
    path: Path,
    make: Callable[[Path, Path], None],
    program: str | None,
    maker: str,
    group: str,
    hints: Hints,
) -> Iterator[Labelled]:
    if not target.is_file() and (program is None or shutil.which(program)):
        try:
            make(path, target)
        except (pypdfium2.PdfiumError, subprocess.TimeoutExpired):
            return
    if target.is_file():
        yield Labelled(target, maker, group, hints)


def _generated(generated: Path) -> Iterator[Labelled]:
    """One invented document in several formats: a group is one stem, or what has the same numbers in its truth."""
    for path in sorted(generated.rglob("*")):
        if path.suffix in (".xls", ".et", ".doc", ".wps") or (path.suffix == ".pdf" and path.name[0] in "cw"):
            kin = _content(generated / "truth" / f"{path.stem}.json") or path.stem
            yield Labelled(
                path, "generated", path.stem, Hints(file_name=(path.name,), region_code=COUNTY), kin
            )


def _content(truth: Path) -> str:
    if not truth.is_file():
        return ""
    told = json.loads(truth.read_text(encoding="utf-8"))
    cells = [str(c[4]).replace("\n", "").replace(",", "") for table in told["tables"] for c in table["cells"]]
    numbers = sorted(cell for cell in cells if re.fullmatch(r"-?\d+\.\d+", cell))
    return hashlib.sha256("|".join(numbers).encode()).hexdigest()


def parsed_once(one: Labelled, cache: Path) -> ParsedFile:
    """The parsed file with today's fingerprint, parsed only the first time."""
    digest = hashlib.sha256(one.path.read_bytes()).hexdigest()
    kept = cache / f"{digest}.json"
    if not kept.is_file():
        with tempfile.TemporaryDirectory() as work:
            kept.write_text(dumps(parse_file(one.path, one.hints, Path(work), Limits())), encoding="utf-8")
    return signed(loads(ParsedFile, kept.read_text(encoding="utf-8")))
