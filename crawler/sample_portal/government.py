"""The invented county's own budgets and final accounts, in whole 万元: every total, balance and ratio is derived, none typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from crawler.sample_portal.documents import blocks, change, percent
from crawler.sample_portal.facts import rows
from crawler.sample_portal.sheets import Block, Grid, grid

COUNTY = "演示县"
FIRST_YEAR = 2022
"""The year whose final account opens the series of balances."""

GOVERNMENT_DOCUMENTS = (
    (2023, "budget", "xlsx", date(2023, 1, 18)),
    (2023, "final", "pdf", date(2024, 8, 30)),
    (2024, "budget", "xlsx", date(2024, 1, 22)),
    (2024, "final", "pdf", date(2025, 8, 29)),
    (2025, "budget", "docx", date(2025, 1, 21)),
)
"""Fiscal year, stage, file format and day of publication of each of the county's documents."""

REVENUE = {"一、税收收入": "tax", "二、非税收入": "non_tax"}
TRANSFERS = {
    "一、返还性收入": "returned",
    "二、一般性转移支付收入": "general_transfer",
    "三、专项转移支付收入": "special_transfer",
}
FUNDS_OF_PENSIONS = ("城乡居民基本养老保险基金", "机关事业单位基本养老保险基金")
DEBTS = ("一般债务", "专项债务")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its code (may be empty), its name and its amount of every year and stage (`2023_final`)."""

    code: str
    name: str
    amounts: dict[str, int]


@cache
def lines(table: str) -> tuple[Line, ...]:
    """The lines of one table of `facts/government.csv`."""
    return tuple(
        Line(row["code"], row["name"], {key: int(row[key] or 0) for key in list(row)[3:]})
        for row in rows("government.csv")
        if row["table"] == table
    )


def total(key: str, *tables: str) -> int:
    """The sum of the lines of some tables in one year and stage."""
    return sum(line.amounts[key] for table in tables for line in lines(table))


def _amount(key: str, table: str, name: str) -> int:
    return next(line.amounts[key] for line in lines(table) if line.name == name)


def carried(year: int) -> int:
    """General public budget carried from the final account of `year` into the next."""
    key = f"{year}_final"
    received = total(key, *REVENUE.values(), *TRANSFERS.values(), "other_in")
    before = carried(year - 1) if year > FIRST_YEAR else 0  # the first year's is a line of its own
    return received + before - total(key, "expenditure", "other_out")


def pension_balance(year: int, fund: str) -> int:
    """What a pension fund holds at the end of `year`."""
    key = f"{year}_final"
    before = pension_balance(year - 1, fund) if year > FIRST_YEAR else _amount(key, "social_opening", fund)
    return before + _amount(key, "social_revenue", fund) - _amount(key, "social_expenditure", fund)


def debt_moves(year: int, kind: str) -> tuple[int, int, int, int]:
    """Debt of a kind: balance at the year's start, borrowed, repaid, balance at its end."""
    key = f"{year}_final"
    opening = debt_moves(year - 1, kind)[3] if year > FIRST_YEAR else _amount(key, "debt_opening", kind)
    if kind == "一般债务":
        borrowed = _amount(key, "other_in", "地方政府一般债务转贷收入")
        repaid = _amount(key, "other_out", "地方政府一般债务还本支出")
    else:
        borrowed, repaid = _amount(key, "fund_in", "地方政府专项债务转贷收入"), 0
    return opening, borrowed, repaid, opening + borrowed - repaid


def limit(year: int, kind: str) -> int:
    """The limit of a kind of debt at the end of `year`."""
    return _amount(f"{year}_final", "debt_limit", kind)


def title(year: int, stage: str) -> str:
    """The title of the county's disclosure."""
    return f"{COUNTY}{year}年政府预算公开" if stage == "budget" else f"{COUNTY}{year}年度政府决算公开"


def government_document(year: int, stage: str) -> list[Block]:
    """The blocks of the county's budget or final account of a year."""
    tables = _budget_tables(year) if stage == "budget" else _final_tables(year)
    return blocks(f"government_{stage}.txt.j2", {**_slots(year, stage), "tables": list(tables)}, tables)


def _slots(year: int, stage: str) -> dict[str, object]:
    key, before = f"{year}_{stage}", f"{year - 1}_final"

    def grown(*tables: str) -> object:
        return change(Decimal(total(key, *tables)), Decimal(total(before, *tables)))

    revenue, spent = total(key, "tax", "non_tax"), total(key, "expenditure")
    planned = f"{year}_budget"
    stocks = (
        year - 1 if stage == "budget" else year
    )  # a budget tells of the debt at the end of the year before it
    return {
        "title": title(year, stage),
        "county": COUNTY,
        "year": year,
        "revenue": revenue,
        "revenue_change": grown("tax", "non_tax"),
        "revenue_completion": _ratio(revenue, total(planned, "tax", "non_tax")),
        "tax": total(key, "tax"),
        "non_tax": total(key, "non_tax"),
        "expenditure": spent,
        "expenditure_change": grown("expenditure"),
        "expenditure_completion": _ratio(spent, total(planned, "expenditure")),
        "fund_revenue": total(key, "fund_revenue"),
        "fund_expenditure": total(key, "fund_expenditure"),
        "sangong": total(key, "sangong"),
        "limits": {kind: limit(stocks, kind) for kind in DEBTS},
        "balances": {kind: debt_moves(stocks, kind)[3] for kind in DEBTS},
    }


