"""Whose and of which stage the short statements of governments and their departments are."""

import pytest

from loaders.document import Document, Page, Paragraph
from loaders.identity import Hints, identify

HALF = "上半年，清河县一般公共预算收入完成5亿元，增长5%。"
TRANSFERS = "2024年，上级补助收入9亿元，其中：返还性收入1亿元。"
GRADES = "2024年，纳入绩效自评项目20个，涉及资金9亿元。"
CASES = [
    (("关于上半年预算执行情况的报告", "2024年" + HALF), (), "gov_budget", 2024, "execution", None),
    (
        ("清河县2024年财政预算调整方案", "对2024年预算作如下调整：", "收入由8亿元调整为9亿元。"),
        (),
        "gov_budget",
        2024,
        "adjusted_budget",
        None,
    ),
    (("关于调整清河县2024年财政预算的报告", "收入9亿元。"), (), "gov_budget", 2024, "adjusted_budget", None),
    (
        ("清河县2024年预算调整（第一次）的报告", "收入9亿元。"),
        (),
        "gov_budget",
        2024,
        "adjusted_budget",
        None,
    ),
    (
        ("关于清河县2024年县级预算第二次调整方案（草案）的报告", "一般公共预算支出由8万元调整为9万元。"),
        (),
        "gov_budget",
        2024,
        "adjusted_budget",
        None,
    ),
    (
        ("2024年政府性基金预算调整公开", "清河县教育局", "我局预算由0万元调整为9万元。"),
        (),
        "dept_budget",
        2024,
        "adjusted_budget",
        "清河县教育局",
    ),
    (
        ("清河县教育局2024年预算调整情况说明", "支出由8万元调整为9万元。"),
        (),
        "dept_budget",
        2024,
        "adjusted_budget",
        "清河县教育局",
    ),
    (("清河县2024年转移支付情况说明", TRANSFERS), (), "gov_budget", 2024, "initial_budget", None),
    (
        ("税收返还和转移支付情况说明", TRANSFERS),
        ("清河县2024年政府决算公开",),
        "gov_final",
        2024,
        "final",
        None,
    ),
    (
        (
            "清河县2024年政府预算草案说明",
            "2023年全县政府债务情况：",
            "2023年债务限额9亿元。",
            "2023年政府债券还本支出1亿元。",
            "2023年债务余额8亿元。",
        ),
        (),
        "gov_budget",
        2024,
        "initial_budget",
        None,
    ),
    (("清河县2024年政府预决算相关重要事项说明", TRANSFERS), (), "gov_final", 2024, "final", None),
    (("清河县2024年转移支付决算情况说明", TRANSFERS), (), "gov_final", 2024, "final", None),
    (("清河县2024年预算绩效工作开展情况说明", GRADES), (), "performance", 2024, "final", None),
    (
        ("清河县2024年县级部门“三公”经费预算汇总情况", "“三公”经费预算9万元。"),
        (),
        "sangong_summary",
        2024,
        "initial_budget",
        None,
    ),
]


@pytest.mark.parametrize(("lines", "articles", "kind", "year", "stage", "body"), CASES)
def test_a_statement_and_its_title(
    lines: tuple[str, ...], articles: tuple[str, ...], kind: str, year: int, stage: str, body: str | None
) -> None:
    page = Page(1, None, None, "flow", tuple(Paragraph(line, 1) for line in lines))
    (found,) = identify(Document("docx", (page,)), Hints(article_titles=articles))
    assert (found.kind, found.fiscal_year, found.stage) == (kind, year, stage)
    assert body is None or found.unit_name == body
