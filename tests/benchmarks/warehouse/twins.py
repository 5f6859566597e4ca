"""Duplicates on a labelled set of real and generated files: precision and recall of `duplicate_of`.

    PYTHONPATH=.:tests python tests/benchmarks/warehouse/twins.py SAMPLES GENERATED FOLDER [seen|unseen] [LIMIT]

Twins: every PDF of SAMPLES and the same PDF saved again by PDFium and Ghostscript, behind another cover, and under another name with
other bytes; Word and Excel files saved in other formats by LibreOffice; the generated documents as .xls, .et, .doc, .wps and .pdf. Every
other pair is not a pair of twins: department and unit, 汇总 and 本级, budget and final account, explanation and tables, the altered account
and the true one. FOLDER keeps what was made and parsed; `unseen` measures the samples set aside (`set_aside` in conftest.py).
"""

from __future__ import annotations

import itertools
import sys
from collections import Counter, defaultdict
from itertools import islice
from pathlib import Path
from typing import Any

from twin_files import labelled, parsed_once

from warehouse.store import Warehouse

BATCH = 50
"""Files per transaction."""


def main(samples: Path, generated: Path, folder: Path, unseen: bool, limit: int) -> None:
    """Parse, load, compare the pairs found with the pairs known."""
    cache = folder / "parsed"
    cache.mkdir(parents=True, exist_ok=True)
    group_of: dict[str, str] = {}
    kin_of: dict[str, str] = {}
    names: dict[str, str] = {}
    with Warehouse.in_memory() as warehouse:
        files = labelled(samples, generated, folder, unseen, limit)
        while batch := list(islice(files, BATCH)):
            parsed = [parsed_once(one, cache) for one in batch]
            for one, file in zip(batch, parsed, strict=True):
                sha = file.file.file_sha256
                group_of[sha], kin_of[sha] = one.group, one.kin or one.group
                names[sha] = f"{one.maker} of {one.group} {one.hints.file_name[0][:40]}"
            warehouse.ingest(parsed)
        links, identities, rows = _standing(warehouse)
    classes: dict[str, set[str]] = defaultdict(set)
    loaded = sorted({sha for sha, _ in rows if sha in group_of})
    for sha, head in rows:
        classes[head].add(sha)
    found = {pair for one in classes.values() for pair in itertools.combinations(sorted(one), 2)}
    true = {pair for pair in itertools.combinations(loaded, 2) if group_of[pair[0]] == group_of[pair[1]]}
    kin = {pair for pair in found - true if kin_of[pair[0]] == kin_of[pair[1]]}
    found -= kin  # neither right nor wrong
    for pair in sorted(found - true):
        print("  WRONG  ", names[pair[0]], "|", names[pair[1]])
    for pair in sorted(true - found, key=lambda pair: names[pair[0]]):
        print("  missed ", names[pair[0]], "|", names[pair[1]], links.get(pair, "never compared"))
        print("          ", *(identities[sha] for sha in pair))
    makers = Counter(names[sha].split()[0] for pair in true - found for sha in pair)
    print(
        f"{len(loaded)} files with a disclosure, {len(true)} pairs of twins, {len(found)} found; missed by maker: {dict(makers)}"
    )
    lost = [name for sha, name in names.items() if sha not in loaded]
    print(f"{len(lost)} files without a disclosure")
    print(
        f"precision {len(found & true) / max(1, len(found)):.1%}, recall {len(found & true) / max(1, len(true)):.1%}"
    )


def _standing(warehouse: Warehouse) -> tuple[dict[Any, Any], dict[str, Any], list[tuple[str, str]]]:
    """Comparisons by pair of files, identity by file, (file, head document of its class)."""
    ask = warehouse.connection.execute
    links = {
        (row[0], row[1]): row[2:]
        for row in ask(
            "SELECT least(d.file_sha256, e.file_sha256), greatest(d.file_sha256, e.file_sha256), l.agreeing, l.conflicting,"
            " l.only_here, l.only_there FROM core.document_link l JOIN core.document d USING (document_id)"
            " JOIN core.document e ON e.document_id = l.other_document_id"
        ).fetchall()
    }
    identities = {
        row[0]: row[1:]
        for row in ask(
            "SELECT file_sha256, region_id, unit_name, scope, kind, fiscal_year, is_correction, len(sketch) FROM core.document"
        ).fetchall()
    }
    rows = ask(
        "SELECT file_sha256, coalesce(duplicate_of, document_id) FROM core.document ORDER BY ALL"
    ).fetchall()
    return links, identities, rows


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        Path(sys.argv[3]),
        sys.argv[4:5] == ["unseen"],
        int(sys.argv[5]) if len(sys.argv) > 5 else 1000,
    )
