"""What each row is: its label, code, classification, place among its neighbours, and the part it plays in sums."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field, replace
from functools import lru_cache

from loaders.amounts import money_unit, read_number, unit_of_measure
from loaders.catalogue import Kind, header_facet, line_item
from loaders.tables.blocks import Block
from loaders.tables.codes import Code, CodeReader, digits_of, unit_code_of
from loaders.tables.columns import Column
from loaders.tables.grid import Grid, packed, shown
from loaders.tables.heading import stage_of
from loaders.tables.outline import Ordinal, Outline, ordinal_of
from loaders.tables.subjects import economic_code
from loaders.tables.years import Closed, line_year

_ONLY_YEAR = re.compile(r"^(20\d\d)年(度)?(预算|决算|执行|调整预算)?(数|额|安排)?$")
_ONLY_STAGE = re.compile(
    r"^(?=.{2})(?:(?P<prior>上年度?)|本年度?|当年)?(年初|调整|全年)?(预算|决算|执行)?(数|额)?$"
)
_LEVEL = re.compile(r"^[一二三四]级(目录|类目|分类|品目)?(名称)?$")
"""Columns of a catalogue's levels: the lowest that a row fills names it."""
_ONLY_CHANGE = re.compile(r"^(增减|比上年|同比|变化|变动)[^/]{0,8}$")
_REGION = re.compile(
    r".{1,12}(省|市|县|区|旗|州|盟|师|团|镇|乡|苏木|街道|本级(\(.*\))?|园区|新区|开发区|高新区|经开区)$|^(全?[省市州县区盟旗](本?级)?|(所属|所辖|各)?[市区县]{1,2}[\(、][市区县、]+\)?)$"
)
_ANY_REGION = re.compile(r"^(全?[省市州县区盟旗](本?级)?|[市区县]{2,3})$")
_RATE_ROW = re.compile(r"^(加权)?(平均)?(发行)?利率(\(?%\)?)?$")
_NO_TEXT = re.compile(r"^[-—–─/\\]+$")
_NO_REGION = re.compile(r"其他地区|债|额|支出|收入|资金|转移支付|小计|社区")
_FUND_LINE = re.compile(
    r"^(一般公共|公共财政|政府性基金|国有资本(经营)?)(预算)?(财政)?(拨款|资金|补助)?(收入)?(结转|结余|结转(和|、)?结余)?$"
)
_UNIT = re.compile(
    r"(局|委员会|办公室|中心|本级\)?|院|所|站|队|学校|大学|小学|中学|幼儿园|机关|处|部|厅|馆|监狱|公司|协会|学会|联合会|报社|党校|集团)$"
)
_NATURE = re.compile(r"^(基本|项目)支出$|^(人员|(日常)?公用)(经费|支出)$")
_COMPANY = re.compile(r"(公司|集团|[^税]厂)$")
_GOVERNMENT_CLASS = re.compile(r"机关工资福利|机关商品和服务|对事业单位经常性")
_SUBSET = re.compile(r"^(其中|内[::])[::]?")
LABEL_ROLES = ("label", "project_name", "region", "unit_name", "year")


