"""Arrows point down only: a room imports nothing above it; and the pages about the house name only what stands in it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "schedules": {"loaders", "crawler", "warehouse"},
    "loaders": {"crawler.archive", "crawler.titles", "crawler.traditional", "crawler.errors", "warehouse"},
    "crawler": set(),
    "warehouse": set(),
}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_nothing_above_it(room: str) -> None:
    modules = sorted((ROOT / room).rglob("*.py"))
    assert modules, f"{room}/ has no modules"
    for module in modules:
        for name in imports(module):
            top = name.split(".")[0]
            if top not in ALLOWED or top == room:
                continue
            allowed = ALLOWED[room]
            assert any(name == door or name.startswith(door + ".") for door in allowed), (
                f"{module.relative_to(ROOT)} imports {name}, which lies above {room}/"
            )


PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
PLACE = re.compile(r"(?<![\w/.-])(?:crawler|loaders|warehouse|schedules|tests|docs)/[\w./-]*\w")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_names_only_files_that_exist(page: Path) -> None:
    named = PLACE.findall(page.read_text(encoding="utf-8"))
    assert [place for place in named if not (ROOT / place).exists()] == []
