"""Which kind a disclosure is and of which stage: what its titles state, and what settles a title that leaves it open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.identity.front import Block, block_lines, kind_votes, three_public_stage
from loaders.identity.titles import Titled, TitleReading, read_title
from loaders.identity.values import Evidence
from loaders.identity.words import REGION_ENDING, words

_FINAL_BOOK = re.compile(r"(财政|政府|总)决算|决算(公开|草案|情况|表)")
_BUDGET_BOOK = re.compile(r"(财政|政府|总)预算|预算(公开|草案|表)")
_KINDS_OF = {
    f"any_{what}": tuple(f"{whose}_{what}" for whose in ("gov", "dept", "unit"))
    for what in ("budget", "final")
}
_REGION = re.compile(f"{REGION_ENDING}$")
_TREASURY = re.compile(r"财政(厅|局|所|办)")
_OF_A_FUND = re.compile(r"政府性基金|国有资本")
_FIRST, _SECOND = re.compile(r"\s*一、"), re.compile(r"\s*二、.{4,30}$")
_SINGLE_TABLE = re.compile(r"表(\s|$|[(（])")
_OF_A_PART = re.compile(
    f"{_OF_A_FUND.pattern}|转移支付|预算(收支)?(第[一二三四五]次)?(调整|变更)|财政(预算|决算)(信息|资讯|公开|说明|情况说明|$)"
)


def kind_of(
    printed: Sequence[Titled],
    told: Sequence[Titled],
    blocks: Sequence[Block],
    evidence: list[Evidence],
    *,
    after: bool = False,
) -> str:
    """The kind that the titles state, in the order of their trust; a departments' budget or account where none does.

    What is published `after` its year tells of the account where no title says so.
    """
    votes = kind_votes(blocks)
    titles = [*printed[:1], *told, *printed[1:]]
    if printed and _leaves_open(printed[0][1]):
        # the caption of an annex leaves open, or calls 单位预算, what its article calls 部门预算: the title that names the body knows
        titles = [*(one for one in told if _knows_whose(one[1], printed[0][1])), *titles]
    for where, reading in titles:
        kind = reading.kind
        if kind is None:
            continue
        if kind == "gov_open":  # 转移支付情况说明: of the book that the web or the text names
            books = [one.kind for _, one in told if (one.kind or "").endswith(("_budget", "_final"))]
            final = (books[0] or "").endswith("final") if books else after or votes["决算"] > votes["预算"]
            kind = "gov_final" if final else "gov_budget"
        if kind.startswith("gov_") and _is_departments(reading):
            kind = kind.replace("gov", "any")
        if kind in ("any_budget", "any_final"):
            stage = kind.removeprefix("any_")
            word = {"budget": "预算", "final": "决算"}[stage]
            units, departments = votes[f"单位{word}"], votes[f"部门{word}"]
            named = next((one.kind for _, one in told if one.kind in _KINDS_OF[kind][1:]), None)
            is_unit = words().unit_endings.search(reading.owner or "")
            whose = "unit" if units > departments or (units == departments and is_unit) else "dept"
            kind = named if named and units == departments else f"{whose}_{stage}"
        evidence.append(Evidence(field="kind", value=kind, where=where, text=reading.text))
        return kind
    whose = (
        "unit" if votes["单位预算"] + votes["单位决算"] > votes["部门预算"] + votes["部门决算"] else "dept"
    )
    kind = f"{whose}_final" if votes["决算"] > votes["预算"] else f"{whose}_budget"
    evidence.append(
        Evidence(field="kind", value=kind, where="text", text=f"决算 {votes['决算']}, 预算 {votes['预算']}")
    )
    return kind


def open_notes(first: TitleReading, blocks: Sequence[Block]) -> TitleReading:
    """The title of notes of several parts (一、政府债务情况 二、转移支付情况): of a government's book that its first part does not name."""
    if not _FIRST.match(first.text) or first.kind not in ("debt", "sangong_summary"):
        return first
    lines = (line for block in blocks for line in block_lines(block) if _SECOND.match(line))
    kinds = {read_title(line).kind for line in lines} - {None, first.kind}
    return replace(first, kind="gov_open") if kinds else first


def _leaves_open(reading: TitleReading) -> bool:
    """Whether a title names no body, no kind of a whole book, or a single table, whosever name stands below it."""
    return (
        reading.owner is None
        or (reading.kind or "").startswith("any_")
        or _SINGLE_TABLE.search(reading.text) is not None
    )


def _is_departments(reading: TitleReading) -> bool:
    """Whether a title of one fund (政府性基金预算支出表), of transfers, of an adjustment or of 财政预算 stands beside the name of a department."""
    return (
        _OF_A_PART.search(reading.text) is not None
        and reading.owner is not None
        and not words().governments.search(reading.owner)
        and not _REGION.search(reading.owner)
        and not _TREASURY.search(reading.owner)
    )


def _knows_whose(told: TitleReading, printed: TitleReading) -> bool:
    """Whether a title says 政府预算 or 单位预算 where one without an owner leaves it open, or, with an owner, 部门预算 where that one says 单位预算; or the reverse.

    Captions of single tables leave it open as well: 三公经费支出表, 政府性基金预算支出表.
    """
    if None not in (told.fiscal_year, printed.fiscal_year) and told.fiscal_year != printed.fiscal_year:
        return False  # the title of another document
    left_open = _KINDS_OF.get(printed.kind or "", ())
    if told.kind in (left_open if printed.owner is None else left_open[1:]):
        return True
    if told.owner is None or told.kind is None or printed.kind is None or told.kind == printed.kind:
        return False
    whose, _, what = told.kind.partition("_")
    open_to = ("dept", "unit", "any", "gov") if _OF_A_FUND.search(printed.text) else ("dept", "unit", "any")
    open_kinds = {"sangong_summary", *(f"{one}_{what}" for one in open_to)}
    return whose in ("dept", "unit") and printed.kind in open_kinds


def stage_of(
    kind: str,
    year: int | None,
    printed: Sequence[Titled],
    told: Sequence[Titled],
    blocks: Sequence[Block],
    evidence: list[Evidence],
) -> str | None:
    """The stage that a title of this kind and year states, else that of the kind, else of the book or the text; `None` where none tells."""
    for where, reading in [*printed[:1], *told]:
        same = (reading.kind or "").rpartition("_")[2] == kind.rpartition("_")[2]
        if reading.stage and same and reading.fiscal_year in (None, year):
            evidence.append(Evidence(field="stage", value=reading.stage, where=where, text=reading.text))
            return reading.stage
    if kind == "debt" and printed:
        return _stage_of_debt(*printed[0], evidence)
    if kind == "sangong_summary":
        return three_public_stage(blocks, evidence)
    return words().stages.get(kind)


def _stage_of_debt(where: str, reading: TitleReading, evidence: list[Evidence]) -> str | None:
    """The stage of a table of debt under the name of the book that it is from: 财政决算公开, 政府预算公开."""
    final, budget = bool(_FINAL_BOOK.search(reading.text)), bool(_BUDGET_BOOK.search(reading.text))
    if final == budget:
        return None
    stage = "final" if final else "initial_budget"
    evidence.append(Evidence(field="stage", value=stage, where=where, text=reading.text))
    return stage
