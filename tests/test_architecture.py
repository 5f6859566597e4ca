"""Arrows point down only: a room imports nothing above it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "schedules": {"loaders", "crawler", "warehouse"},
    "loaders": {"crawler.archive", "crawler.titles", "crawler.errors", "warehouse"},
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
