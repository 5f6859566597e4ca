"""What a change, a base or a part of a department's statement is of, where the words beside it name nothing."""

from dataclasses import replace

import pytest
from statements import BUDGET, FINAL, read

from loaders.identity import Identity
from loaders.narrative import Fact

CASES = {
    "a comparison behind a list over several clauses is of its whole": (
        BUDGET,
        [
            "2024年“三公”经费预算安排5万元，其中因公出国（境）费0万元；公务用车购置及运维费4万元（其中：公务用车购置费0万元，公务用车运行维护费4万元）；公务接待费1万元。与2023年相比减少2万元，其中公务用车购置及运维费增减0万元，公务接待费减少2万元。"
        ],
        [
            "sangong.total 50000 decrease 20000",
            "sangong.abroad 0",
            "sangong.vehicle 40000 unchanged 0",
            "sangong.vehicle.purchase 0",
            "sangong.vehicle.operation 40000",
            "sangong.reception 10000 decrease 20000",
        ],
    ),
    "a paragraph that compares with last year's amount goes on from the one before": (
        FINAL,
        [
            "二、收入决算情况说明",
            "2024年总收入900万元，其中：财政补助收入600万元，事业收入300万元。",
            "相比2023年的总收入800万元增加100万元，增长12.5%。其中，财政补助收入增长80万元。",
        ],
        [
            "income.grand_total 9000000 increase 1000000 12.5",
            "income.fiscal_grant 6000000 increase 800000",
            "income.operating 3000000",
            "income.grand_total 8000000 2023",
        ],
    ),
    "an amount that has not changed from its base": (
        BUDGET,
        [
            "四、三公经费预算情况",
            "公务用车运行维护费2024年预算数8万元，其中：加油3万元，维修3万元，保险2万元。比2023年预算数8万元持平。",
        ],
        ["sangong.vehicle.operation 80000 unchanged", "sangong.vehicle.operation 80000 2023"],
    ),
    "parts of a functional class are its own subjects": (
        FINAL,
        ["一、支出情况", "1、农林水支出90万元，其中：水利支出50万元，林业和草原支出40万元。"],
        [
            "expenditure.function 213 900000",
            "expenditure.function 21303 500000",
            "expenditure.function 21302 400000",
        ],
    ),
    "parts of projects are projects, whatever subjects are called so": (
        BUDGET,
        ["一般公共预算项目支出90万元，其中：水质检测支出50万元，招商引资支出40万元。"],
        [
            "gpb.expenditure.project 900000",
            "gpb.expenditure.project.item 500000",
            "gpb.expenditure.project.item 400000",
        ],
    ),
    "equipment by its value": (
        BUDGET,
        ["国有资产占用情况", "固定资产总额900万元，其中：单位价值50万元以上的通用设备2台（套），136万元。"],
        ["assets.total 9000000", "assets.equipment_over_500k 2", "assets.equipment_over_500k 1360000"],
    ),
    "an amount in words": (
        FINAL,
        ["2024年度部门总支出八百六十二万三千元。"],
        ["expenditure.grand_total 8623000"],
    ),
    "what carried-over money adds to the amount of targets, and revenue from above": (
        BUDGET,
        [
            "上级财政补助收入6万元。",
            "实行绩效目标管理的项目2个，涉及预算资金9万元，其中：一般公共预算拨款8万元，上年结转1万元。",
        ],
        ["income.superior_subsidy 60000", "performance.targets 2", "performance.amount 90000"],
    ),
    "the carry-over of grants in the section of one budget": (
        FINAL,
        ["年末一般公共预算财政拨款结转和结余0万元，较上年决算数无增减。"],
        ["fiscal_grant.carryover.closing 0 unchanged"],
    ),
    "all grants below the heading of one budget are of that budget": (
        FINAL,
        [
            "五、一般公共预算财政拨款支出决算情况说明",
            "（一）财政拨款支出决算总体情况",
            "2024年度财政拨款支出9万元，主要用于以下方面：教育支出（类）7万元，占77.78%。",
            "六、政府性基金预算财政拨款收入支出决算情况说明",
            "政府性基金预算财政拨款年初结转和结余3万元，本年收入2万元，本年支出4万元。",
        ],
        [
            "gpb.expenditure 90000",
            "gpb.expenditure.function 205 70000",
            "fiscal_grant.carryover.gov_fund 30000",
            "gov_fund.income 20000",
            "gov_fund.expenditure 40000",
        ],
    ),
    "what grants had left of the year before by budget": (
        FINAL,
        ["年初财政拨款结转和结余9万元（其中：一般公共预算财政拨款7万元，政府性基金预算财政拨款2万元）。"],
        [
            "fiscal_grant.carryover.opening 90000",
            "fiscal_grant.carryover.general_public 70000",
            "fiscal_grant.carryover.gov_fund 20000",
        ],
    ),
    "a budget of nothing told again as a reason": (
        FINAL,
        ["公务接待费支出年初预算为0，支出决算为2万元，由于年初预算数为0，无法计算完成比率。"],
        ["sangong.reception 0", "sangong.reception 20000"],
    ),
    "last year's amount beside this year's": (
        FINAL,
        ["本单位本年收入总计90万元，上年收入80万元.与去年相比收入减少了10万元。"],
        ["income.total 900000 decrease 100000", "income.total 800000 2023"],
    ),
    "a sentence that begins with another year": (
        BUDGET,
        [
            "2023年，某局三公经费财政拨款预算9万元，实际支出8万元，比预算减少1万元。2024年，三公经费预算7万元。"
        ],
        ["sangong.total 90000 2023", "sangong.total 80000 2023 decrease 10000", "sangong.total 70000"],
    ),
    "what is called like its whole is a part of it": (
        BUDGET,
        ["公务用车购置及运行费27万元（含医疗队公务用车购置及运行费11万元）。"],
        ["sangong.vehicle 270000"],
    ),
    "nothing was spent, as it was said above": (
        FINAL,
        [
            "三公经费支出2万元，其中：因公出国（境）支出0万元；公务接待费支出2万元。",
            "（1）因公出国（境）支出情况。",
            "本部门本年度无因公出国（境）支出，较上年无变化。",
        ],
        ["sangong.total 20000", "sangong.abroad 0 unchanged", "sangong.reception 20000"],
    ),
    "a project of another year in a reason": (
        FINAL,
        ["项目支出29万元，较上年减少973万元，主要原因是2023年财政拨付1000万元政府债券，2024年无此项支出。"],
        ["expenditure.project 290000 decrease 9730000"],
    ),
    "what is bought for nothing and what is kept": (
        BUDGET,
        ["公车购置及运行维护费34万元，其中：购置经费无、运行维护费34万元，与2023年预算相比下降74%。"],
        ["sangong.vehicle 340000", "sangong.vehicle.operation 340000 decrease 74"],
    ),
    "bodies are no staff, and an amount may leave its 元 out at the end": (
        BUDGET,
        ["某局现有86个部属预算单位。", "（2）公务用车购置费0万"],
        ["sangong.vehicle.purchase 0"],
    ),
    "each of a list of names": (
        BUDGET,
        ["因公出国（境）费、公务用车购置及运行费、公务接待费均与2023年预算数持平。"],
        ["sangong.abroad unchanged", "sangong.vehicle unchanged", "sangong.reception unchanged"],
    ),
    "changes in a list are of the parts, not of their whole": (
        BUDGET,
        ["三公经费预算9亿元中，出国费2亿元，接待费7亿元。与2023年预算相比，分别减少0.2亿元、0.3亿元。"],
        [
            "sangong.total 900000000",
            "sangong.abroad 200000000 decrease 20000000",
            "sangong.reception 700000000 decrease 30000000",
        ],
    ),
    "an account whose last section is the next budget": (
        FINAL,
        [
            "二、2025年三公经费预算情况",
            "2025年，三公经费预算为7万元，比2024年决算数减少1万元。其中：公务接待费2万元。",
        ],
        ["sangong.total 70000 2025 decrease 10000", "sangong.reception 20000 2025"],
    ),
    "an economic class by the name of its year": (
        replace(FINAL, fiscal_year=2016),
        ["按经济分类科目，工资福利支出3万元，其他资本性支出2万元。"],
        ["expenditure.economic 301 30000", "expenditure.economic 310 20000"],
    ),
    "purchases by who buys": (
        BUDGET,
        ["政府采购预算9万元，其中：政府集中采购预算8万元，分散采购1万元。"],
        ["procurement.total 90000", "procurement.centralised 80000", "procurement.decentralised 10000"],
    ),
    "what is left of grants in an account": (
        FINAL,
        ["财政拨款支出9万元，其中：基本支出9万元，项目支出0万元。财政拨款结转结余1万元。"],
        [
            "fiscal_grant.expenditure.total 90000",
            "fiscal_grant.expenditure.basic 90000",
            "fiscal_grant.expenditure.project 0",
            "fiscal_grant.carryover.closing 10000",
        ],
    ),
    "assets at the end of a year, and what is no total of them": (
        BUDGET,
        [
            "截止2023年12月底资产合计900元，其中固定资产总值500元，其他固定资产10元。",
            "现有正式工作人员18人。",
        ],
        ["assets.total 900", "assets.fixed 500", "staff.actual 18"],
    ),
    "land and houses, and messengers' cars by their other name": (
        BUDGET,
        [
            "（三）国有资产占用情况说明",
            "共有车辆3辆，其中：机要通讯用车2辆、其他用车1辆。",
            "资产原值合计900元，其中：（1）土地、房屋及构筑物500元，（2）通用设备100元。",
        ],
        [
            *("vehicles.total 3", "vehicles.confidential 2", "vehicles.other 1"),
            *("assets.total 900", "assets.house 500"),
        ],
    ),
    "a fall told by its verb and by its sign": (
        FINAL,
        ["“三公”经费支出3万元，比2023年减少1万元，下降-25%。"],
        ["sangong.total 30000 decrease 10000 25"],
    ),
    "reasons that are numbered": (
        BUDGET,
        [
            "收入预算总额9万元，比上年增加5万元，原因是：1、人员增加；2、本年增加了其他资金4万元。其中：财政拨款收入5万元，其他收入4万元。"
        ],
        ["income.grand_total 90000 increase 50000", "income.fiscal_grant 50000", "income.other 40000"],
    ),
    "grants for running costs": (
        BUDGET,
        ["（一）收入预算：年初预算数9万元。收入较去年增加2万元，主要是一般公共预算经费拨款增加2万元。"],
        ["income.total 90000 increase 20000", "income.general_public increase 20000"],
    ),
    "guests by another word": (
        BUDGET,
        ["2.公务招待费为5万元，比上年预算减少1万元。"],
        ["sangong.reception 50000 decrease 10000"],
    ),
    "a change whose verb was lost": (
        FINAL,
        [
            "“三公”经费决算支出数为7万元，较2023年决算数6万元1万元，增长16.67%，其中：公务接待费决算支出数为7万元。"
        ],
        [
            "sangong.total 70000 increase 10000 16.67",
            "sangong.total 60000 2023",
            "sangong.reception 70000",
        ],
    ),
    "what is left of several costs in a reason": (
        FINAL,
        [
            "“三公”经费支出3万元，完成预算的60%。决算数小于预算数的主要原因：一是培训费、差旅费减少4万元，二是接待费未使用完2万元。"
        ],
        ["sangong.total 30000"],
    ),
    "the next year's budget beside the account": (
        FINAL,
        [
            "一、2025年“三公”经费预算安排情况",
            "2025年度“三公”经费预算总计9万元，其中：公务接待费5万元。",
            "二、2024年“三公”经费决算情况",
            "2024年度“三公”经费支出8万元。",
            "2025年度“三公”经费预算较2024年度增加1万元，其中公务接待费较上年增加2万元。",
        ],
        [
            *("sangong.total 90000 2025", "sangong.reception 50000 2025", "sangong.total 80000"),
            *("sangong.total 2025 increase 10000", "sangong.reception 2025 increase 20000"),
        ],
    ),
    "parts of a change of both sides": (
        BUDGET,
        [
            "预算收支安排9万元，较上年预算减少2万元，其中：基本支出增加3万元，主要为增加人员经费支出3万元；项目支出减少5万元，主要为系统等专项项目支出减少5万元。"
        ],
        [
            *("total.revenue_expenditure 90000 decrease 20000", "expenditure.basic increase 30000"),
            *("expenditure.basic.personnel increase 30000", "expenditure.project decrease 50000"),
        ],
    ),
    "expenditure paid from revenue of one's own is no revenue": (
        BUDGET,
        [
            "三、支出预算情况",
            "本年支出10万元，其中：一般公共预算财政拨款安排支出6万元，事业收入及其他资金安排支出4万元。",
            "项目支出5万元，其中：财政拨款3万元，事业收入2万元。",
        ],
        ["expenditure.total 100000", "gpb.expenditure 60000", "expenditure.project 50000"],
    ),
    "an account that has changed is not the budget told before it": (
        FINAL,
        [
            "“三公”经费支出年初预算为9元，支出决算为9元，完成年初预算的100%。",
            "（一）“三公”经费支出决算总体情况",
            "2024年度一般公共预算财政拨款“三公”经费支出年初预算为9元，支出决算为9元。",
            "2024年度一般公共预算财政拨款“三公”经费支出决算数比上年减少5元。",
        ],
        [*4 * ["sangong.total 9"], "sangong.total decrease 5"],
    ),
    "posts kept under control, and cars bought in a reason": (
        BUDGET,
        [
            "一、机构情况",
            "人员编制9人。另有事业控制编制3人。",
            "公务用车购置费25万元，比2023年预算减少5万元，下降原因主要是本年度预计购置执法执勤用车2辆。",
        ],
        [
            *("staff.establishment 9", "sangong.vehicle.purchase 250000 decrease 50000"),
            "vehicles.purchased 2",
        ],
    ),
    "both sides of the year before": (
        BUDGET,
        ["2023年收入预算9万元，支出预算9万元；", "2024年收入预算8万元，支出预算8万元。"],
        [
            *("income.total 90000 2023", "expenditure.total 90000 2023"),
            *("income.total 80000", "expenditure.total 80000"),
        ],
    ),
    "a subject that a definition opens": (
        BUDGET,
        [
            "二、支出项目",
            "2010301行政运行（项）：用于反映管理局的基本支出。2024年预算安排20万元。",
            "2080501行政单位（事业单位）离退休：用于反映离退休经费，2024年预算安排5万元。",
            "（一）经费拨款：指财政部门当年安排给单位的资金。2024年预算安排86万元。",
        ],
        [
            "expenditure.function 2010301 200000",
            "expenditure.function 2080501 50000",
            "income.fiscal_grant 860000",
        ],
    ),
    "what is mainly meant is no reason where nothing has changed": (
        FINAL,
        ["国内公务接待支出1万元。主要是上级检查指导工作等，共接待国内来访团组28个，来宾196人次。"],
        [
            "sangong.reception.domestic 10000",
            "reception.domestic.batches 28",
            "reception.domestic.persons 196",
        ],
    ),
    "parts in brackets are those of the amount before": (
        FINAL,
        ["按支出性质分：基本支出90万元（工资福利支出70万元，商品和服务支出20万元），项目支出10万元。"],
        [
            "expenditure.basic 900000",
            "expenditure.basic.personnel.wages 700000",
            "expenditure.basic.public.goods_services 200000",
            "expenditure.project 100000",
        ],
    ),
    "what changed in a reason is no fact where only its place names it": (
        FINAL,
        ["机关运行费206万元，较去年198万元增加8万元，主要是取暖费涨价3万元、物业费增加5万元。"],
        ["op_cost.agency 2060000 increase 80000", "op_cost.agency 1980000 2023"],
    ),
    "an item whose name is wrapped into the next line": (
        FINAL,
        [
            "1.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）",
            "一般行政管理事务（项）：支出决算为65万元，完成预算92.86%。",
            "2.卫生健康支出（210）行政事业单位医疗（11）事业单位医疗（02）：2",
            "024年支出9万元。",
            "3.公共安全支出（204）公安（02）一般行政",
            "管理事务（02）：2024年支出3万元。",
            "4.文化旅游体育与传媒支出（类）文物（款）博物馆（项）：支出决算为10.",
            "02万元。",
        ],
        [
            "expenditure.function 2010302 650000",
            "expenditure.function 2101102 90000",
            "expenditure.function 2040202 30000",
            "expenditure.function 2070205 100200",
        ],
    ),
    "Chinese commas inside numbers, also where a line ends in one": (
        BUDGET,
        ["2024年支出预算23，000，000.00元，其中：基本支出1,", "300.50万元，项目支出999.50万元。"],
        ["expenditure.total 23000000", "expenditure.basic 13005000", "expenditure.project 9995000"],
    ),
    "only 上年 before its amount": (
        BUDGET,
        [
            "三公经费预算2万元（公务接待费1万元），上年为3万元，减少1万元。",
            "科学技术支出（类）支出50万元，与上年相比增加50万元（去年预算数为0万元，无法计算增减比率）。",
        ],
        [
            "sangong.total 20000 decrease 10000",
            "sangong.reception 10000",
            "sangong.total 30000 2023",
            "expenditure.function 206 500000 increase 500000",
            "expenditure.function 206 0 2023",
        ],
    ),
    "two amounts of one year that an amount is compared with": (
        BUDGET,
        ["财政拨款收入54万元，较2023年年初预算56万元减少2万元；较2023年调整预算55万元减少1万元。"],
        [
            "income.fiscal_grant 540000 decrease 20000",
            "income.fiscal_grant 560000 2023",
            "income.fiscal_grant 550000 2023",
            "income.fiscal_grant decrease 10000",
        ],
    ),
    "what performance targets cover; its parts by budget are none": (
        BUDGET,
        [
            "八、绩效目标情况",
            "2024年全面实施绩效目标管理，涉及一级预算项目5个，预算资金90万元，其中财政拨款20万元。",
            "绩效目标管理全覆盖，涉及当年一般公共预算拨款90万元，当年政府性基金预算当年拨款0万元，国有资本经营预算拨款0万元。",
        ],
        [
            "performance.targets 5",
            "performance.amount 900000",
            "performance.amount 900000",
        ],
    ),
    "what one economic class spends by nature is no total": (
        BUDGET,
        [
            "2.一般公共预算支出按经济科目分类的情况",
            "商品和服务支出（302）90万元，其中：公用经费60万元；专项业务经费30万元。对社会保障基金补助（313）50万元。",
        ],
        ["gpb.expenditure.economic 302 900000", "gpb.expenditure.economic 313 500000"],
    ),
    "what keeps the office running pays for receptions too": (
        BUDGET,
        ["机关运行经费预算总计9万元，其中：办公费4万元，公务接待费2万元，公务用车运行维护费3万元。"],
        [
            "op_cost.agency 90000",
            "expenditure.economic 30201 40000",
            "expenditure.economic 30217 20000",
            "expenditure.economic 30231 30000",
        ],
    ),
    "the grants that expenditure is paid from": (
        BUDGET,
        ["本部门当年预算支出90万元，其中：一般公共预算拨款70万元，政府性基金拨款20万元。"],
        ["expenditure.total 900000", "gpb.expenditure 700000", "gov_fund.expenditure 200000"],
    ),
}


