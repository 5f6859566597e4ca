"""What real tables say in other outward forms: `python -m tests.benchmarks.variants FILE|FOLDER…`.

Every table with a header of its own is put into each form of `tests/variants.py`, one form at a time for all tables of a document, and
the document is understood again. Prints, per form, how many figures say the same as before, and some that do not.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from loaders.document import Document, Page, Table
from loaders.errors import ReadError
from loaders.hints import hints_of
from loaders.limits import Limits
from loaders.readers import read
from loaders.sniff import sniff
from loaders.tables.grid import Grid
from loaders.tables.parts import split_parts
from loaders.understand import understand
from warehouse.records import CaptureRow

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from variants import FACETS, VARIANTS, DoesNotApplyError, Variant, marked, varied

SHOWN = 3
Said = dict[tuple[Any, ...], dict[str, Any]]


def documents(paths: list[Path]) -> list[tuple[str, Document]]:
    """The files that can be read, their tables marked."""
    found = []
    for path in paths:
        try:
            document = read(path, sniff(path), Limits())
        except (ReadError, KeyError) as error:
            print(f"{path.name}: {error}")
            continue
        numbers = {id(table): number for number, table in enumerate(document.tables)}
        found.append(
            (path.name, _tables(document, lambda table, _, at=numbers: marked(table, at[id(table)])))
        )
    return found


def _tables(document: Document, change: Any) -> Document:
    """The document with each table changed, given the table that follows it."""
    following = dict(zip(map(id, document.tables), [*document.tables[1:], None], strict=True))

    def page(old: Page) -> Page:
        blocks = (
            change(block, following[id(block)]) if isinstance(block, Table) else block for block in old.blocks
        )
        return replace(old, blocks=tuple(blocks))

    return replace(document, pages=tuple(map(page, document.pages)))


def other(table: Table, following: Table | None, variant: Variant) -> Table:
    """The table in another form; itself where that does not apply, or where the next table goes on with it."""
    if (
        following is not None
        and not split_parts(following, Grid(following), following.captions)[0].header.rows
    ):
        return table
    try:
        return varied(table, variant)
    except DoesNotApplyError:
        return table


def said(name: str, document: Document) -> Said:
    """What each cell of the original tables says."""
    try:
        parsed = understand(document, hints_of([CaptureRow(capture_id="", file_name=name)]), "")
    except ReadError:
        return {}
    return {
        (figure.x1, figure.x0, figure.y0): {facet: getattr(figure, facet) for facet in FACETS}
        | {"label": figure.row_label, "column": "/".join(figure.column_path)}
        for one in parsed
        for figure in one.figures
        if figure.source == "table" and figure.value_state == "value" and figure.x0 is not None
    }


def main() -> None:
    """Print how many figures each form leaves as they were."""
    paths = [
        file
        for name in map(Path, sys.argv[1:])
        for file in (sorted(name.rglob("*")) if name.is_dir() else [name])
    ]
    originals = [
        (name, document, said(name, document))
        for name, document in documents([p for p in paths if p.is_file()])
    ]
    for form, variant in VARIANTS.items():
        same = total = 0
        examples: list[str] = []
        for name, document, before in originals:
            after = said(name, _tables(document, lambda table, below, v=variant: other(table, below, v)))
            for place, meant in before.items():
                now = after.get(place, {})
                kept = all(now.get(facet) == meant[facet] for facet in FACETS)
                total, same = total + 1, same + kept
                if not kept and len(examples) < SHOWN:
                    wrong = {
                        facet: (meant[facet], now.get(facet))
                        for facet in FACETS
                        if now.get(facet) != meant[facet]
                    }
                    examples.append(
                        f"    {name}: {meant['label']} | {meant['column']}: {wrong if now else 'lost'}"
                    )
        print(f"{same / total if total else 1:8.2%}  {form}", *examples, sep="\n")


if __name__ == "__main__":
    main()
