"""The part that a row plays in sums: a total, a unit's row, a project, a region, or an item."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from loaders.catalogue import Kind, line_item
from loaders.tables.columns import Column
from loaders.tables.grid import packed
from loaders.tables.labels import named_role, plain
from loaders.tables.subjects import economic_code, functional_codes, subject_name

_REGION = re.compile(
    r".{1,12}(省|市|县|区|旗|州|盟|师|团|镇|乡|苏木|街道|本级(\(.*\))?|园区|新区|开发区|高新区|经开区)$|^(全?[省市州县区盟旗](本?级|直)?|(所属|所辖|各)?[市区县]{1,2}[\(、][市区县、]+\)?)$"
)
_ANY_REGION = re.compile(r"^(全?[省市州县区盟旗](本?级)?|[市区县]{2,3})$")
_NO_REGION = re.compile(r"其他地区|债|额|支出|收入|资金|转移支付|小计|社区")
_UNIT = re.compile(
    r"(局|委员会|办公室|中心|本级\)?|院|所|站|队|学校|大学|小学|中学|幼儿园|机关|处|部|厅|馆|监狱|公司|协会|学会|联合会|报社|党校|集团)$"
)
_MONEY = re.compile(r"(经费|资金|补助|补贴|费|项目|工程|专项)\([^()]*\)$")
"""What a project may be named after, before the level that pays for it: 医疗补助资金（省级专项本级）."""
_NATURE = re.compile(r"(基本|项目)支出")
_SHARED = re.compile(r"单位(名称)?\(.*(科目|项目)|项目单位\(项目")
_COMPANY = re.compile(r"(公司|集团|[^税]厂)$")


def is_shared(column: Column) -> bool:
    """Whether a column names units, and the subjects and projects below them: 单位名称（项目）, 单位名称（科目）."""
    return bool(column.path) and bool(_SHARED.search(packed(column.path[-1])))


class Roles:
    """Tells the roles of the rows of one block from their labels and codes."""

    def __init__(self, kind: Kind, labels: Sequence[Column], known_units: Set[str]) -> None:
        self.kind = kind
        self.labels = labels
        self.known_units = known_units
        self.named_units = any(column.role == "unit_name" for column in labels)
        self.shared = next((column for column in labels if is_shared(column)), None)

    def of(
        self,
        label: str | None,
        bare: str,
        code: str | None,
        unit_code: str | None,
        label_role: str | None,
        *,
        first: bool,
    ) -> str:
        """What a row is: a total or what else its label says, else a project, unit or region where the kind has such, else an item."""
        kind = self.kind
        if label is None and code is None and unit_code is None:
            return "total" if first else "item"
        if code is not None and bare:
            if kind.id == "procurement_budget" and not self._of_subjects():
                # a code of one or two digits stands for a sort of units (全额)
                groups = unit_code is not None and (len(unit_code) < 3 or _UNIT.search(bare))
                return "unit" if groups else "project"
            return "item"
        if named := named_role(plain(bare), debt=kind.flow == "debt"):
            return named
        if kind.id == "procurement_budget" and line_item("procurement", plain(bare)):
            return "subtotal"
        if kind.rows == "form" and unit_code is not None and not _UNIT.search(bare):
            return "project"
        if kind.rows == "project" and label_role == "project_name" and unit_code is not None:
            # the code is that of the unit whose project it is; a column of projects may name the unit itself between them
            return "project" if self.named_units or not _UNIT.search(bare) else "unit"
        region = kind.family == "government" and _REGION.match(bare) and not _NO_REGION.search(bare)
        if region and label_role == "unit_name" and kind.rows == "line":
            return "region"  # 单位 over counties
        if self._is_unit(bare) or ((unit_code or label_role == "unit_name") and not self._is_subject(bare)):
            return "unit"
        if kind.rows == "project":
            of_region = label_role == "region" or _ANY_REGION.match(bare)
            return "region" if kind.family == "government" and of_region else "project"
        if kind.rows == "form" and not self._is_task() and not _NATURE.fullmatch(bare):
            return "project"
        if kind.family == "government" and kind.rows == "revenue" and _COMPANY.search(bare):
            return "unit"
        return "region" if region else "item"

    def _of_subjects(self) -> bool:
        """Whether what is bought is listed by the subjects that pay for it (科目名称), not thing by thing."""
        return any(c.path and "科目" in packed(c.path[-1]) for c in self.labels[:1])

    def _is_task(self) -> bool:
        """Whether a row of a form is a task of a whole department (任务名称), which stands where projects do but is none."""
        return self.kind.nature != "project" and any(
            c.path and packed(c.path[-1]).startswith("任务") for c in self.labels
        )

    def _is_subject(self, bare: str) -> bool:
        """Whether a line names a subject of the table's classification, in a column that it shares with units: 单位名称（科目）."""
        if self.kind.rows == "function" or self.shared:
            return bool(functional_codes(subject_name(bare), None))
        return self.kind.rows == "economic" and any(
            economic_code(bare, system, "") for system in ("economic_dept", "economic_gov")
        )

    def _is_unit(self, bare: str) -> bool:
        """Whether a line names a unit: one that the document names as such, or a name that ends like a unit's."""
        if self.kind.rows not in ("function", "economic", "project") or self.kind.family == "government":
            return False
        if bare in self.known_units:
            return True
        if _MONEY.search(bare):
            return False
        name = re.sub(r"\([^()]*\)$", "", bare) if not bare.endswith("本级)") else bare
        return len(name) > 3 and bool(_UNIT.search(name)) and (self.kind.rows != "project" or "本级" in bare)
