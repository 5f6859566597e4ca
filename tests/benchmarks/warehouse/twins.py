"""Duplicates on a labelled set of real and generated files: precision and recall of `duplicate_of`.

    PYTHONPATH=.:tests python tests/benchmarks/warehouse/twins.py SAMPLES GENERATED [LIMIT]

Twins: every PDF of SAMPLES and the same PDF saved again by another program (other bytes), and the same generated document as .xls, .et,
.doc, .wps and .pdf (files of GENERATED with one stem). Every other pair is not a pair of twins: department and unit, 汇总 and 本级, budget
and final account, the altered account and the true one.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import pypdfium2
from conftest import set_aside

from loaders.identity import Hints
from loaders.limits import Limits
from loaders.parse import parse_file
from warehouse.records import ParsedFile
from warehouse.store import Warehouse


def files(samples: Path, generated: Path, folder: Path, limit: int) -> dict[str, list[Path]]:
    """Twin group → its files."""
    groups: dict[str, list[Path]] = defaultdict(list)
    pdfs = [
        path
        for path in sorted(samples.rglob("*.pdf"))
        if not set_aside(str(path.relative_to(samples.parent)))
    ]
    for number, path in enumerate(pdfs[:limit]):
        again = folder / f"{number}.pdf"
        document = pypdfium2.PdfDocument(path)
        document.save(again)
        document.close()
        groups[path.name] += [path, again]
    for path in sorted(generated.rglob("*")):
        if path.suffix in (".xls", ".et", ".doc", ".wps") or (path.suffix == ".pdf" and path.name[0] in "cw"):
            groups[_content(generated / "truth" / f"{path.stem}.json") or path.stem].append(path)
    return dict(groups)


def _content(truth: Path) -> str:
    """What a generated document says, whatever it was made with: two with equal numbers are twins."""
    if not truth.is_file():
        return ""
    told = json.loads(truth.read_text(encoding="utf-8"))
    cells = [
        str(cell[4]).replace("\n", "").replace(",", "") for table in told["tables"] for cell in table["cells"]
    ]
    numbers = sorted(cell for cell in cells if re.fullmatch(r"-?\d+\.\d+", cell))
    return hashlib.sha256("|".join(numbers).encode()).hexdigest()


def main(samples: Path, generated: Path, limit: int) -> None:
    """Parse, load, compare the pairs found with the pairs known."""
    with tempfile.TemporaryDirectory() as temporary, Warehouse.in_memory() as warehouse:
        folder = Path(temporary)
        group_of: dict[str, str] = {}
        names: dict[str, str] = {}
        parsed: list[ParsedFile] = []
        for group, paths in files(samples, generated, folder, limit).items():
            for path in paths:
                work = Path(tempfile.mkdtemp(dir=folder))
                region = () if samples in path.parents or path.parent == folder else ("130926",)
                one = parse_file(path, Hints(file_name=(paths[0].name,), region_code=region), work, Limits())
                group_of[one.file.file_sha256] = group
                names[one.file.file_sha256] = path.name if path.parent != folder else f"{group} saved again"
                parsed.append(one)
        warehouse.ingest(parsed)
        links = {
            (row[0], row[1]): row[2:]
            for row in warehouse.connection.execute(
                "SELECT least(d.file_sha256, e.file_sha256), greatest(d.file_sha256, e.file_sha256), l.agreeing, l.conflicting,"
                " l.only_here, l.only_there FROM core.document_link l JOIN core.document d USING (document_id)"
                " JOIN core.document e ON e.document_id = l.other_document_id"
            ).fetchall()
        }
        identities = {
            row[0]: row[1:]
            for row in warehouse.connection.execute(
                "SELECT file_sha256, region_id, unit_name, scope, kind, fiscal_year FROM core.document"
            ).fetchall()
        }
        rows = warehouse.connection.execute(
            "SELECT file_sha256, coalesce(duplicate_of, document_id), document_id FROM core.document ORDER BY ALL"
        ).fetchall()
    classes: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, int] = defaultdict(int)
    for sha, head, _ in rows:
        classes[head].add(sha)
        parts[sha] += 1
    found = {
        tuple(sorted(pair)) for one in classes.values() for pair in itertools.combinations(sorted(one), 2)
    }
    loaded = sorted(parts)
    true = {pair for pair in itertools.combinations(loaded, 2) if group_of[pair[0]] == group_of[pair[1]]}
    print(f"{len(loaded)} files with a disclosure, {len(true)} pairs of twins, {len(found)} found")
    for pair in sorted(found - true):
        print("  WRONG  ", names[pair[0]], names[pair[1]])
    for pair in sorted(true - found, key=lambda pair: names[pair[0]]):
        print(
            "  missed ",
            names[pair[0]],
            names[pair[1]],
            links.get(pair, "never compared"),
            *(identities[sha] for sha in pair),
        )
    print(
        f"precision {len(found & true) / max(1, len(found)):.1%}, recall {len(found & true) / max(1, len(true)):.1%}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1000)