@dataclass(frozen=True, slots=True)
class RowKey:
    """What one row of one block is; `packed` is the label without ordinal and 其中, for matching.

    `nature` is what a cell beside several codes says of them all. `named` says that the code is not printed: the label names it. `beside` is what the row prints of another classification, or of
    the higher levels of its catalogue.
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
        self.known_units = known_units
        self.closed = closed or Closed(fiscal_year)
        self.outline = Outline()
        self.section: str | None = None
        self.unit_row: str | None = None
        self.last_label: str | None = None
        self.label_role: str | None = None
        order = (
            ("project_name", "label", "unit_name", "region", "year")
            if kind.rows in ("project", "form")
            else LABEL_ROLES
        )
        self.labels = tuple(
            sorted(
                (c for c in block.keys if c.role in order),
                key=lambda c: (
                    order.index(c.role),
                    c.classification == "economic_gov",
                    (1, -c.index) if _is_level(c) else (0, c.index),
                ),
            )
        )
        self.sublabel = next((c for c in block.keys if c.role == "sublabel"), None)
        self.codes = CodeReader(grid, block.keys, self.labels, kind)
        self.economic = self._economic()
        self.government = next((c for c in self.labels if c.classification == "economic_gov"), None)
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
        label, whole = self._part_of(row, self._label(row, found.spelled))
        if self.kind.rows == "project" and unit_code is None:
            unit_code = unit_code_of(parts.get("project_name", "") or parts.get("project_code", ""))
        if label and found.code is None and self.kind.rows not in ("project", "form"):
            found, label = self.codes.within(label)
        if found.code is not None and found.classification is None:
            unit_code, found = unit_code or found.code, Code(None)
        found = self.codes.crossed(row, found)
        key = self._placed(label, found.code, found.classification, unit_code, first=first)
        if whole is not None:
            carried = _role(_plain(packed(whole)), debt=False) == "carryover"
            key = replace(key, group=(*key.group, whole), flow="balance" if carried else key.flow)
        if (
            self.kind.rows == "project"
            and key.role == "item"
            and label
            and label == parts.get("project_name")
        ):
            key = replace(key, role="project")
        if self.economic and key.code is None and key.role in ("item", "subset"):
            key = self._named(key, self.economic)
        year, stage, measure = self._compared(row)
        return replace(
            key,
            confidence=found.confidence,
            beside=self._beside(row, found.classification, found.other) or self._levels_above(row, label),
            nature=self._sorted_as(row) if found.code else None,
            parts=parts,
            fiscal_year=key.fiscal_year or year,
            stage=key.stage or stage,
            measure=measure,
        )

    def _sorted_as(self, row: int) -> str | None:
        """The nature that a cell beside many codes gives them all (基本支出 | 行政运行, 机关服务 …)."""
        if self.kind.axis != "nature" or self.kind.rows not in ("function", "economic"):
            return None
        sorts = (self.grid.packed(row, c.index) for c in (*self.block.words, *self.block.keys))
        return next((header_facet("nature", text) for text in sorts if _NATURE.match(text)), None)

    def _economic(self) -> str | None:
        """The economic classification whose subjects the rows name, if they do."""
        stated = self.labels[0].classification if self.labels else None
        if stated in ("economic_dept", "economic_gov"):
            return stated
        if self.kind.rows != "economic":
            return None
        # only the government's classification has classes of 机关 and 事业单位
        names = (self.grid.packed(row, c.index) for row in range(self.grid.rows) for c in self.labels)
        return "economic_gov" if any(_GOVERNMENT_CLASS.search(name) for name in names) else "economic_dept"

    def _named(self, key: RowKey, classification: str) -> RowKey:
        code = economic_code(key.packed, classification, self.codes.last_code)
        if code is None:
            return key
        self.codes.last_code = code
        return replace(key, code=code, classification=classification, named=True)

    def _beside(self, row: int, own: str | None, other: str | None) -> str | None:
        """The government's economic code and name that stand beside another classification's."""
        if other is None or own == "economic_gov":
            return None
        name = self.grid.text(row, self.government.index) if self.government else ""
        return name if other in packed(name) else f"{other} {name}".strip()

    def _levels_above(self, row: int, label: str | None) -> str | None:
        """What a row that a catalogue's level names stands under in the columns of higher levels, outermost first."""
        levels = [self.grid.text(row, c.index) for c in reversed(self.labels) if _is_level(c)]
        above = levels[: levels.index(label)] if label in levels else []
        return " / ".join(filter(None, above)) or None

    def _compared(self, row: int) -> tuple[int | None, str | None, str | None]:
        """Year, stage and measure where rows compare years: a cell that says only 2025年预算数, or 增减变化金额."""
        year = stage = measure = None
        if any(
            _RATE_ROW.match(self.grid.packed(row, c.index)) for c in (*self.block.keys, *self.block.words)
        ):
            measure = "rate"
        for column in self.block.keys:
            text = self.grid.packed(row, column.index)
            if self.kind.rows != "term" and (match := _ONLY_YEAR.match(text)):
                year, stage = int(match[1]), stage_of(text)
            elif self.kind.axis == "item" and (match := _ONLY_STAGE.match(text)):
                stage = stage_of(text)
                year = self.fiscal_year - 1 if match["prior"] and self.fiscal_year else None
            elif _ONLY_CHANGE.match(text):
                measure = header_facet("measure", text) or "change_amount"
        return year, stage, measure

    def _placed(
        self,
        label: str | None,
        code: str | None,
        classification: str | None,
        unit_code: str | None,
        *,
        first: bool,
    ) -> RowKey:
        text = packed(label or "")
        ordinal, subset, bare = _parted(text)
        role = self._role_of(label, bare, code, unit_code, first=first)
        if subset and role not in ("total", "subtotal"):
            role = "subset"
        debt = self.kind.flow == "debt"
        group: tuple[str, ...] = ()
        year = stage = usual_stage = flow = None
        outlined = self.kind.family not in ("budget", "final") and not subset and not debt
        if outlined and line_item("top", bare):
            self.outline.reset()
        if code is None and unit_code is None and label:
            group = self.outline.place(
                label,
                ordinal,
                role,
                subset=subset,
                fund_line=bool(_FUND_LINE.match(bare)),
            )
            if any(_role(_plain(packed(parent)), debt=debt) == "carryover" for parent in group) and not debt:
                flow = "balance"
            if self.yearly:
                year, stage, usual_stage = line_year(
                    (*group, label), debt=debt, fiscal_year=self.fiscal_year, closed=self.closed
                )
        if role == "carryover" or (subset and not debt and _role(_plain(bare), debt=debt) == "carryover"):
            flow = "balance"
        if self.kind.rows in ("function", "economic", "project"):
            if role == "unit":
                self.unit_row = label
            elif role == "total":
                self.unit_row = None
            elif self.unit_row and not group:
                group = (self.unit_row,)
        if self.section:
            group = (self.section, *group)
        return RowKey(
            label,
            _plain(bare),
            code,
            classification,
            unit_code,
            role,
            group,
            flow,
            year,
            stage,
            usual_stage,
            _unit_in(text),
        )

    def _role_of(
        self, label: str | None, bare: str, code: str | None, unit_code: str | None, *, first: bool
    ) -> str:
        """What a row is: a total or what else its label says, else a project, unit or region where the kind has such, else an item."""
        kind = self.kind
        if label is None and code is None and unit_code is None:
            return "total" if first else "item"
        if code is not None and bare:
            if kind.id == "procurement_budget":
                # a code of one or two digits stands for a sort of units (全额)
                groups = unit_code is not None and (len(unit_code) < 3 or _UNIT.search(bare))
                return "unit" if groups else "project"
            return "item"
        if named := _role(_plain(bare), debt=kind.flow == "debt"):
            return named
        if kind.id == "procurement_budget" and line_item("procurement", _plain(bare)):
            return "subtotal"
        if kind.rows == "form" and unit_code is not None and not _UNIT.search(bare):
            return "project"
        if unit_code is not None or self.label_role == "unit_name" or self._is_unit(bare):
            return "unit"
        if kind.rows == "project":
            of_region = self.label_role == "region" or _ANY_REGION.match(bare)
            return "region" if kind.family == "government" and of_region else "project"
        if kind.rows == "form" and not self._is_task():
            return "project"
        if kind.family == "government" and kind.rows == "revenue" and _COMPANY.search(bare):
            return "unit"
        if kind.family == "government" and _REGION.match(bare) and not _NO_REGION.search(bare):
            return "region"
        return "item"

    def _is_task(self) -> bool:
        """Whether a row of a form is a task of a whole department (任务名称), which stands where projects do but is none."""
        return self.kind.nature != "project" and any(
            c.path and packed(c.path[-1]).startswith("任务") for c in self.labels
        )

    def _is_unit(self, bare: str) -> bool:
        """Whether a line names a unit: one that the document names as such, or a name that ends like a unit's."""
        if self.kind.rows not in ("function", "economic", "project") or self.kind.family == "government":
            return False
        if bare in self.known_units:
            return True
        name = re.sub(r"\([^()]*\)$", "", bare) if not bare.endswith("本级)") else bare
        return len(name) > 3 and bool(_UNIT.search(name)) and (self.kind.rows != "project" or "本级" in bare)

    def _label(self, row: int, spelled: str | None) -> str | None:
        compared = False
        self.label_role = None
        for column in self.labels:
            text = self.grid.text(row, column.index)
            bare = packed(text)
            if column.path and bare == packed(column.path[-1]) and len(self.labels) > 1:
                continue  # a header cell that reaches into the rows
            if len(self.labels) > 1 and (_ONLY_YEAR.match(bare) or _ONLY_CHANGE.match(bare)):
                compared = True
            elif (
                text
                and (read_number(text).state != "value" or column.role == "year")
                and not _NO_TEXT.match(bare)
            ):
                self.last_label, self.label_role = text, column.role
                return text
        if compared and self.last_label:
            self.label_role = "unit_name"
            return self.last_label
        if spelled:
            return spelled
        for column in self.block.words:
            text = self.grid.text(row, column.index)
            if text:
                return text
        return self._total_beside(row)

    def _part_of(self, row: int, label: str | None) -> tuple[str | None, str | None]:
        """The name of a part that stands right of the merged name of its whole, and that whole; 小计 is the whole itself."""
        part = self.grid.text(row, self.sublabel.index) if self.sublabel else ""
        if not label or not part or part == label:
            return label, None
        if _role(packed(part), debt=False) in ("total", "subtotal"):
            return label + shown(part), None
        return part, label

    def _total_beside(self, row: int) -> str | None:
        """A 合计 that stands in another column left of the figures: in that of the projects' types or of the ordinals."""
        for index in range(self.block.values[0].index - 1, -1, -1):
            cell = self.grid.anchored(row, index)
            text = packed(cell.text) if cell else ""
            if cell is not None and _role(text, debt=False) == "total":
                return shown(cell.text)
            if read_number(text).state == "value":
                return None
        return None


