"""The common tables of a department budget (部门预算公开01–10表), from one account."""

from __future__ import annotations

from crawler.sample_portal.facts import ZERO, Account, Spending, rows
from crawler.sample_portal.final_tables import CLASS_LINES, class_lines, code_rows
from crawler.sample_portal.sheets import Grid, grid, money


def balance_total(account: Account) -> Grid:
    """公开01表 部门收支总表."""
    left = [
        ("一、一般公共预算拨款收入", money(account.income("general_public"))),
        ("二、政府性基金预算拨款收入", money(account.income("gov_fund"))),
        ("三、国有资本经营预算拨款收入", ""),
        ("四、财政专户管理资金收入", ""),
        ("五、事业收入", ""),
        ("六、上级补助收入", ""),
        ("七、附属单位上缴收入", ""),
        ("八、事业单位经营收入", ""),
        ("九、其他收入", money(account.income("other"))),
    ]
    right = class_lines(account.classes())
    left += [("", "")] * (len(right) - len(left))
    spent = account.spending().total
    left += [
        ("本年收入合计", money(account.income_total)),
        ("上年结转结余", money(account.year["opening"])),
        ("收入总计", money(account.grand_total)),
    ]
    right += [("本年支出合计", money(spent)), ("年终结转结余", ""), ("支出总计", money(spent))]
    body = [[*a, *b] for a, b in zip(left, right, strict=True)]
    header = [["收入", "<", "支出", "<"], ["项目", "预算数", "项目", "预算数"]]
    return _grid(account, f"{account.unit.body}收支总表", "公开01表", header, body, widths=(4, 2, 4, 2))


def income(account: Account) -> Grid:
    """公开02表 部门收入总表: unit by fund."""
    funds = [account.income(fund) for fund in ("general_public", "gov_fund")]
    other = account.income("other")
    cells = [money(account.grand_total), money(account.year["opening"]), money(account.income_total)]
    cells += [money(funds[0]), money(funds[1]), "", "", "", money(other)]
    header = [
        [
            f"{account.unit.body}代码",
            f"{account.unit.body}名称",
            "合计",
            "上年结转结余",
            "本年收入",
            "<",
            "<",
            "<",
            "<",
            "<",
            "<",
        ],
        [
            "^",
            "^",
            "^",
            "^",
            "小计",
            "一般公共预算",
            "政府性基金预算",
            "国有资本经营预算",
            "财政专户管理资金",
            "事业收入",
            "其他收入",
        ],
    ]
    body = [["合计", "", *cells], [account.unit.unit, account.unit.name, *cells]]
    return _grid(
        account,
        f"{account.unit.body}收入总表",
        "公开02表",
        header,
        body,
        widths=(1.5, 4, *[2.0] * 9),
        landscape=True,
    )


def expenditure(account: Account) -> Grid:
    """公开03表 部门支出总表."""
    total = account.spending()
    body = [["合计", "", money(total.total), money(total.basic), money(total.project), "", "", ""]]
    for code, name, row in code_rows(account.items()):
        body.append([code, name, money(row.total), money(row.basic), money(row.project), "", "", ""])
    header = [
        [
            "科目编码",
            "科目名称",
            "合计",
            "基本支出",
            "项目支出",
            "事业单位经营支出",
            "上缴上级支出",
            "对附属单位补助支出",
        ]
    ]
    widths = (2, 4, 2, 2, 2, 1.5, 1.5, 1.5)
    return _grid(
        account, f"{account.unit.body}支出总表", "公开03表", header, body, widths=widths, landscape=True
    )