def test_parts_behind_a_colon_are_of_the_fund_of_their_whole() -> None:
    found = read(
        BUDGET,
        "政府采购预算总额90万元：货物类采购50万元、服务类采购40万元；其中一般公共预算拨款政府采购60万元：货物类采购20万元、服务类采购40万元。",
    )
    assert [fact.fund for fact in found] == [None, None, None, *3 * ["general_public"]]


def test_an_amount_has_the_fund_of_its_item() -> None:
    found = read(
        BUDGET,
        "2024年财政拨款收入90万元，其中：一般公共预算拨款收入70万元，政府性基金拨款收入20万元。",
        "收入预算增加5万元，其中使用非财政拨款结余增加5万元。",
    )
    assert [fact.fund for fact in found] == ["fiscal_grant", "general_public", "gov_fund", None, None]
    left = read(FINAL, "年末一般公共预算财政拨款结转和结余9万元。", "年末财政拨款结转和结余9万元。")
    assert [fact.fund for fact in left] == ["general_public", "fiscal_grant"]


def test_a_share_is_of_the_total_that_it_fits() -> None:
    found = read(
        FINAL,
        "2024年收、支总计100万元。",
        "本年支出合计80万元。",
        "五、财政拨款支出情况",
        "财政拨款支出60万元，占总支出的75%。",
    )
    assert found[-1].share_of == "expenditure.total"
    classes = read(
        BUDGET,
        "五、关于一般公共预算支出表的说明",
        "一般公共预算当年财政拨款80万元，比上年减少3万元。",
        "按照支出功能分类，教育（类）支出60万元，占75%；住房保障（类）支出20万元，占25%。",
    )
    assert [fact.share_of for fact in classes[1:]] == 2 * ["gpb.expenditure"]


def told(fact: Fact, year: int | None) -> str:
    """A fact in short: item, code, number, its year where it is not the document's, what has changed."""
    number = fact.amount if fact.amount is not None else fact.quantity
    numbers = [number, fact.change_amount, fact.change_percent]
    amount, change, percent = (None if one is None else f"{one.normalize():f}" for one in numbers)
    other = fact.fiscal_year if fact.fiscal_year != year else None
    return " ".join(
        str(one) for one in (fact.item, fact.code, amount, other, fact.direction, change, percent) if one
    )


@pytest.mark.parametrize(("identity", "lines", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_meant(identity: Identity, lines: list[str], expected: list[str]) -> None:
    found = [told(fact, identity.fiscal_year) for fact in read(identity, *lines) if fact.item]
    assert found == expected
