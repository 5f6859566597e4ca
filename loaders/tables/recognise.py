"""Which kind of the catalogue a table is: by its title, else by what its header holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.catalogue import UNRECOGNISED, Kind, catalogue, header_facet, line_item
from loaders.tables.form_meaning import is_project
from loaders.tables.forms import Form
from loaders.tables.governments import subject_code
from loaders.tables.grid import Grid, packed
from loaders.tables.headers import Header, header_words
from loaders.tables.heading import Heading
from loaders.tables.insurance import scheme_of
from loaders.tables.subjects import function_code, subject_label

FAMILIES = {
    "dept_budget": "budget",
    "unit_budget": "budget",
    "dept_final": "final",
    "unit_final": "final",
    "gov_budget": "government",
    "gov_final": "government",
    "debt": "government",
    "sangong_summary": "government",
}
_GOVERNMENT = re.compile(
    r"(全[省市县区州盟旗镇乡]|本级|地方政府|政府债|[省市县区州盟旗](级|本级)|辖区|公共财政预算收入|一般公共预算收入|转移支付|平衡表)"
)
_ECONOMIC = re.compile(r"(30|31|39|50|51|59)\d(\d\d)?")
_BELOW = re.compile(r"对[下各乡镇街]|下级|支出")
_ARRANGED = re.compile(r"(本|[市州盟县区旗])级[^,、]{0,14}安排的")
"""What a level arranges from its own budget is paid by it; in a county 市级 is the level above."""
_RECEIVED = re.compile(r"^(上级|中央|省级?|市级?)(财政)?(补助|转移支付|税收返还)")
_SORTS_OF_TRANSFERS = ("transfer.tax_return", "transfer.general", "transfer.special")
_PAID_TO = re.compile(r"(乡|镇|街道|苏木)$|支出|补助下|对[下各乡镇街]")
_REVENUE_LINE = re.compile(r"收入(合计|小计|总计)?(\(.*\))?$")
_BOTH_FLOWS = re.compile(r"本年收入[|/](.*\|)?本年支出")
_TWO_SIDED = re.compile(r"收入/项目[(|].*支出/项目([(|]|$)")
_FEWEST = 3
"""Taxes or functional classes that tell a table without a title."""
_ALL_REVENUE = re.compile(r"预算收入|财政收入|非税")
_OF_ALL_LEVELS = re.compile(r"财政总收入|大口径")
_NEW_LIMIT = re.compile(r"新增(?!.*余额).*限额")
_FUND_OF_SCHEME = re.compile(r"^.{0,12}?(?=城乡|城镇|机关事业|企业|职工|居民|失业|工伤|生育)")
_PUBLIC_FINANCE = re.compile(r"(一般)?公共(财政(预算)?|预算)")
_NOISE = re.compile(r"20\d\d年(度)?|情况|\(草案\)|\(续\)|续表|《|》")


@dataclass(frozen=True, slots=True)
class Recognition:
    """The kind, how sure it is (1 by title, less by header alone, 0.5 unrecognised), and the title that told."""

    kind: Kind
    confidence: float
    title: str | None


def recognise(
    heading: Heading, header: Header, grid: Grid, document_kind: str, *, county: bool = False
) -> Recognition:
    """The kind of a table under its heading; the document's kind settles what a title leaves open."""
    joined = "|".join("/".join(header_words(path)) for path in header.paths)
    for candidate in heading.titles:
        title = _bare(candidate)
        families = _families(document_kind, title)
        for family in families:
            for kind in catalogue().kinds:
                if kind.family in (family, "any") and _titled(kind, title):
                    if kind.rows == "function" and family != families[0] == "government":
                        # a title that no kind of governments knows (经常性收入表) may stand over their taxes and classes all the same
                        kind = catalogue().kind(_by_lines(grid, header) or kind.id)
                    sure = 1.0 if family == families[0] else 0.9
                    kind = _of_rows(kind, title, joined, grid, header, county=county)
                    if kind.fund == "general_public" and family == "government" != families[0]:
                        # a department's own list of transfers is not of the budget that a government's would be of
                        kind = kind if "公共" in title else replace(kind, fund=None)
                    return Recognition(_of_title(kind, title, joined), sure, candidate)
    for family in _families(document_kind, _bare(heading.title or "")):
        for kind in catalogue().kinds:
            if kind.family in (family, "any") and kind.header and all(p.search(joined) for p in kind.header):
                return Recognition(_of_title(kind, _bare(heading.title or ""), joined), 0.8, heading.title)
    if not any(header.paths):
        return _by_codes(grid, header)
    if FAMILIES.get(document_kind) == "government" and (known := _by_lines(grid, header)):
        return Recognition(catalogue().kind(known), 0.7, heading.title)
    return Recognition(UNRECOGNISED, 0.5, heading.title)


