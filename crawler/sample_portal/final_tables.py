"""The nine tables of a department final account (公开01–09表) and the information table, from one account."""

from __future__ import annotations

from crawler.sample_portal.facts import ZERO, Account, Spending, names, with_parents
from crawler.sample_portal.sheets import Grid, grid, money

CLASS_LINES = [
    "201",
    "202",
    "203",
    "204",
    "205",
    "206",
    "207",
    "208",
    "210",
    "211",
    "212",
    "213",
    "214",
    "215",
    "216",
    "217",
    "219",
    "220",
    "221",
    "222",
    "223",
    "224",
    "229",
    "232",
    "233",
    "234",
]
CLASS_NAMES = [
    "一般公共服务支出",
    "外交支出",
    "国防支出",
    "公共安全支出",
    "教育支出",
    "科学技术支出",
    "文化旅游体育与传媒支出",
    "社会保障和就业支出",
    "卫生健康支出",
    "节能环保支出",
    "城乡社区支出",
    "农林水支出",
    "交通运输支出",
    "资源勘探工业信息等支出",
    "商业服务业等支出",
    "金融支出",
    "援助其他地区支出",
    "自然资源海洋气象等支出",
    "住房保障支出",
    "粮油物资储备支出",
    "国有资本经营预算支出",
    "灾害防治及应急管理支出",
    "其他支出",
    "债务还本支出",
    "债务付息支出",
    "抗疫特别国债安排的支出",
]
NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
NOTE = "注：本套报表金额单位转换时可能存在尾数误差。"


def ordinal(number: int) -> str:
    """1 → 一, 26 → 二十六."""
    if number <= 10:
        return NUMERALS[number - 1]
    tens, ones = divmod(number, 10)
    return (NUMERALS[tens - 1] if tens > 1 else "") + "十" + (NUMERALS[ones - 1] if ones else "")


def class_lines(classes: dict[str, Spending]) -> list[tuple[str, str]]:
    """The 26 expenditure lines with their amounts."""
    return [
        (f"{ordinal(number)}、{name}", money(classes.get(code, Spending()).total))
        for number, (code, name) in enumerate(zip(CLASS_LINES, CLASS_NAMES, strict=True), start=1)
    ]


def code_rows(items: dict[str, Spending]) -> list[tuple[str, str, Spending]]:
    """Rows (code, name, spending) of every level, in code order."""
    return [(code, names("functions")[code], row) for code, row in with_parents(items).items()]


def balance_total(account: Account) -> Grid:
    """公开01表 收入支出决算总表."""
    left = [
        ("一、一般公共预算财政拨款收入", money(account.income("general_public"))),
        ("二、政府性基金预算财政拨款收入", money(account.income("gov_fund"))),
        ("三、国有资本经营预算财政拨款收入", ""),
        ("四、上级补助收入", ""),
        ("五、事业收入", ""),
        ("六、经营收入", ""),
        ("七、附属单位上缴收入", ""),
        ("八、其他收入", money(account.income("other"))),
    ]
    right = class_lines(account.classes())
    left += [("", "")] * (len(right) - len(left))
    spent = account.spending().total
    left += [
        ("本年收入合计", money(account.income_total)),
        ("使用非财政拨款结余（含专用结余）", ""),
        ("年初结转和结余", money(account.year["opening"])),
        ("总计", money(account.grand_total)),
    ]
    right += [
        ("本年支出合计", money(spent)),
        ("结余分配", ""),
        ("年末结转和结余", money(account.year["closing"])),
        ("总计", money(spent + account.year["closing"])),
    ]
    body = [
        [name, str(line), amount, other, str(line + len(left)), spent_amount]
        for line, ((name, amount), (other, spent_amount)) in enumerate(zip(left, right, strict=True), start=1)
    ]
    header = [
        ["收入", "<", "<", "支出", "<", "<"],
        ["项目", "行次", "金额", "项目", "行次", "金额"],
        ["栏次", "", "1", "栏次", "", "2"],
    ]
    return _grid(account, "收入支出决算总表", "公开01表", header, body, widths=(4, 1, 2, 4, 1, 2))


def income(account: Account) -> Grid:
    """公开02表 收入决算表; the carry-over moves the general public income of the project's item."""
    fiscal = dict(account.items("general_public", "gov_fund"))
    shift = account.year["closing"] - account.year["opening"]
    target = account.unit.project_function
    fiscal[target] = fiscal.get(target, Spending()) + Spending(project=shift)
    other = account.items("other")
    both = {code: fiscal.get(code, Spending()) + other.get(code, Spending()) for code in {*fiscal, *other}}
    fiscal_all, other_all = with_parents(fiscal), with_parents(other)
    body = [["合计", "", *_income_cells(sum(fiscal.values(), Spending()), sum(other.values(), Spending()))]]
    for code, name, _ in code_rows(both):
        body.append(
            [code, name, *_income_cells(fiscal_all.get(code, Spending()), other_all.get(code, Spending()))]
        )
    header = [
        [
            "项目",
            "<",
            "本年收入合计",
            "财政拨款收入",
            "上级补助收入",
            "事业收入",
            "经营收入",
            "附属单位上缴收入",
            "其他收入",
        ],
        ["科目代码", "科目名称", "^", "^", "^", "^", "^", "^", "^"],
        ["栏次", "<", "1", "2", "3", "4", "5", "6", "7"],
    ]
    widths = (2, 4, 2, 2, 1.5, 1.5, 1.5, 1.5, 1.5)
    return _grid(account, "收入决算表", "公开02表", header, body, widths=widths, landscape=True)


