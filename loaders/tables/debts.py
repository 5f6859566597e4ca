"""What lines and columns of tables of debt say: limit, balance, issue or repayment, and of which of the two sorts of debt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.catalogue import FUND_OF_DEBT, Kind, line_item
from loaders.tables.columns import Column
from loaders.tables.grid import packed
from loaders.tables.rows import RowKey

_GENERAL = re.compile(r"一般(债|公共)")
_SPECIAL = re.compile(r"专项(债|$)")
_BONDS_FOR_BONDS = re.compile(r"(再融资|置换)(债券)?$")
_GENERAL_COLUMN = re.compile(r"一般债")
_SPECIAL_COLUMN = re.compile(r"专项债")


def debt_item(key: RowKey, kind: Kind) -> str | None:
    """The item of a line of a table of debt, by its label and those that it stands under."""
    own, beside, *above = labels_of(key)
    # a project may be called 新增储备土地; what stands beside any other line (专项债券) says only of which debt it is
    labels = (beside, *above) if key.role == "project" else (own, *above)
    bases = [found for label in labels if (found := line_item("debt", label))]
    # the 一般债务限额 of 新增限额 are parts of it, as the 一般债券发行额 of 新增债券 are
    base = next((found for found in bases if found.startswith(bases[0]) and found != bases[0]), None) or next(
        iter(bases), None
    )
    if "debt.repayment" in bases and _BONDS_FOR_BONDS.match(own):
        base = "debt.repayment.refinanced"  # 还本, 其中：再融资
    if base is None and key.role in ("item", "subset"):
        base = kind.item
    sort = sort_of_labels((*labels, beside))
    return f"{base}.{sort}" if sort and (base or "").startswith("debt.") else base


def labels_of(key: RowKey) -> tuple[str, ...]:
    """A row's label, the sort beside it (新增专项债券), and the labels that it stands under, innermost first."""
    sort = key.parts.get("project_type", "")
    return (key.packed, packed(sort), *map(packed, reversed(key.group)))


def sort_of_labels(labels: Sequence[str]) -> str | None:
    """`general` or `special`, as the innermost label that names one of the two says."""
    for label in labels:
        general, special = bool(_GENERAL.search(label)), bool(_SPECIAL.search(label))
        if general != special:
            return "general" if general else "special"
    return None


def debt_by_column(
    item: str | None, column: Column, row_item: str | None, row_fund: str | None, kind: Kind
) -> str | None:
    """Rows by region take their item from the column, lines take it from the line; 一般/专项 come from line, column or title."""
    if item is None and row_item is not None and column.part:
        return None  # 其中：一般债券 of the balance or the repayment in its row
    item = item or column.item or kind.item or ("debt.issue" if column.measure == "rate" else None)
    if kind.item == "debt.limit_new" and item is not None:
        item = item.replace("debt.limit.", "debt.limit_new.")
    if item is None or not item.startswith("debt.") or item.endswith((".general", ".special", ".batch")):
        return item
    if sort := sort_of_column(column):
        return f"{item}.{sort}"
    if sort := next((sort for sort, fund in FUND_OF_DEBT.items() if fund in (row_fund, kind.fund)), None):
        return f"{item}.{sort}"
    if kind.item is not None and kind.item.startswith(f"{item}."):
        return kind.item
    sort = (kind.item or "").rpartition(".")[2]  # that of the title
    return f"{item}.{sort}" if sort in FUND_OF_DEBT else item


def sort_of_column(column: Column) -> str | None:
    """`general` or `special`, where a column's header names one of the two sorts of debt."""
    said = "".join(packed(text) for text in column.path)
    general, special = bool(_GENERAL_COLUMN.search(said)), bool(_SPECIAL_COLUMN.search(said))
    return None if general == special else "general" if general else "special"
