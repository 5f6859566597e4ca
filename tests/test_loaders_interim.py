"""Part of a year is no year: half-year reports, and what an account tells of the months since."""

from __future__ import annotations

from loaders.document import Document, Page, Paragraph
from loaders.identity import Hints
from loaders.understand import understand
from warehouse.records import ParsedDocument


def understood(*lines: str) -> ParsedDocument:
    blocks = tuple(Paragraph(line, 1) for line in lines)
    (found,) = understand(Document("text", (Page(1, None, None, "flow", blocks),)), Hints(), "0" * 64)
    return found


def stages(found: ParsedDocument) -> list[tuple[int | None, str | None, int | None, str | None]]:
    return [
        (fact.fiscal_year, fact.stage, fact.base_year, fact.base_stage)
        for fact in found.narratives
        if fact.item
    ]


def test_a_report_on_half_a_year_tells_of_part_of_it() -> None:
    found = understood(
        "关于清河县2024年上半年预算执行情况的报告",
        "一、一般公共预算",
        "全县一般公共预算收入完成5亿元，完成年初预算9亿元的55.6%，比上年同期4亿元增长25%。",
    )
    assert found.document.stage == "interim"
    assert stages(found) == [
        (2024, "interim", 2023, "interim"),
        (2024, "initial_budget", None, None),
        (2023, "interim", None, None),
    ]


def test_a_report_on_a_year_until_now_tells_of_part_of_it() -> None:
    found = understood(
        "清河县人民政府关于2024年以来财政预算执行情况的报告",
        "1-8月，全县一般公共预算收入完成5亿元。",
        "税收收入4亿元。",
    )
    assert found.document.stage == "interim"
    assert {stage for _, stage, _, _ in stages(found)} == {"interim"}


def test_what_the_first_months_brought_is_of_the_interim_they_tell() -> None:
    found = understood(
        "关于清河县2024年上半年预算执行情况的报告",
        "一、一般公共预算",
        "截至2024年6月底，全县一般公共预算收入完成9万元，增长5%。",
    )
    facts = found.narratives
    assert [(fact.item, fact.stage, fact.base_year) for fact in facts] == [("gpb.income", "interim", 2023)]


def test_what_the_whole_year_is_to_bring_is_of_the_year() -> None:
    found = understood(
        "关于清河县2024年上半年预算执行情况的报告",
        "二、下半年工作",
        "预计全年完成一般公共预算收入9万元，增长5%。",
    )
    assert stages(found) == [(2024, "execution", 2023, None)]


def test_the_year_of_an_adjustment_has_not_ended() -> None:
    found = understood(
        "关于清河县2024年预算调整方案的报告",
        "一、1-10月执行情况",
        "1-10月，全县一般公共预算收入完成5亿元。政府性基金预算收入完成3亿元，同比增长2%。",
        "二、调整方案",
        "全县一般公共预算收入由8亿元调整为7亿元。",
    )
    assert stages(found) == [
        (2024, "interim", None, None),
        (2024, "interim", 2023, "interim"),
        (2024, "initial_budget", None, None),
        (2024, "adjusted_budget", None, None),
    ]


def test_an_account_goes_on_with_the_months_since() -> None:
    found = understood(
        "清河县2023年财政决算和2024年1-7月预算执行情况的报告",
        "一、2023年财政决算",
        "2023年，全县一般公共预算收入完成8亿元，增长5%。",
        "二、2024年1-7月预算执行情况",
        "2024年1-7月，全县一般公共预算收入完成5亿元，增长6%。",
    )
    assert (found.document.kind, found.document.fiscal_year, found.document.stage) == (
        "gov_final",
        2023,
        "final",
    )
    assert stages(found) == [(2023, "final", 2022, "final"), (2024, "interim", 2023, "interim")]


def test_a_whole_year_that_was_carried_out_stays_so() -> None:
    found = understood(
        "关于清河县2023年预算执行情况和2024年预算草案的报告",
        "2023年，全县一般公共预算收入完成8亿元，增长5%。",
        "2023年1-12月，全县政府性基金收入完成2亿元。",
        "受上半年土地市场低迷影响，2023年全年国有资本经营收入完成1亿元。",
    )
    assert [stage for _, stage, _, _ in stages(found)] == ["execution"] * 3


def test_what_a_budget_says_was_spent_of_its_own_year_is_of_the_months_before_it() -> None:
    found = understood(
        "关于清河县2023年预算执行情况和2024年预算草案的报告",
        "二、2024年预算草案",
        "截至2024年3月底，全县一般公共预算支出5亿元，其中教育支出2亿元。",
    )
    assert stages(found) == [(2024, "interim", None, None)] * 2
