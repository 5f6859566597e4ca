"""Every number of every table, read by the fast path and by pdfplumber: where the two disagree, someone has to look.

    python -m benchmarks.pdf_tables.compare PATH… [--files N] [--pages N] [--items N]        (from `tests/`)

A number stands under its row's label, the first cell of the row that is words. Numbers that only one engine has, and numbers that both
have under different labels, are differences; a page that has any is a line, each file and the whole end in a count. The script does not
say who is right: the page beside the line does.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from loaders.document import Document, Table
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.pdf import Engine, read_pdf

Numbers = Counter[tuple[str, str]]
_NUMBER = re.compile(r"[-−+(（]?\d[\d,，]*(\.\d+)?%?[)）]?")


def packed(text: str) -> str:
    """A text without its spaces and line breaks."""
    return "".join(text.split())


def numbers_of(table: Table) -> Iterator[tuple[int, str, str]]:
    """Page, label and number of each number of a table."""
    rows = defaultdict(list)
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if text := packed(cell.text):
            rows[cell.row].append((cell.page or table.page_first, text))
    for cells in rows.values():
        label = next((text for _, text in cells if not _NUMBER.fullmatch(text)), "")
        for page, text in cells:
            if _NUMBER.fullmatch(text):
                yield page, label, text


def by_page(document: Document) -> dict[int, Numbers]:
    """The numbers of each page's tables, with how often each stands under its label."""
    pages: dict[int, Numbers] = defaultdict(Counter)
    for table in document.tables:
        for page, label, number in numbers_of(table):
            pages[page][label, number] += 1
    return pages


def alone(mine: Numbers, other: Numbers) -> tuple[list[str], list[str]]:
    """Of what only `mine` has: numbers that `other` lacks altogether, and numbers it has under another label, as `label=number`."""
    spare = Counter(number for _, number in (other - mine).elements())
    missing, moved = [], []
    for label, number in sorted((mine - other).elements()):
        if spare[number]:
            spare[number] -= 1
            moved.append(f"{label}={number}")
        else:
            missing.append(f"{label}={number}")
    return missing, moved


def shown(name: str, found: Sequence[str], items: int) -> str:
    """A kind of difference with its count and first examples; nothing where there is none."""
    return f"  {name} {len(found)}: {' | '.join(found[:items])}" if found else ""


def compare(path: Path, pages: int, items: int) -> tuple[int, int, int, int]:
    """Print a file's differing pages; its pages, pages that differ, numbers of ours and numbers that differ."""
    limits = Limits(max_pages=pages)
    engines: tuple[Engine, Engine] = ("pdfium", "pdfplumber")
    ours, theirs = (read_pdf(path, limits, engine=engine) for engine in engines)
    fast, reference = by_page(ours), by_page(theirs)
    differing = wrong = 0
    for page in sorted(fast.keys() | reference.keys()):
        mine, other = fast.get(page, Counter()), reference.get(page, Counter())
        if mine == other:
            continue
        only_ours, here = alone(mine, other)
        only_theirs, there = alone(other, mine)
        differing += 1
        wrong += len(only_ours) + len(only_theirs) + len(here)
        print(
            f"{path.name} p{page} of {mine.total()}/{other.total()}"
            + shown("only ours", only_ours, items)
            + shown("only pdfplumber", only_theirs, items)
            + shown("other label", [f"{a} ≠ {b}" for a, b in zip(here, there, strict=True)], items)
        )
    total = sum(numbers.total() for numbers in fast.values())
    print(
        f"= {path.name}: {len(ours.pages)} pages, {differing} differ, {wrong} of {total} numbers", flush=True
    )
    return len(ours.pages), differing, total, wrong


def main() -> None:
    """Run the comparison."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="PDFs and folders of them")
    arguments.add_argument("--files", type=int, help="no more files than this")
    arguments.add_argument("--pages", type=int, default=25, help="of each file, from its first")
    arguments.add_argument("--items", type=int, default=6, help="examples of each kind of difference")
    options = arguments.parse_args()
    paths = [
        found
        for path in options.paths
        for found in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])
    ]
    counts = []
    for path in paths[: options.files]:
        try:
            counts.append(compare(path, options.pages, options.items))
        except ReadError as error:
            print(f"= {path.name}: {error}")
    pages, differing, total, wrong = (
        (sum(column) for column in zip(*counts, strict=True)) if counts else (0,) * 4
    )
    print(f"{len(counts)} files, {pages} pages, {differing} differ, {wrong} of {total} numbers")


if __name__ == "__main__":
    main()