def _budget_tables(year: int) -> dict[str, Grid]:
    key, before = f"{year}_budget", f"{year - 1}_final"
    columns = ("上年执行数", "本年预算数", "预算数为上年执行数的%")

    def compared(lines_: Iterable[tuple[str, str, int, int]]) -> list[list[str]]:
        return [[code, name, _whole(old), _whole(new), _ratio(new, old)] for code, name, old, new in lines_]

    def table(name: str, body: list[list[str]], *header: str) -> Grid:
        return grid(f"{COUNTY}{year}年{name}", [["科目编码", "科目名称", *(header or columns)]], body)

    return {
        "revenue": table("一般公共预算收入预算表", compared(_revenue(before, key))),
        "expenditure": table(
            "一般公共预算支出预算表", compared(_listed("expenditure", "一般公共预算支出合计", before, key))
        ),
        "balance": _balance(f"{COUNTY}{year}年一般公共预算收支平衡表", "预算数", key, carried(year - 1), 0),
        "transfers": _transfers(f"{COUNTY}{year}年税收返还和转移支付预算表", "预算数", key),
        "fund_revenue": table(
            "政府性基金收入预算表", compared(_listed("fund_revenue", "政府性基金收入合计", before, key))
        ),
        "fund_expenditure": table(
            "政府性基金支出预算表", compared(_listed("fund_expenditure", "政府性基金支出合计", before, key))
        ),
        "capital": _capital(f"{COUNTY}{year}年国有资本经营预算收支表", "预算数", key),
        "social": _social(f"{COUNTY}{year}年社会保险基金预算收支表", year, key),
        "debt": _debt(year - 1),
        "sangong": _sangong(
            f"{COUNTY}{year}年“三公”经费预算汇总表", ["上年执行数", "本年预算数"], before, key
        ),
    }


def _final_tables(year: int) -> dict[str, Grid]:
    planned, key, before = f"{year}_budget", f"{year}_final", f"{year - 1}_final"
    columns = ["预算数", "决算数", "决算数为预算数的%", "上年决算数", "决算数为上年决算数的%"]

    def compared(
        lines_: Iterable[tuple[str, str, int, int]], old: dict[tuple[str, str], int]
    ) -> list[list[str]]:
        return [
            [
                code,
                name,
                _whole(plan),
                _whole(done),
                _ratio(done, plan),
                _whole(old[code, name]),
                _ratio(done, old[code, name]),
            ]
            for code, name, plan, done in lines_
        ]

    def table(
        name: str, found: Iterable[tuple[str, str, int, int]], prior: Iterable[tuple[str, str, int, int]]
    ) -> Grid:
        old = {(code, label): amount for code, label, amount, _ in prior}
        return grid(
            f"{COUNTY}{year}年度{name}",
            [["科目编码", "科目名称", *columns]],
            compared(found, old),
            widths=(2, 4, 2, 2, 2, 2, 2),
            landscape=True,
        )

    def listed(name: str, of: str, sum_name: str) -> Grid:
        return table(name, _listed(of, sum_name, planned, key), _listed(of, sum_name, before, before))

    return {
        "revenue": table("一般公共预算收入决算表", _revenue(planned, key), _revenue(before, before)),
        "expenditure": listed("一般公共预算支出决算表", "expenditure", "一般公共预算支出合计"),
        "balance": _balance(
            f"{COUNTY}{year}年度一般公共预算收支决算平衡表", "决算数", key, carried(year - 1), carried(year)
        ),
        "transfers": _transfers(f"{COUNTY}{year}年度税收返还和转移支付决算表", "决算数", key),
        "fund_revenue": listed("政府性基金收入决算表", "fund_revenue", "政府性基金收入合计"),
        "fund_expenditure": listed("政府性基金支出决算表", "fund_expenditure", "政府性基金支出合计"),
        "capital": _capital(f"{COUNTY}{year}年度国有资本经营收支决算表", "决算数", key),
        "social": _social(f"{COUNTY}{year}年度社会保险基金收支决算表", year, key),
        "debt": _debt(year),
        "sangong": _sangong(f"{COUNTY}{year}年度“三公”经费决算汇总表", ["预算数", "决算数"], planned, key),
    }


def _revenue(first: str, second: str) -> Iterable[tuple[str, str, int, int]]:
    codes = {"tax": "101", "non_tax": "103"}
    for name, table in REVENUE.items():
        yield codes[table], name.split("、")[1], total(first, table), total(second, table)
        for line in lines(table):
            yield line.code, line.name, line.amounts[first], line.amounts[second]
    tables = tuple(REVENUE.values())
    yield "", "一般公共预算收入合计", total(first, *tables), total(second, *tables)


