"""The page that lists every check, made from the checks themselves: `python -m warehouse.checks_page > docs/checks.md`."""

from __future__ import annotations

from warehouse.checks import checks

INTRODUCTION = """# Checks

Every loaded document is checked; findings go to `core.check_result` and into `out.data_quality`, figures are never changed. A check
passes, fails or does not apply. Amounts are compared within the rounding of what was printed: one last digit per summed term. The
checks live in `warehouse/checks/`, one SQL file each; this page is made from them.

`error`: the document contradicts itself or another one. `warning`: it probably does, or misses something it must publish. `info`:
worth knowing, often common practice; a document with `info` only counts as clean. `gongkai check` shows which checks found
something, `gongkai check --show CHECK` what: both sides, their difference and the pages.

| check | severity | what must hold | 要求 | identities |
|---|---|---|---|---|
"""


def page() -> str:
    """The page as Markdown."""
    rows = [
        f"| `{check.check_id}` | {check.severity} | {check.title_en} | {check.title_zh} | {' '.join(check.identities)} |"
        for check in sorted(checks(), key=lambda check: check.check_id)
    ]
    return INTRODUCTION + "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(page(), end="")
