"""Generated PDFs with known cells, and real ones whose peculiarities once broke something."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from loaders.readers.pdf import read_pdf

# floors in exactly right cells and numbers; a variant that gets better raises its floor
FLOORS = {
    "c03_budget_set": (0.995, 1.0),
    "c07_hair": (1.0, 1.0),
    "c10_noV": (1.0, 1.0),
    "c11_borderless": (1.0, 1.0),
    "c12_three": (1.0, 1.0),
    "h04_double": (1.0, 1.0),
    "h05_noV": (1.0, 1.0),
    "k02_budget": (1.0, 1.0),
    "k04_zebra": (1.0, 1.0),
    "q01_final": (1.0, 1.0),
    "r03_cid": (1.0, 1.0),
    "r05_dash": (1.0, 1.0),
    "r07_noV": (0.99, 1.0),
    "w05_split": (1.0, 1.0),
    "w08_borderless": (0.99, 0.995),
    "x01b_rot90": (1.0, 1.0),
    "x02_sideways": (1.0, 1.0),
    "x03b_form": (1.0, 1.0),
    "x05_watermark": (0.998, 1.0),
    "x06_encrypted": (1.0, 1.0),
    "x07_rects": (1.0, 1.0),
    "x08_dup": (1.0, 1.0),
}


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_tables", shared / "tools" / "score_tables.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", FLOORS)
def test_generated_tables_keep_their_floor(shared: Path, scorer: ModuleType, name: str) -> None:
    truth = json.loads((shared / "generated" / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    document = read_pdf(shared / "generated" / "pdf" / f"{name}.pdf")
    found, errors = scorer.score(truth["tables"], [[table.grid() for table in document.tables]])
    cells, numbers = FLOORS[name]
    assert found["ok"] >= cells * found["cells"], errors[:5]
    assert found["numok"] >= numbers * found["num"], errors[:5]


def test_a_text_layer_without_unicode_is_garbled(shared: Path) -> None:
    document = read_pdf(shared / "generated" / "pdf" / "x04_notouni.pdf")
    assert {page.kind for page in document.pages} == {"garbled"}
    assert document.tables == []
    assert document.problems[0] == ("page_needs_ocr", "1")


def sample(shared: Path, pattern: str) -> Path:
    return next((shared / "samples").rglob(pattern))


def test_founder_fonts_without_unicode_are_garbled_on_every_page(shared: Path) -> None:
    document = read_pdf(sample(shared, "jiangsu_huaian_2026_budget_report.pdf"))
    assert {page.kind for page in document.pages} == {"garbled"}


def test_columns_without_lines_between_rows_and_a_font_that_is_not_in_the_file(shared: Path) -> None:
    document = read_pdf(sample(shared, "taian_2025_budget_execution_report.pdf"))
    table = next(table for table in document.tables if "2026年市直部门预算草案表" in table.captions)
    assert (table.page_first, table.page_last, table.header_rows) == (98, 100, 1)
    assert ["泰安市教育局", "97038"] in table.grid()


def test_a_running_head_does_not_part_a_table(shared: Path) -> None:
    document = read_pdf(sample(shared, "2ed60e3f__*.pdf"))
    table = next(table for table in document.tables if "支出总表" in table.captions)
    assert (table.page_first, table.page_last, table.row_count) == (10, 11, 21)
    assert "无锡市统计局2026年度部门预算公开" in document.pages[10].artifacts


def test_a_scan_with_a_hidden_text_layer_is_a_scan(shared: Path) -> None:
    document = read_pdf(sample(shared, "02e95746__*.pdf"))
    assert {page.kind for page in document.pages} == {"scan"}
