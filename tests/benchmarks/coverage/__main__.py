"""The share of numeric cells that end in a figure, by table kind, and the tables that no kind matches.

    python -m tests.benchmarks.coverage FOLDER [--all]        real files below FOLDER; those set aside only with --all

A numeric cell is one whose text is printed like an amount: with decimals or thousands separators. That leaves out codes, row numbers,
years and most targets of indicators without asking the code under measurement what they are.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

from loaders.errors import ReadError
from loaders.identity import Hints
from loaders.limits import Limits
from loaders.readers import read
from loaders.sniff import sniff
from loaders.understand import understand
from warehouse.records import ParsedDocument

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from conftest import set_aside

_ARCHIVES = (".zip", ".7z", ".rar", ".gz")
_AMOUNT = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+\.\d+")
_TABULAR = frozenset({"value", "illegible"})


def documents(path: Path) -> tuple[ParsedDocument, ...]:
    """What one file says; nothing where it is no disclosure or cannot be read."""
    try:
        return understand(read(path, sniff(path), Limits()), Hints(file_name=(path.name,)), path.name)
    except ReadError:
        return ()


def counted(document: ParsedDocument) -> tuple[Counter[str], Counter[str], list[str]]:
    """Numeric cells and figures by table kind, and a line for each table without a kind."""
    kinds = {table.table_id: table.kind for table in document.tables}
    figures: dict[str, set[tuple[int | None, int | None]]] = {}
    for figure in document.figures:
        if figure.value_state in _TABULAR:
            figures.setdefault(figure.table_id or "", set()).add((figure.row_index, figure.column_index))
    numeric: Counter[str] = Counter()
    read_as: Counter[str] = Counter()
    unknown: list[str] = []
    for cell in document.cells:
        if _AMOUNT.fullmatch(cell.text.strip()):
            numeric[kinds[cell.table_id]] += 1
            read_as[kinds[cell.table_id]] += (cell.row_index, cell.column_index) in figures.get(
                cell.table_id, ()
            )
    for table in document.tables:
        if table.kind == "unrecognised":
            unknown.append(
                f"p. {table.page_first} {table.title or '(no title)'} {table.row_count}x{table.column_count}"
            )
    return numeric, read_as, unknown


def main() -> None:
    """Print one line per table kind, then the unrecognised tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    numeric: Counter[str] = Counter()
    read_as: Counter[str] = Counter()
    unknown: list[str] = []
    for path in sorted(options.folder.rglob("*")):
        name = str(path.relative_to(options.folder))
        if not path.is_file() or path.suffix in _ARCHIVES or (set_aside(name) and not options.all):
            continue
        for document in documents(path):
            cells, figures, lost = counted(document)
            numeric += cells
            read_as += figures
            unknown += [f"{path.name}: {line}" for line in lost]
    for kind, cells in sorted(numeric.items(), key=lambda pair: -pair[1]):
        print(f"{kind:30} {read_as[kind]:7} of {cells:7} cells: {read_as[kind] / cells:.2%}")
    print(
        f"{'all':30} {sum(read_as.values()):7} of {sum(numeric.values()):7}: {sum(read_as.values()) / max(1, sum(numeric.values())):.2%}"
    )
    print(f"{len(unknown)} unrecognised tables")
    for line in unknown:
        print("   ", line)


if __name__ == "__main__":
    main()