def _income_cells(fiscal: Spending, other: Spending) -> list[str]:
    return [money(fiscal.total + other.total), money(fiscal.total), "", "", "", "", money(other.total)]


def expenditure(account: Account) -> Grid:
    """公开03表 支出决算表."""
    total = account.spending()
    body = [["合计", "", *_spending_cells(total), "", "", ""]]
    body += [
        [code, name, *_spending_cells(row), "", "", ""] for code, name, row in code_rows(account.items())
    ]
    header = [
        [
            "项目",
            "<",
            "本年支出合计",
            "基本支出",
            "项目支出",
            "上缴上级支出",
            "经营支出",
            "对附属单位补助支出",
        ],
        ["科目代码", "科目名称", "^", "^", "^", "^", "^", "^"],
        ["栏次", "<", "1", "2", "3", "4", "5", "6"],
    ]
    widths = (2, 4, 2, 2, 2, 1.5, 1.5, 1.5)
    return _grid(account, "支出决算表", "公开03表", header, body, widths=widths, landscape=True)


def _spending_cells(row: Spending) -> list[str]:
    return [money(row.total), money(row.basic), money(row.project)]


def fiscal_balance(account: Account) -> Grid:
    """公开04表 财政拨款收入支出决算总表."""
    opening, closing = account.year["opening"], account.year["closing"]
    general, fund = account.income("general_public"), account.income("gov_fund")
    left = [("一、一般公共预算财政拨款", money(general)), ("二、政府性基金预算财政拨款", money(fund))]
    left += [("三、国有资本经营预算财政拨款", "")] + [("", "")] * 23
    gpb, gov_fund = account.classes("general_public"), account.classes("gov_fund")
    lines = []
    for number, (code, name) in enumerate(zip(CLASS_LINES, CLASS_NAMES, strict=True), start=1):
        a, b = gpb.get(code, Spending()).total, gov_fund.get(code, Spending()).total
        lines.append([f"{ordinal(number)}、{name}", money(a + b), money(a), money(b), ""])
    spent_general, spent_fund = account.spending("general_public").total, account.spending("gov_fund").total
    left += [
        ("本年收入合计", money(general + fund)),
        ("年初财政拨款结转和结余", money(opening)),
        ("一般公共预算财政拨款", money(opening)),
        ("政府性基金预算财政拨款", ""),
        ("国有资本经营预算财政拨款", ""),
        ("总计", money(general + fund + opening)),
    ]
    lines += [
        ["本年支出合计", money(spent_general + spent_fund), money(spent_general), money(spent_fund), ""],
        ["年末财政拨款结转和结余", money(closing), money(closing), "", ""],
        ["", "", "", "", ""],
        ["", "", "", "", ""],
        ["", "", "", "", ""],
        [
            "总计",
            money(spent_general + spent_fund + closing),
            money(spent_general + closing),
            money(spent_fund),
            "",
        ],
    ]
    body = [
        [name, str(number), amount, right[0], str(number + len(left)), *right[1:]]
        for number, ((name, amount), right) in enumerate(zip(left, lines, strict=True), start=1)
    ]
    funds = ["合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
    header = [
        ["收入", "<", "<", "支出", "<", "<", "<", "<", "<"],
        ["项目", "行次", "金额", "项目", "行次", *funds],
        ["栏次", "", "1", "栏次", "", "2", "3", "4", "5"],
    ]
    title = "财政拨款收入支出决算总表"
    return _grid(account, title, "公开04表", header, body, widths=(4, 1, 2, 4, 1, 2, 2, 2, 2), landscape=True)


def gpb_expenditure(account: Account) -> Grid:
    """公开05表 一般公共预算财政拨款支出决算表."""
    items = account.items("general_public")
    body = [["合计", "", *_spending_cells(account.spending("general_public"))]]
    body += [[code, name, *_spending_cells(row)] for code, name, row in code_rows(items)]
    header = [
        ["项目", "<", "本年支出", "<", "<"],
        ["科目代码", "科目名称", "小计", "基本支出", "项目支出"],
        ["栏次", "<", "1", "2", "3"],
    ]
    return _grid(account, "一般公共预算财政拨款支出决算表", "公开05表", header, body, widths=(2, 5, 2, 2, 2))


def basic_economic(account: Account) -> Grid:
    """公开06表 一般公共预算财政拨款基本支出决算明细表, personnel and public block side by side."""

    def block(prefixes: tuple[str, ...]) -> list[list[str]]:
        lines = []
        for code, name in names("economic").items():
            if code.startswith(prefixes):
                lines.append([code, name, money(account.economic(code))])
        return lines

    left, right = block(("301", "303")), block(("302", "310"))
    height = max(len(left), len(right))
    for lines in (left, right):
        lines += [["", "", ""]] * (height - len(lines))
    body = [[*a, *b] for a, b in zip(left, right, strict=True)]
    body.append(["人员经费合计", "", money(account.personnel), "公用经费合计", "", money(account.public)])
    header = [
        ["人员经费", "<", "<", "公用经费", "<", "<"],
        ["科目代码", "科目名称", "决算数", "科目代码", "科目名称", "决算数"],
    ]
    title = "一般公共预算财政拨款基本支出决算明细表"
    return _grid(account, title, "公开06表", header, body, widths=(2, 4, 2, 2, 4, 2))


def gov_fund(account: Account) -> Grid:
    """公开07表 政府性基金预算财政拨款收入支出决算表."""
    items = account.items("gov_fund")
    total = account.spending("gov_fund")
    body = [["合计", "", "", money(total.total), *_spending_cells(total), ""]]
    body += [[c, n, "", money(row.total), *_spending_cells(row), ""] for c, n, row in code_rows(items)]
    header = [
        ["项目", "<", "年初结转和结余", "本年收入", "本年支出", "<", "<", "年末结转和结余"],
        ["科目代码", "科目名称", "^", "^", "小计", "基本支出", "项目支出", "^"],
        ["栏次", "<", "1", "2", "3", "4", "5", "6"],
    ]
    title = "政府性基金预算财政拨款收入支出决算表"
    empty = () if items else ("说明：本部门本年度无政府性基金预算财政拨款收支，本表为空。",)
    return _grid(
        account, title, "公开07表", header, body, widths=(2, 4, 2, 2, 2, 2, 2, 2), landscape=True, notes=empty
    )


def state_capital(account: Account) -> Grid:
    """公开08表 国有资本经营预算财政拨款支出决算表, always empty here."""
    header = [
        ["项目", "<", "本年支出", "<", "<"],
        ["科目代码", "科目名称", "合计", "基本支出", "项目支出"],
        ["栏次", "<", "1", "2", "3"],
    ]
    note = ("说明：本部门本年度无国有资本经营预算财政拨款支出，本表为空。",)
    title = "国有资本经营预算财政拨款支出决算表"
    return _grid(account, title, "公开08表", header, [["合计"]], widths=(2, 5, 2, 2, 2), notes=note)


def sangong(account: Account, budget: Account) -> Grid:
    """公开09表 财政拨款“三公”经费支出决算表: the year's budget on the left, the outcome on the right."""
    block = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "<", "<", "公务接待费"]
    lower = ["^", "^", "小计", "公务用车购置费", "公务用车运行维护费", "^"]
    header = [["预算数", "<", "<", "<", "<", "<", "决算数", "<", "<", "<", "<", "<"], block * 2, lower * 2]
    header.append([str(number) for number in range(1, 13)])
    cells = []
    for side in (budget, account):
        vehicles = side.sangong["purchase"] + side.sangong["operation"]
        values = (side.sangong_total, side.sangong["abroad"], vehicles, side.sangong["purchase"])
        cells += [f"{value:.2f}" for value in (*values, side.sangong["operation"], side.sangong["reception"])]
    title = "财政拨款“三公”经费支出决算表"
    return _grid(account, title, "公开09表", header, [cells], landscape=True)


