"""Speed and memory of reading PDFs, against raw text extraction and pdfplumber, in one run over the same files.

    python -m benchmarks.pdf_tables FOLDER [--reference-pages N] [--workers N]        (from `tests/`)

Prints pages per second for pypdfium2's plain text, for `read_pdf`, and for pdfplumber's tables and text on an even sample of the pages,
then the ratios, which travel between machines better than the times, and the peak memory of reading the longest file. Times are CPU
times of this process, so neighbours on the machine disturb them less.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pdfplumber
import pypdfium2

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from loaders.identity import Hints
from loaders.isolate import Job, parse_isolated
from loaders.limits import Limits
from loaders.readers.pdf import read_pdf


def raw_text(path: Path) -> int:
    """Pages of a file, their text extracted."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text_page = page.get_textpage()
        text_page.get_text_range()
        text_page.close()
        page.close()
    pages = len(document)
    document.close()
    return pages


def ours(path: Path) -> int:
    """Pages of a file, read to a document."""
    return len(read_pdf(path).pages)


def timed(paths: Sequence[Path]) -> tuple[int, float, float]:
    """Pages, CPU seconds of plain text and of reading, file by file in turn, so that a busy machine slows both alike."""
    pages, text_seconds, seconds = 0, 0.0, 0.0
    for path in paths:
        start = time.process_time()
        raw_text(path)
        between = time.process_time()
        pages += ours(path)
        seconds += time.process_time() - between
        text_seconds += between - start
    return pages, text_seconds, seconds


def reference(paths: Sequence[Path], wanted: int, total: int) -> tuple[int, float]:
    """Pages and CPU seconds of pdfplumber on every n-th page."""
    step = max(total // wanted, 1)
    start, done, number = time.process_time(), 0, 0
    for path in paths:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                if number % step == 0:
                    page.extract_tables()
                    page.extract_text()
                    done += 1
                page.close()
                number += 1
    return done, time.process_time() - start


def readable(path: Path) -> bool:
    """Whether a file opens as a PDF."""
    try:
        pypdfium2.PdfDocument(path).close()
    except pypdfium2.PdfiumError:
        return False
    return True


def peak_memory(path: Path) -> float:
    """Megabytes that a process needs at most to read a file."""
    code = (
        "import resource, sys; from pathlib import Path; from loaders.readers.pdf import read_pdf;"
        "read_pdf(Path(sys.argv[1])); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    root = Path(__file__).resolve().parents[3]
    answer = subprocess.run(
        [sys.executable, "-c", code, str(path.resolve())],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return int(answer.stdout) / unit


def by_the_clock(paths: Sequence[Path], workers: int) -> float:
    """Seconds in which `gongkai load` would parse files (tables, sentences, identity; no OCR) on some worker processes."""
    start = time.perf_counter()
    for _ in parse_isolated(
        (Job(path, Hints()) for path in paths), workers=workers, limits=Limits(ocr_pages=0)
    ):
        pass
    return time.perf_counter() - start


def main() -> None:
    """Run the benchmark."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--reference-pages", type=int, default=100)
    arguments.add_argument(
        "--workers", type=int, default=0, help="also parse all files on one and on this many processes"
    )
    options = arguments.parse_args()
    paths = [path for path in sorted(options.folder.rglob("*.pdf")) if readable(path)]
    lengths = {path: len(pypdfium2.PdfDocument(path)) for path in paths}
    total, text_seconds, seconds = timed(paths)
    done, reference_seconds = reference(paths, options.reference_pages, total)
    print(f"{len(paths)} files, {total} pages, Python {sys.version.split()[0]}")
    print(
        f"text only (pypdfium2)  {total / text_seconds:8.1f} pages/s {1000 * text_seconds / total:8.2f} ms/page"
    )
    print(f"read_pdf               {total / seconds:8.1f} pages/s {1000 * seconds / total:8.2f} ms/page")
    print(
        f"pdfplumber             {done / reference_seconds:8.1f} pages/s {1000 * reference_seconds / done:8.2f} ms/page"
        f"  ({done} pages)"
    )
    print(f"read_pdf is {reference_seconds / done / (seconds / total):.1f} x pdfplumber", end=", ")
    print(f"{text_seconds / total / (seconds / total):.2f} x text only")
    longest = max(paths, key=lengths.__getitem__)
    print(f"peak memory {peak_memory(longest):.0f} MB for {lengths[longest]} pages")
    if options.workers:
        one, many = (by_the_clock(paths, workers) for workers in (1, options.workers))
        print(
            f"whole parse of every file: 1 worker {total / one:.1f} pages/s by the clock, "
            f"{options.workers} workers {total / many:.1f}, {one / many:.2f} x"
        )


if __name__ == "__main__":
    main()