def _is_level(column: Column) -> bool:
    return bool(column.path) and _LEVEL.match(packed(column.path[-1])) is not None


def only_compares(label: str) -> bool:
    """Whether a label names nothing but a year or a stage (2023年决算数, 预算数): its row is of what the columns say."""
    text = packed(label)
    return bool(_ONLY_YEAR.match(text) or _ONLY_STAGE.match(text))


def _parted(text: str) -> tuple[Ordinal | None, bool, str]:
    """A packed label's ordinal, whether it says 其中, and what is left of it without both."""
    ordinal = ordinal_of(text)
    bare = text[len(ordinal.text) :] if ordinal else text
    subset = bool(_SUBSET.match(bare))
    bare = _SUBSET.sub("", bare)
    inner = ordinal_of(bare)
    return ordinal, subset, bare[len(inner.text) :] if inner else bare


def _plain(text: str) -> str:
    """The label without trailing remarks such as (类) or :."""
    return re.sub(r"\((类|款|项)\)$|[::]$", "", text)


def _role(text: str, *, debt: bool) -> str | None:
    """Total, subtotal, carry-over or memorandum, as a label says."""
    role = line_item("roles", text)
    return None if debt and role == "carryover" else role


@lru_cache(maxsize=16384)
def _unit_in(text: str) -> str | None:
    """The unit that a label carries in brackets or behind a colon: (辆), (万元), （台/套）."""
    for inner in reversed(re.findall(r"\(([^()]{1,8}(?:\([^()]{1,3}\))?)\)", text)):
        if inner in ("类", "款", "项", "一", "二", "三"):
            continue
        unit = unit_of_measure(inner) or unit_of_measure(inner.split(",")[0]) or money_unit(f"({inner})")
        if unit:
            return unit
    return None
