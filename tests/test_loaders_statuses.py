"""What becomes of each file: the status says whether it was read, refused or could not be read, and why.

`truth/statuses.csv` holds all real samples, set by hand against the list of what each one is (a broken download, a portal's list page, a
blank form, a letter saved under a budget's name). `GONGKAI_ALL_SAMPLES=1` parses all of them, scans too; otherwise the small ones.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from pdfs import documents
from reportlab.lib.pdfencrypt import StandardEncryption

from loaders.identity import Hints
from loaders.isolate import Job, parse_isolated
from loaders.limits import Limits
from loaders.parse import parse_file

TRUTH = Path(__file__).parent / "truth" / "statuses.csv"
QUICK_BYTES = 60_000
BUDGET = "<h1>演示县档案馆2025年部门预算公开</h1><p>2025年收入预算12.50万元，支出预算12.50万元，比上年增加1.20万元。</p>"
LINKS = "<h1>2025年部门预算公开</h1><ul><li>1.2025年部门收支总表</li><li>5-1.2025年财政拨款收支总表</li></ul>"
LETTER = "<h1>关于批复2025年部门预算的通知</h1><p>县档案馆：</p><p>现将你单位2025年部门预算批复如下，预算12.50万元。</p>"


def page(body: str) -> bytes:
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


FILES = {
    "a budget": (page(BUDGET), "parsed"),
    "a list of links": (page(LINKS), "not_a_disclosure"),
    "a letter": (page(LETTER), "not_a_disclosure"),
    "a download cut short": (documents.pdf(documents.ruled)[:400], "corrupt"),
    "a password": (
        documents.pdf(documents.ruled, encrypt=StandardEncryption("secret", canPrint=0)),
        "encrypted",
    ),
    "a type nobody reads": (b"\x7fELF\x02\x01\x01" + bytes(64), "unsupported"),
}


@pytest.mark.parametrize("name", FILES)
def test_every_file_ends_with_the_status_that_tells_what_it_is(name: str, tmp_path: Path) -> None:
    data, status = FILES[name]
    path, work = tmp_path / "file", tmp_path / "work"
    path.write_bytes(data)
    work.mkdir()
    found = parse_file(path, Hints(), work, Limits()).file
    assert found.status == status, found.status_detail
    assert (found.status_detail is None) == (status == "parsed")


def test_real_files_end_with_the_status_that_they_should(shared: Path) -> None:
    with TRUTH.open(encoding="utf-8", newline="") as lines:
        wanted = {shared / "samples" / row["path"]: row["status"] for row in csv.DictReader(lines)}
    everything = bool(os.environ.get("GONGKAI_ALL_SAMPLES"))
    paths = [path for path in wanted if path.exists() and (everything or path.stat().st_size <= QUICK_BYTES)]
    if not paths:
        pytest.skip("none of the listed files is here")
    jobs = [Job(path, Hints(file_name=(path.name,))) for path in paths]
    found = [result.file for result in parse_isolated(jobs, workers=2, limits=Limits())]
    wrong = [
        f"{path.relative_to(shared / 'samples')}: {file.status} ({file.status_detail}) for {wanted[path]}"
        for path, file in zip(paths, found, strict=True)
        if file.status != wanted[path]
    ]
    print(f"statuses: {len(paths) - len(wrong)}/{len(paths)} right")
    assert not wrong, "\n".join(wrong)