def _bare(title: str) -> str:
    """A title as the patterns of kinds see it: without year and 情况, 社保基金 by its whole name, the budget of before 2015 by today's."""
    bare = _NOISE.sub("", packed(title)).replace("社保基金", "社会保险基金")
    return _PUBLIC_FINANCE.sub("一般公共预算", bare)


def _by_codes(grid: Grid, header: Header) -> Recognition:
    """A table that lost its header: rows of economic codes tell what it was."""
    known = _has_economic_codes(grid, header, least=0.8)
    return Recognition(catalogue().kind("econ_summary") if known else UNRECOGNISED, 0.4, None)


def _has_economic_codes(grid: Grid, header: Header, least: float = 0.5) -> bool:
    """Whether rows begin with codes of economic classes down to 款, `least` of all rows, and none with another code."""
    rows = [row for row in range(header.body, grid.rows) if grid.cells_of(row)]
    place = next((c for c in range(grid.columns) if any(grid.packed(row, c) for row in rows)), 0)
    first = [grid.packed(row, place) for row in rows]
    coded = sum(bool(_ECONOMIC.fullmatch(text)) for text in first)
    others = sum(text.isdecimal() for text in first) - coded
    split = grid.columns > place + 1 and any(
        re.fullmatch(r"\d\d", grid.packed(row, place + 1)) for row in rows
    )
    deep = split or any(len(text) == 5 for text in first if _ECONOMIC.fullmatch(text))
    return deep and not others and coded >= least * len(first)


def _of_rows(kind: Kind, title: str, joined: str, grid: Grid, header: Header, *, county: bool) -> Kind:
    """The kind that a table of this title is by its rows: economic classes, subjects, or transfers received rather than paid."""
    if kind.subjects and _BOTH_FLOWS.search(joined) and "编码" in joined:
        return replace(catalogue().kind(kind.subjects), id=kind.id, flow=None)
    if kind.classes and _has_economic_codes(grid, header):
        return catalogue().kind(kind.classes)
    arranged = _ARRANGED.search(title)
    paid = _BELOW.search(title) or (arranged and not (county and arranged[1] in "市州盟"))
    if kind.received and not paid and _is_received(_labels(grid, header), county=county):
        return catalogue().kind(kind.received)
    return kind


def _is_received(labels: Sequence[str], *, county: bool) -> bool:
    """Whether the lines are what a government receives: one says so, or a third names revenue (均衡性转移支付收入); none names expenditure.

    A county's are too where they name sorts of transfers and no town that is paid.
    """
    if any(label.endswith("支出") for label in labels):
        return False
    sorts = any(line_item("revenue", label) in _SORTS_OF_TRANSFERS for label in labels)
    if county and sorts and not any(_PAID_TO.search(label) for label in labels):
        return True
    revenue = sum(bool(_REVENUE_LINE.search(label)) for label in labels)
    return any(_RECEIVED.search(label) for label in labels) or 3 * revenue >= len(labels) > 0


def _labels(grid: Grid, header: Header) -> list[str]:
    """The first words of each row of the body, packed and without ordinals."""
    rows = (
        [grid.packed(row, column) for column in range(grid.columns)] for row in range(header.body, grid.rows)
    )
    return [subject_label(next((text for text in texts if re.search("[一-龥]", text)), "")) for texts in rows]


def _by_lines(grid: Grid, header: Header) -> str | None:
    """The kind of a government's table without a title whose rows name taxes or functional classes."""
    labels = _labels(grid, header)
    taxes = sum(
        (subject_code(label, "revenue", "general_public") or "").startswith("101") for label in labels
    )
    classes = sum(function_code(label) is not None for label in labels)
    sided = {facet for path in header.paths if (facet := header_facet("flow", "/".join(map(packed, path))))}
    if {"revenue", "expenditure"} <= sided:
        return "gov_balance" if taxes >= _FEWEST else None
    if taxes >= _FEWEST and classes <= 1:
        return "gov_gpb_income"
    return "gov_gpb_expenditure" if classes >= _FEWEST and not taxes else None


