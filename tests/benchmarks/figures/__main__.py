"""How many figures a second one core understands, and how that compares with reading the same files.

    python -m tests.benchmarks.figures                 the golden layouts, 40 times over
    python -m tests.benchmarks.figures FILE…           real files: reading and understanding in the same run

Times are CPU seconds of this process, so that a busy machine blurs them less; the first pass warms the caches.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import yaml

from loaders.document import Paragraph, Table
from loaders.figures import Context, table_figures
from loaders.limits import Limits
from loaders.readers import read
from loaders.sniff import sniff

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from table_makers import make_table

GOLDEN = Path(__file__).resolve().parents[2] / "golden/tables"
CONTEXT = Context(fiscal_year=2024, stage="initial_budget", kind="dept_budget", declared_unit="万元")
REPEATS = 40
PASSES = 3


def golden_blocks() -> list[list[Paragraph | Table]]:
    """Every golden layout, its rows below the header forty times over."""
    documents: list[list[Paragraph | Table]] = []
    for path in sorted(GOLDEN.glob("*.yml")):
        golden = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows = [
            [cell.strip() for cell in line.split("|")] for line in golden["rows"].rstrip("\n").split("\n")
        ]
        body = [row for row in rows[-4:] if "^" not in row]
        documents.append([make_table([*rows, *body * REPEATS], golden.get("captions", ()))])
    return documents


def understand(documents: Sequence[Sequence[Paragraph | Table]]) -> tuple[int, float]:
    """Figures found and CPU seconds spent."""
    start = time.process_time()
    found = sum(len(table_figures(str(n), blocks, CONTEXT).figures) for n, blocks in enumerate(documents))
    return found, time.process_time() - start


def main() -> None:
    """Print figures per second and core, and understanding as a share of reading where files are given."""
    files = [Path(name) for name in sys.argv[1:]]
    start = time.process_time()
    documents = [
        [block for page in read(path, sniff(path), Limits()).pages for block in page.blocks] for path in files
    ] or golden_blocks()
    reading = time.process_time() - start
    understand(documents)
    figures, seconds = min((understand(documents) for _ in range(PASSES)), key=lambda pair: pair[1])
    print(f"{figures} figures in {seconds:.2f} CPU seconds: {figures / seconds:,.0f} figures/s/core")
    if files:
        print(
            f"reading the {len(files)} files took {reading:.2f} CPU seconds: understanding is {seconds / reading:.0%} of it"
        )


if __name__ == "__main__":
    main()