def _listed(table: str, sum_name: str, first: str, second: str) -> Iterable[tuple[str, str, int, int]]:
    for line in lines(table):
        yield line.code, line.name, line.amounts[first], line.amounts[second]
    yield "", sum_name, total(first, table), total(second, table)


def _balance(name: str, column: str, key: str, opening: int, closing: int) -> Grid:
    left = [
        ("一般公共预算收入", total(key, *REVENUE.values())),
        ("上级补助收入", total(key, *TRANSFERS.values())),
    ]
    left += [(heading.split("、")[1], total(key, table)) for heading, table in TRANSFERS.items()]
    left += [("上年结余收入", opening)] + [
        (line.name, line.amounts[key]) for line in lines("other_in") if line.name != "上年结余收入"
    ]
    right = [("一般公共预算支出", total(key, "expenditure"))]
    right += [(line.name, line.amounts[key]) for line in lines("other_out")]
    right += [("年终结余", closing)]
    right += [("", 0)] * (len(left) - len(right))
    income = opening + total(key, *REVENUE.values(), *TRANSFERS.values(), "other_in")
    left.append(("收入总计", income))
    right.append(("支出总计", total(key, "expenditure", "other_out") + closing))
    body = [[a, _whole(x), b, _whole(y)] for (a, x), (b, y) in zip(left, right, strict=True)]
    header = [["收入", "<", "支出", "<"], ["项目", column, "项目", column]]
    return grid(name, header, body, widths=(4, 2, 4, 2))


def _transfers(name: str, column: str, key: str) -> Grid:
    body = []
    for heading, table in TRANSFERS.items():
        body.append([heading, _whole(total(key, table))])
        body += [[line.name, _whole(line.amounts[key])] for line in lines(table)]
    body.append(["合计", _whole(total(key, *TRANSFERS.values()))])
    return grid(name, [["项目", column]], body, widths=(5, 2))


def _capital(name: str, column: str, key: str) -> Grid:
    left = [(line.name, line.amounts[key]) for line in lines("capital_revenue")]
    right = [(line.name, line.amounts[key]) for line in lines("capital_expenditure")]
    income, spent = total(key, "capital_revenue"), total(key, "capital_expenditure")
    left += [("本年收入合计", income), ("", 0), ("收入总计", income)]
    right += [("本年支出合计", spent), ("调出资金", income - spent), ("支出总计", income)]
    body = [[a, _whole(x), b, _whole(y)] for (a, x), (b, y) in zip(left, right, strict=True)]
    header = [["收入", "<", "支出", "<"], ["项目", column, "项目", column]]
    return grid(name, header, body, widths=(4, 2, 4, 2))


def _social(name: str, year: int, key: str) -> Grid:
    body = []
    for fund in FUNDS_OF_PENSIONS:
        before = pension_balance(year - 1, fund)
        income, spent = _amount(key, "social_revenue", fund), _amount(key, "social_expenditure", fund)
        body.append([before, income, spent, income - spent, before + income - spent])
    sums = [sum(column) for column in zip(*body, strict=True)]
    named = zip((*FUNDS_OF_PENSIONS, "合计"), (*body, sums), strict=True)
    header = [["项目", "上年结余", "本年收入", "本年支出", "本年收支结余", "年末滚存结余"]]
    return grid(
        name, header, [[label, *map(_whole, amounts)] for label, amounts in named], widths=(5, 2, 2, 2, 2, 2)
    )


def _debt(year: int) -> Grid:
    body = []
    for kind in DEBTS:
        opening, borrowed, repaid, closing = debt_moves(year, kind)
        body.append([limit(year, kind), opening, borrowed, repaid, closing])
    sums = [sum(column) for column in zip(*body, strict=True)]
    named = zip(("合计", *DEBTS), (sums, *body), strict=True)
    header = [["项目", f"{year}年债务限额", "年初债务余额", "当年举借额", "当年还本额", "年末债务余额"]]
    return grid(
        f"{COUNTY}{year}年地方政府债务限额及余额情况表",
        header,
        [[label, *map(_whole, amounts)] for label, amounts in named],
        widths=(3, 2, 2, 2, 2, 2),
    )


def _sangong(name: str, columns: Sequence[str], first: str, second: str) -> Grid:
    body = [["合计", _whole(total(first, "sangong")), _whole(total(second, "sangong"))]]
    body += [
        [line.name, _whole(line.amounts[first]), _whole(line.amounts[second])] for line in lines("sangong")
    ]
    return grid(name, [["项目", *columns]], body, widths=(4, 2, 2))


def _whole(amount: int) -> str:
    """An amount as the county's tables print it: no places, blank where there is nothing."""
    return str(amount) if amount else ""


def _ratio(part: int, whole: int) -> str:
    return percent(Decimal(part), Decimal(whole)) if whole and part else ""
