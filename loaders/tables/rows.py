"""What each row is: its label, code, classification, place among its neighbours, and the part it plays in sums."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field, replace

from loaders.catalogue import Kind, header_facet, line_item
from loaders.tables.blocks import Block
from loaders.tables.codes import Code, CodeReader, digits_of, unit_code_of
from loaders.tables.grid import Grid, packed
from loaders.tables.heading import stage_of
from loaders.tables.label_cells import LabelReader
from loaders.tables.labels import (
    ONLY_CHANGE,
    ONLY_STAGE,
    ONLY_YEAR,
    measured_in,
    named_role,
    parted,
    plain,
    unit_in,
)
from loaders.tables.natures import NATURE, Natures
from loaders.tables.outline import Outline
from loaders.tables.roles import Roles
from loaders.tables.subjects import economic_code, function_code, functional_codes, subject_name
from loaders.tables.transfers import Purposes
from loaders.tables.uncoded import usual_code
from loaders.tables.years import Closed, line_year

_RATE_ROW = re.compile(r"^(加权)?(平均)?(发行)?利率(\(?%\)?)?$")
_FUND_LINE = re.compile(
    r"^(一般公共|公共财政|政府性基金|国有资本(经营)?)(预算)?(财政)?(拨款|资金|补助)?(收入)?(结转|结余|结转(和|、)?结余)?$"
)
_GOVERNMENT_CLASS = re.compile(r"机关工资福利|机关商品和服务|对事业单位经常性")


@dataclass(frozen=True, slots=True)
class RowKey:
    """What one row of one block is; `packed` is the label without ordinal and 其中, for matching.

    `named` says that the code is not printed: the label names it. `beside` is what the row prints of another classification, or of
    the higher levels of its catalogue; `nature` what a cell beside several codes says of them all.
    """

    label: str | None
    packed: str
    code: str | None
    classification: str | None
    unit_code: str | None
    role: str
    group: tuple[str, ...] = ()
    flow: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    usual_stage: str | None = None
    unit: str | None = None
    measure: str | None = None
    confidence: float = 1.0
    named: bool = False
    beside: str | None = None
    nature: str | None = None
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def project_code(self) -> str | None:
        """The code of the project; a 合计 that spans the code columns is none."""
        text = self.parts.get("project_code")
        return text if text and re.search(r"\d", text) else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the row names it."""
        return self.label is None and self.code is None and self.unit_code is None