def fiscal_balance(account: Account) -> Grid:
    """公开04表 财政拨款收支总表."""
    opening = account.year["opening"]
    general, fund = account.income("general_public"), account.income("gov_fund")
    gpb, gov_fund = account.classes("general_public"), account.classes("gov_fund")
    spent, spent_fund = account.spending("general_public").total, account.spending("gov_fund").total
    right = [["一、本年支出", money(spent + spent_fund), money(spent), money(spent_fund), ""]]
    for label, _ in class_lines({}):
        right.append([f"（{label.replace('、', '）', 1)}", "", "", "", ""])
    for line, (code, row) in _class_positions(account).items():
        a, b = gpb.get(code, Spending()).total, gov_fund.get(code, Spending()).total
        right[line + 1] = [right[line + 1][0], money(row.total), money(a), money(b), ""]
    right.append(["二、年终结转结余", "", "", "", ""])
    left = [
        ("一、本年收入", money(general + fund)),
        ("（一）一般公共预算拨款", money(general)),
        ("（二）政府性基金预算拨款", money(fund)),
        ("（三）国有资本经营预算拨款", ""),
        ("二、上年结转", money(opening)),
        ("（一）一般公共预算拨款", money(opening)),
        ("（二）政府性基金预算拨款", ""),
        ("（三）国有资本经营预算拨款", ""),
    ]
    left += [("", "")] * (len(right) - len(left))
    left.append(("收入总计", money(general + fund + opening)))
    right.append(["支出总计", money(spent + spent_fund), money(spent), money(spent_fund), ""])
    body = [[*a, *b] for a, b in zip(left, right, strict=True)]
    header = [
        ["收入", "<", "支出", "<", "<", "<", "<"],
        ["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"],
    ]
    return _grid(
        account, "财政拨款收支总表", "公开04表", header, body, widths=(4, 2, 4, 2, 2, 2, 2), landscape=True
    )


def _class_positions(account: Account) -> dict[int, tuple[str, Spending]]:
    """Line number of every class with fiscal grant spending."""
    classes = account.classes("general_public", "gov_fund")
    return {CLASS_LINES.index(code): (code, row) for code, row in classes.items()}


def gpb_expenditure(account: Account) -> Grid:
    """公开05表 一般公共预算支出表: basic expenditure split into personnel and public."""
    body = [["合计", "", *_split(account, None, account.spending("general_public"))]]
    for code, name, row in code_rows(account.items("general_public")):
        body.append([code, name, *_split(account, code, row)])
    header = [
        ["科目编码", "科目名称", "合计", "基本支出", "<", "<", "项目支出"],
        ["^", "^", "^", "小计", "人员经费", "公用经费", "^"],
    ]
    return _grid(account, "一般公共预算支出表", "公开05表", header, body, widths=(2, 5, 2, 2, 2, 2, 2))


def _split(account: Account, code: str | None, row: Spending) -> list[str]:
    public = account.public if code is None or account.unit.main_function.startswith(code) else ZERO
    return [money(row.total), money(row.basic), money(row.basic - public), money(public), money(row.project)]


def basic_economic(account: Account) -> Grid:
    """公开06表 一般公共预算基本支出表, department and government economic codes side by side."""
    body = [["合计", "", "", "", *_econ_cells(account, "")]]
    for row in rows("economic.csv"):
        if account.economic(row["code"]):
            codes = [row["code"], row["name"], row["gov_code"], row["gov_name"]]
            body.append([*codes, *_econ_cells(account, row["code"])])
    header = [
        [
            "部门预算支出经济分类科目",
            "<",
            "政府预算支出经济分类科目",
            "<",
            "本年一般公共预算基本支出",
            "<",
            "<",
        ],
        ["科目编码", "科目名称", "科目编码", "科目名称", "合计", "人员经费", "公用经费"],
    ]
    return _grid(
        account,
        "一般公共预算基本支出表",
        "公开06表",
        header,
        body,
        widths=(2, 4, 2, 4, 2, 2, 2),
        landscape=True,
    )


def _econ_cells(account: Account, code: str) -> list[str]:
    personnel = (
        account.personnel if not code else account.economic(code) if code[:3] in ("301", "303") else ZERO
    )
    public = account.public if not code else account.economic(code) if code[:3] in ("302", "310") else ZERO
    return [money(personnel + public), money(personnel), money(public)]