def _of_title(kind: Kind, title: str, header: str) -> Kind:
    """The kind with the fund that its title names, and without a flow of its own where title or header name both."""
    both = re.search("收入支出|收支", title) or _BOTH_FLOWS.search(header)
    if kind.rows in ("function", "project") and kind.flow == "expenditure" and both:
        kind = replace(kind, flow=None)
        if kind.rows == "function" and _TWO_SIDED.search(header):
            kind = replace(kind, rows="line", axis="fund", items={})
    part = header_facet("nature", title) if kind.nature == "basic" else None
    if part is not None and part.startswith("basic.") and not ("人员" in title and "公用" in title):
        items = {name: item for name, item in kind.items.items() if name != "total"}
        whole = {"total": items[part]} if part in items else {}
        kind = replace(kind, nature=part, items={**items, **whole})
    if kind.item == "debt.issue":
        base = line_item("debt", title) or ""
        item = base if base.startswith(kind.item) else kind.item
        general, special = "一般债" in title, "专项债" in title
        sort = f".{'general' if general else 'special'}" if general != special else ""
        return replace(kind, item=item + sort)
    if kind.item in ("transfer.paid", "transfer.received"):
        item = line_item("transfers", title) or kind.item
        return replace(kind, item=item, instead=dict.fromkeys(kind.instead, item))
    if kind.id == "gov_gpb_income" and _OF_ALL_LEVELS.search(title):
        return replace(kind, fund="all")
    if kind.id == "gov_gpb_income" and "税收" in title and not _ALL_REVENUE.search(title):
        return replace(kind, items={**kind.items, "total": "income.tax"})
    if kind.id == "gov_debt" and _NEW_LIMIT.search(title):
        return replace(kind, item="debt.limit_new")
    if kind.fund == "social_insurance":
        return replace(kind, scheme=scheme_of(_FUND_OF_SCHEME.sub("", title, count=1)))
    if kind.id == "perf_self_evaluation" and "项目" in title and "整体" not in title:
        return replace(kind, nature="project", items={**kind.items, "total": "expenditure.project"})
    fund = header_facet("fund", title) if kind.fund_in_title else None
    if fund == "gov_fund" and "一般公共" in title:
        fund = "fiscal_grant"  # 财政拨款(含一般公共预算和政府性基金预算)
    if fund == "carryover" and "不含" not in title:
        return replace(kind, fund=fund)
    stated = fund in ("general_public", "fiscal_grant", "gov_fund")
    return replace(kind, fund=fund, fund_in_title=False) if stated else kind


def _titled(kind: Kind, title: str) -> bool:
    return (
        kind.title is not None
        and bool(kind.title.search(title))
        and not (kind.title_not and kind.title_not.search(title))
    )


def _families(document_kind: str, title: str) -> tuple[str, ...]:
    known = FAMILIES.get(document_kind)
    if known == "government" or "保险基金" in title:
        return ("government", "budget", "final")
    if known is not None:
        other = "final" if known == "budget" else "budget"
        if (
            known == "budget"
            and re.search("决算", title)
            and "预算" not in re.sub("(一般公共|基金|经营)预算", "", title)
        ):
            return ("final", "budget", "government")
        return (known, other, "government")
    if _GOVERNMENT.search(title):
        return ("government", "budget", "final")
    return ("final", "budget", "government") if "决算" in title else ("budget", "final", "government")


def recognise_form(heading: Heading, forms: Sequence[Form]) -> str:
    """The kind of a performance form: by its title, else by what it asks for."""
    for candidate in heading.titles:
        title = _bare(candidate)
        for kind in catalogue().kinds:
            if kind.rows == "form" and kind.id != "perf_project_summary" and _titled(kind, title):
                return kind.id
    if any(line.actual or line.score for form in forms for line in form.indicators):
        return "perf_self_evaluation"
    return (
        "perf_project_target"
        if any("project_name" in form.fields or is_project(form) for form in forms)
        else "perf_dept_overall_target"
    )


def stands_apart(
    above: Recognition | None, here: Recognition, title_above: str | None, title: str | None
) -> bool:
    """Whether a part of a grid is a government's table of its own: it has another title than the one above it, and both are known."""
    known = above is not None and above.kind.family == here.kind.family == "government"
    return known and title is not None and title != title_above