class RowReader:
    """Reads the rows of one block from top to bottom; codes printed at their own level only need the rows above."""

    def __init__(
        self,
        grid: Grid,
        block: Block,
        kind: Kind,
        fiscal_year: int | None,
        known_units: Set[str] = frozenset(),
        closed: Closed | None = None,
    ) -> None:
        self.grid = grid
        self.kind = kind
        self.block = block
        self.fiscal_year = fiscal_year
        self.closed = closed or Closed(fiscal_year)
        self.outline = Outline()
        self.transfers = Purposes()
        self.section: str | None = None
        self.unit_row: str | None = None
        self.sort: str | None = None
        self.labels = LabelReader(grid, block, kind)
        self.roles = Roles(kind, self.labels.columns, known_units)
        self.codes = CodeReader(grid, block.keys, self.labels.columns, kind)
        self.economic = self._economic()
        self.natures = Natures(grid, block, kind, self.labels.columns)
        self.government = next((c for c in self.labels.columns if c.classification == "economic_gov"), None)
        # transfers are named after the budgets that announced them (2025年学生资助补助资金预算), which says nothing of their amounts
        self.yearly = (
            kind.rows in ("line", "region", "year")
            and kind.family in ("government", "any")
            and not (kind.item or "").startswith("transfer.")
        )

    def read(self, row: int, *, first: bool) -> RowKey:
        """The key of a row; `first` says that it is the first row below the header."""
        parts = {c.role: text for c in self.block.keys if (text := self.grid.text(row, c.index))}
        found = self.codes.read(row)
        unit_code = digits_of(parts.get("unit_code", ""))
        label, whole = self.labels.read(row, found.spelled)
        if self.kind.rows == "project" and unit_code is None:
            unit_code = unit_code_of(parts.get("project_name", "") or parts.get("project_code", ""))
        if label and found.code is None and self.kind.rows not in ("project", "form"):
            found, label = self.codes.within(label)
        if found.code is not None and found.classification is None:
            unit_code, found = unit_code or found.code, Code(None)
        found = self.codes.crossed(row, found)
        key = self._placed(label, found, unit_code, first=first)
        if whole is not None:
            carried = named_role(plain(packed(whole)), debt=False) == "carryover"
            key = replace(key, group=(*key.group, whole), flow="balance" if carried else key.flow)
        if self.kind.rows == "project" and key.role == "item" and self._names_project(row, found, label):
            key = replace(key, role="project")
        if key.code is None and key.role in ("item", "subset"):
            key = self._named(key)
        year, stage, measure = self._compared(row)
        if counted_in := parts.get("row_unit"):
            unit, measure = measured_in(counted_in)
            key = replace(key, unit=unit)
        return replace(
            key,
            confidence=found.confidence,
            beside=self._beside(row, found) or self.labels.levels_above(row, label),
            nature=self.natures.of(row) if found.code else None,
            parts=parts,
            fiscal_year=key.fiscal_year or year,
            stage=key.stage or stage,
            measure=measure,
        )

    def _names_project(self, row: int, found: Code, label: str | None) -> bool:
        """Whether the column of projects names one, which it shares with units and the subjects that pay them in 单位名称（项目）."""
        shared = self.roles.shared
        column = shared or next((c for c in self.labels.columns if c.role == "project_name"), None)
        if label is None or column is None or self.grid.text(row, column.index) != label:
            return False
        return shared is None or found.code not in functional_codes(subject_name(label), None)

    def _economic(self) -> str | None:
        """The economic classification whose subjects the rows name, if they do."""
        stated = self.labels.columns[0].classification if self.labels.columns else None
        if stated not in ("economic_dept", "economic_gov") and self.kind.rows != "economic":
            return "economic_dept" if self._lists_classes() else None
        # only the government's classification has classes of 机关 and 事业单位
        named = self.labels.columns[:1] if stated else self.labels.columns
        names = (self.grid.packed(row, c.index) for row in range(self.grid.rows) for c in named)
        government = any(_GOVERNMENT_CLASS.search(name) for name in names)
        return "economic_gov" if government else stated or "economic_dept"

    def _lists_classes(self) -> bool:
        """Whether lines of a balance are economic classes (一、工资福利支出, 二、商品和服务支出, …), not parts of basic expenditure."""
        if self.kind.rows != "line" or self.kind.family not in ("budget", "final") or not self.labels.columns:
            return False
        names = [
            parted(text)[2]
            for row in range(self.grid.rows)
            if self.grid.anchored(row, self.labels.columns[0].index)
            and (text := self.grid.packed(row, self.labels.columns[0].index))
        ]
        classes = sum(
            len(economic_code(name, "economic_dept", "", self.fiscal_year) or "") == 3 for name in names
        )
        return classes > 3 and not any(NATURE.match(name) for name in names)

    def _named(self, key: RowKey) -> RowKey:
        """The key with the code of the subject that its label names, if it names one."""
        kind, above = self.kind, self.codes.last_code
        if classification := self.economic:
            code = economic_code(key.packed, classification, above, self.fiscal_year)
        elif kind.family in ("budget", "final") and kind.rows == "function" and kind.flow == "revenue":
            # what expenditure is for is looked up when the whole document is known
            classification, code = "functional", function_code(key.packed)
            if code is None and above:
                code = usual_code(subject_name(key.packed), self.fiscal_year, above)
        else:
            return key
        if code is None:
            return key
        self.codes.last_code = code
        return replace(key, code=code, classification=classification, named=True)

    def _beside(self, row: int, found: Code) -> str | None:
        """The government's economic code and name that stand beside another classification's."""
        if found.other is None or found.classification == "economic_gov":
            return None
        name = self.grid.text(row, self.government.index) if self.government else ""
        return name if found.other in packed(name) else f"{found.other} {name}".strip()

    def _compared(self, row: int) -> tuple[int | None, str | None, str | None]:
        """Year, stage and measure where rows compare years: a cell that says only 2025年预算数, or 增减变化金额."""
        year = stage = measure = None
        if any(
            _RATE_ROW.match(self.grid.packed(row, c.index)) for c in (*self.block.keys, *self.block.words)
        ):
            measure = "rate"
        for column in self.block.keys:
            text = self.grid.packed(row, column.index)
            if self.kind.rows != "term" and (match := ONLY_YEAR.match(text)):
                year, stage = int(match[1]), stage_of(text)
            elif self.kind.axis == "item" and (match := ONLY_STAGE.match(text)):
                stage = stage_of(text)
                year = self.fiscal_year - 1 if match["prior"] and self.fiscal_year else None
            elif ONLY_CHANGE.match(text):
                measure = header_facet("measure", text) or "change_amount"
        return year, stage, measure

    def _placed(self, label: str | None, found: Code, unit_code: str | None, *, first: bool) -> RowKey:
        text = packed(label or "")
        ordinal, subset, bare = parted(text)
        role = self.roles.of(label, bare, found.code, unit_code, self.labels.role, first=first)
        if subset and role not in ("total", "subtotal"):
            role = "subset"
        debt = self.kind.flow == "debt"
        group: tuple[str, ...] = ()
        year = stage = usual_stage = flow = None
        outlined = self.kind.family not in ("budget", "final") and not subset and not debt
        if outlined and line_item("top", bare):
            self.outline.reset()
        if found.code is None and unit_code is None and label:
            group = self.outline.place(
                label, ordinal, role, subset=subset, fund_line=bool(_FUND_LINE.match(bare))
            )
            group = group or (self.transfers.parents(label, bare) if outlined else ())
            if any(named_role(plain(packed(parent)), debt=debt) == "carryover" for parent in group):
                flow = "balance"
            if self.yearly:
                year, stage, usual_stage = line_year(
                    (*group, label), debt=debt, fiscal_year=self.fiscal_year, closed=self.closed
                )
        part = bare if subset else bare.removesuffix("小计") if role == "subtotal" else ""
        if role == "carryover" or (part and named_role(plain(part), debt=debt) == "carryover"):
            flow = "balance"  # 其中：动用上年结转资金, 上年结转资金小计
        if self.kind.rows in ("function", "economic", "project"):
            if role == "unit":
                self.unit_row = label
                group = (self.sort,) if self.sort else group
            elif role == "total":
                self.unit_row = None
            elif (
                role == "subtotal"
                and self.kind.id == "procurement_budget"
                and (self.sort or not self.unit_row)
            ):
                self.sort, self.unit_row = label, None  # 货物: the units below it, not one above it
            elif self.unit_row and not group:
                group = (self.unit_row,)
        if self.section:
            group = (self.section, *group)
        return RowKey(
            label,
            plain(bare),
            found.code,
            found.classification,
            unit_code,
            role,
            group,
            flow,
            year,
            stage,
            usual_stage,
            unit_in(text),
        )