def sangong(account: Account, prior: Account) -> Grid:
    """公开07表 一般公共预算“三公”经费支出表, last year's budget beside this year's."""
    lines = [
        ("合计", [side.sangong_total for side in (prior, account)]),
        ("1、因公出国（境）费", [side.sangong["abroad"] for side in (prior, account)]),
        ("2、公务接待费", [side.sangong["reception"] for side in (prior, account)]),
        (
            "3、公务用车购置及运行费",
            [s.sangong["purchase"] + s.sangong["operation"] for s in (prior, account)],
        ),
        ("其中：（1）公务用车购置费", [side.sangong["purchase"] for side in (prior, account)]),
        ("（2）公务用车运行维护费", [side.sangong["operation"] for side in (prior, account)]),
    ]
    body = [[name, *(f"{value:.2f}" for value in values)] for name, values in lines]
    header = [["项目", f"{prior.fiscal_year}年预算数", f"{account.fiscal_year}年预算数"]]
    return _grid(account, "一般公共预算“三公”经费支出表", "公开07表", header, body, widths=(5, 2, 2))


def gov_fund(account: Account) -> Grid:
    """公开08表 政府性基金预算支出表."""
    items = account.items("gov_fund")
    total = account.spending("gov_fund")
    body = [["合计", "", money(total.total), money(total.basic), money(total.project)]]
    body += [[c, n, money(r.total), money(r.basic), money(r.project)] for c, n, r in code_rows(items)]
    header = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    notes = () if items else ("注：本部门本年没有使用政府性基金预算拨款安排的支出，故此表为空。",)
    return _grid(
        account, "政府性基金预算支出表", "公开08表", header, body, widths=(2, 5, 2, 2, 2), notes=notes
    )


def state_capital(account: Account) -> Grid:
    """公开09表 国有资本经营预算支出表, always empty here."""
    header = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    notes = ("注：本部门本年没有使用国有资本经营预算拨款安排的支出，故此表为空。",)
    return _grid(
        account, "国有资本经营预算支出表", "公开09表", header, [["合计"]], widths=(2, 5, 2, 2, 2), notes=notes
    )


def projects(account: Account) -> Grid:
    """公开10表 项目支出表."""
    by_fund = {fund: account.spending(fund).project for fund in ("general_public", "gov_fund", "other")}
    total = sum(by_fund.values(), ZERO)
    funds = [money(by_fund["general_public"]), money(by_fund["gov_fund"]), "", money(by_fund["other"])]
    body = [["合计", "", money(total), *funds]]
    for project in account.projects:
        amounts = [
            project.amount if project.fund == fund else ZERO for fund in ("general_public", "gov_fund")
        ]
        own = project.amount if project.fund == "other" else ZERO
        cells = [money(amounts[0]), money(amounts[1]), "", money(own)]
        body.append([project.name, account.unit.name, money(project.amount), *cells])
    header = [
        ["项目名称", "项目单位", "合计", "本年拨款", "<", "<", "单位资金"],
        ["^", "^", "^", "一般公共预算", "政府性基金预算", "国有资本经营预算", "^"],
    ]
    return _grid(
        account, "项目支出表", "公开10表", header, body, widths=(4, 4, 2, 2, 2, 2, 2), landscape=True
    )


def budget_tables(account: Account, prior: Account) -> dict[str, Grid]:
    """All tables of one budget by table kind."""
    return {
        "dept_balance_total": balance_total(account),
        "dept_income": income(account),
        "dept_expenditure": expenditure(account),
        "fiscal_grant_balance": fiscal_balance(account),
        "gpb_expenditure": gpb_expenditure(account),
        "gpb_basic_econ": basic_economic(account),
        "sangong": sangong(account, prior),
        "gov_fund_expenditure": gov_fund(account),
        "state_capital_expenditure": state_capital(account),
        "project_expenditure": projects(account),
    }


def _grid(
    account: Account,
    title: str,
    form_number: str,
    header: list[list[str]],
    body: list[list[str]],
    *,
    widths: tuple[float, ...] = (),
    notes: tuple[str, ...] = (),
    landscape: bool = False,
) -> Grid:
    return grid(
        f"{account.fiscal_year}年{title}",
        header,
        body,
        form_number=form_number,
        unit_name=f"{account.unit.body}名称：{account.unit.name}",
        notes=notes,
        widths=widths,
        landscape=landscape,
    )
