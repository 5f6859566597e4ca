"""Identity of real files against `truth/identity.csv`, checked by hand against page one of each file.

`GONGKAI_ALL_SAMPLES=1` reads every file of the list; otherwise the big ones are left out to keep the suite quick.
"""

import csv
import os
from pathlib import Path

import pytest

from loaders import readers
from loaders.errors import ReadError
from loaders.identity import Hints, Identity, identify
from loaders.limits import Limits
from loaders.sniff import sniff

TRUTH = Path(__file__).parent / "truth" / "identity.csv"
FIELDS = ("region_code", "unit_name", "kind", "scope", "fiscal_year", "stage")
QUICK_BYTES = 200_000


def named(path: Path) -> Identity | str | None:
    hints = Hints(file_name=(path.name,))
    try:
        found = identify(readers.read(path, sniff(path), Limits()), hints)
    except ReadError as error:
        return error.status
    return found[0] if found else None


def wrong(got: Identity | str | None, want: dict[str, str]) -> list[str]:
    if not isinstance(got, Identity):
        return [] if got == want["kind"] else [f"kind {got}"]
    said = {field: str(getattr(got, field) or "") for field in FIELDS}
    return [f"{field} {said[field]!r} for {want[field]!r}" for field in FIELDS if said[field] != want[field]]


def test_identity_of_real_files_is_what_page_one_says(shared: Path) -> None:
    everything = bool(os.environ.get("GONGKAI_ALL_SAMPLES"))
    with TRUTH.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    mistakes, fields, right = [], 0, 0
    for row in rows:
        path = shared / "samples" / row["path"]
        if not path.exists() or not (everything or path.stat().st_size <= QUICK_BYTES):
            continue
        found = wrong(named(path), row)
        fields += len(FIELDS)
        right += len(FIELDS) - len(found)
        mistakes += [f"{row['path']}: {one}" for one in found]
    if not fields:
        pytest.skip("none of the listed files is here")
    print(f"identity: {right}/{fields} fields right")
    assert right / fields >= 0.98, "\n".join(mistakes)
    assert not [one for one in mistakes if ": kind" in one], "a disclosure was taken for none, or the reverse"