def information(account: Account) -> Grid:
    """公开10表 部门决算公开相关信息统计表."""
    year = account.year
    parts = [year["procurement_goods"], year["procurement_works"], year["procurement_services"]]
    agency = account.public if account.unit.nature == "行政单位" else ZERO
    body = [
        ["一、政府采购支出合计", "1", money(sum(parts, ZERO))],
        ["货物", "2", money(parts[0])],
        ["工程", "3", money(parts[1])],
        ["服务", "4", money(parts[2])],
        ["二、机关运行经费", "5", money(agency)],
        ["三、车辆数合计（辆）", "6", str(account.sangong["vehicles_kept"])],
        ["四、单价100万元（含）以上设备（不含车辆）（台/套）", "7", ""],
    ]
    return _grid(
        account,
        "部门决算公开相关信息统计表",
        "公开10表",
        [["项目", "行次", "统计数"]],
        body,
        widths=(5, 1, 2),
    )


def final_tables(account: Account, budget: Account) -> dict[str, Grid]:
    """All tables of one final account by table kind."""
    return {
        "final_balance_total": balance_total(account),
        "final_income": income(account),
        "final_expenditure": expenditure(account),
        "final_fiscal_grant_balance": fiscal_balance(account),
        "final_gpb_expenditure": gpb_expenditure(account),
        "final_gpb_basic_econ": basic_economic(account),
        "final_gov_fund": gov_fund(account),
        "final_state_capital": state_capital(account),
        "final_sangong": sangong(account, budget),
        "final_info_stats": information(account),
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
        title,
        header,
        body,
        form_number=form_number,
        unit_name=f"{account.unit.body}名称：{account.unit.name}",
        period=f"{account.fiscal_year}年度",
        currency_unit="金额单位：万元",
        notes=notes or (NOTE,),
        widths=widths,
        landscape=landscape,
    )
