"""What departments tell of costs one by one: projects, purchases, vehicles, receptions, and why they changed."""

from dataclasses import replace
from decimal import Decimal

from statements import SCHOOLS_BUDGET as BUDGET
from statements import SCHOOLS_FINAL as FINAL
from statements import items, read


def test_a_projects_evaluation_gives_its_budget_and_what_it_spent() -> None:
    found = read(
        FINAL,
        "教师培训项目绩效自评综述：根据年初设定的绩效目标，教师培训项目绩效自评得分为98.5分。全年预算数为200.00万元，执行数为190.00万元，完成预算的95%。",
    )
    assert [(fact.item, fact.raw_label, fact.stage) for fact in found] == [
        ("expenditure.project.item", "教师培训项目", "adjusted_budget"),
        ("expenditure.project.item", "教师培训项目", "execution"),
    ]
    assert found[1].completion_percent == 95


def test_where_the_money_of_projects_comes_from_is_no_revenue() -> None:
    found = read(
        BUDGET,
        "九、项目支出预算情况说明",
        "2023年安排项目支出100万元，主要包括：本年财政拨款安排90万元，财政专户管理资金安排10万元，单位资金安排0万元。",
    )
    assert items(found) == ["expenditure.project", None, None, None]


def test_foreign_guests_in_brackets_are_counted_apart() -> None:
    found = read(
        FINAL,
        "国内接待费支出2.50万元（其中：外事接待费支出0.00万元），共安排国内公务接待40批次（其中：外事接待1批次），接待人次320人（其中：外事接待人次2人）。",
    )
    assert [(fact.item, fact.quantity) for fact in found[2:]] == [
        ("reception.domestic.batches", 40),
        ("reception.foreign_affairs.batches", 1),
        ("reception.domestic.persons", 320),
        ("reception.foreign_affairs.persons", 2),
    ]


def test_what_an_evaluation_touches_is_no_expenditure_of_the_budget() -> None:
    found = read(
        FINAL,
        "（二）预算绩效评价情况说明",
        "组织对校舍维修等2个项目开展部门评价，涉及一般公共预算支出300万元。",
    )
    assert items(found) == [None]


def test_what_an_evaluation_says_of_indicators_is_no_change_of_the_projects_money() -> None:
    found = read(
        FINAL,
        "采供血项目绩效自评综述：全年预算数785万元，执行数703万元，完成预算的89.55%。采血量较上年增长0.91%。",
    )
    assert [fact.change_percent for fact in found] == [None, None]


def test_averages_are_no_totals() -> None:
    found = read(FINAL, "（三）公务接待费", "公务接待费2.00万元，接待20批次150人，人均接待费133.33元。")
    assert [fact.amount for fact in found if fact.item == "sangong.reception"] == [Decimal("20000.00")]


def test_receptions_at_home_are_none_of_foreign_affairs() -> None:
    found = read(
        FINAL, "（三）公务接待费", "其中：外事接待费支出0万元，国内公务接待20批次，150人，共计支出3.50万元。"
    )
    assert [(fact.item, fact.quantity or fact.amount) for fact in found] == [
        ("sangong.reception.domestic.foreign_affairs", Decimal("0.00")),
        ("reception.domestic.batches", 20),
        ("reception.domestic.persons", 150),
        ("sangong.reception.domestic", Decimal("35000.00")),
    ]


def test_ten_thousand_without_yuan_behind_cents_is_money() -> None:
    (found,) = read(FINAL, "二、收入决算情况说明", "5.经营收入6.50万，较2022年度决算数增加0.50万元。")
    assert (found.item, found.amount) == ("income.business", Decimal("65000.00"))


def test_a_cost_that_there_was_none_of_is_a_zero() -> None:
    (found,) = read(FINAL, "三公经费", "其中，因公出国（境）费用没有，原因是压缩开支。")
    assert (found.item, found.amount) == ("sangong.abroad", Decimal("0.00"))


def test_where_the_money_of_purchases_comes_from_is_no_revenue() -> None:
    found = read(
        BUDGET,
        "四、一般公共预算支出情况",
        "政府采购预算总额8.00万元，其中：一般公共预算资金6.00万元，单位资金2.00万元。",
        "按政府采购资金类型划分，财政拨款6.00万元，上年结转结余资金2.00万元。",
    )
    assert [fact.item for fact in found] == ["procurement.total", None, None, None, None]


def test_vehicles_of_leaders_are_not_all_vehicles() -> None:
    found = read(FINAL, "共有车辆5辆，其中：厅级及以上领导用车1辆，一般公务用车4辆。")
    assert [fact.item for fact in found] == ["vehicles.total", "vehicles.leader", "vehicles.general"]


def test_a_reason_belongs_to_the_cost_that_it_names() -> None:
    found = read(
        FINAL,
        "2023年三公经费支出决算比2022年减少3.00万元，其中：因公出国（境）费支出决算0万元，与2022年持平；公务接待费支出决算减少3.00万元。"
        "因公出国（境）费支出持平的主要原因是没有团组。公务接待费支出减少的主要原因是来访减少。",
    )
    assert [(fact.item, fact.reason) for fact in found] == [
        ("sangong.total", None),
        ("sangong.abroad", "没有团组"),
        ("sangong.reception", "来访减少"),
    ]


def test_a_reason_behind_a_comparison_without_numbers_is_kept_whole() -> None:
    found = read(
        BUDGET,
        "2024年三公经费预算情况说明",
        "（一）公务接待费0.40万元。与2023年预算持平，主要原因是公务接待费与上年相比没有变化。",
        "（二）因公出国（境）费0万元，与2023年预算持平，主要原因是因公出国（境）由外办统一安排。",
    )
    assert [(fact.direction, fact.reason) for fact in found] == [
        ("unchanged", "公务接待费与上年相比没有变化"),
        ("unchanged", "因公出国(境)由外办统一安排"),
    ]


def test_numbers_of_a_reason_are_no_amounts_of_the_budget() -> None:
    found = read(
        FINAL,
        "教育支出（类）普通教育（款）小学教育（项）3.00万元。年初预算为5.00万元，支出决算为3.00万元。决算数小于预算数的主要原因：年中调减项目经费2.00万元。",
    )
    assert [fact.amount for fact in found] == [Decimal("30000.00"), Decimal("50000.00"), Decimal("30000.00")]


def test_an_amount_whose_yuan_was_left_out_is_money() -> None:
    found = read(FINAL, "国内公务接待支出0.40万（含外宾接待支出0万元）。公务接待2批次、24人次。")
    assert items(found) == [
        "sangong.reception.domestic",
        "sangong.reception.abroad",
        "reception.domestic.batches",
        "reception.domestic.persons",
    ]


def test_a_reason_beside_a_part_is_not_of_its_whole() -> None:
    found = read(
        BUDGET,
        "二、部门预算情况说明",
        "2024年一般公共预算财政拨款支出90.00万元，比2023年减少9.00万元。其中：基本支出50.00万元，比2023年增加1.00万元，主要原因是人员增加。",
        "2024年三公经费预算9.00万元，比2023年增加1.00万元，其中：因公出国（境）费0万元，与2023年持平；公务接待费2.00万元，比2023年增加1.00万元，主要原因是来访增加。",
    )
    assert [(fact.item, fact.reason) for fact in found] == [
        ("gpb.expenditure", None),
        ("gpb.expenditure.basic", "人员增加"),
        ("sangong.total", None),
        ("sangong.abroad", None),
        ("sangong.reception", "来访增加"),
    ]


def test_what_a_reason_tells_of_something_else_sets_no_whole() -> None:
    found = read(
        FINAL,
        "2023年度收入合计9.00万元，较上年决算数减少4.00万元，主要原因是补贴较上年减少5.00万元，基本支出较上年增加1.00万元。其中：事业收入1.00万元，占11.1%。",
    )
    assert [(fact.item, fact.share_of) for fact in found] == [
        ("income.total", None),
        ("expenditure.basic", None),
        ("income.operating", "income.total"),
    ]


def test_reasons_that_go_on_give_no_amounts() -> None:
    found = read(
        FINAL,
        "一般公共预算财政拨款收入9.00万元，较2022年度决算数减少4.00万元，主要原因：一是人员减少；二是2022年下拨了抚恤金2.00万元；三是压减经费。",
    )
    assert [fact.amount for fact in found] == [Decimal("90000.00")]


def test_a_cost_unchanged_against_its_budget_may_have_changed_against_the_year_before() -> None:
    found = read(
        FINAL,
        "2023年度三公经费支出决算中，公务接待费支出决算1.50万元。",
        "三公经费支出决算总额为1.50万元，比去年增加0.50万元，其中，因公出国支出决算比预算无增减变化，比去年无增减变化；"
        "公务接待费支出决算比预算无增减变化，比去年增加0.50万元，增长50%。",
    )
    assert [(fact.item, fact.direction, fact.change_amount, fact.base_year) for fact in found] == [
        ("sangong.reception", "unchanged", None, 2023),
        ("sangong.total", "increase", Decimal("5000.00"), 2022),
        ("sangong.abroad", "unchanged", None, 2023),
        ("sangong.abroad", "unchanged", None, 2022),
        ("sangong.reception", "increase", Decimal("5000.00"), 2022),
    ]


def test_a_cost_completes_the_budget_that_its_sentence_names() -> None:
    found = read(
        FINAL,
        "财政拨款“三公”经费支出决算情况说明",
        "公务接待费支出决算为2万元，完成年初预算4万元的50%；公务用车购置及运行费支出决算为6万元，完成全年预算8万元的75%。",
    )
    assert [(fact.item, fact.stage) for fact in found] == [
        ("sangong.reception", "final"),
        ("sangong.reception", "initial_budget"),
        ("sangong.vehicle", "final"),
        ("sangong.vehicle", "adjusted_budget"),
    ]


def test_running_costs_of_a_grant_in_their_section_are_those_of_the_agency() -> None:
    found = read(
        BUDGET,
        "四、其他重要事项的情况说明",
        "1.机关运行经费情况。2024年一般公共预算财政拨款运行经费9.00万元，比上年增加1.00万元。",
    )
    assert items(found) == ["op_cost.agency"]


def test_what_is_to_be_bought_is_not_in_use() -> None:
    found = read(
        BUDGET,
        "国有资产占用情况",
        "2024年拟新增配置公务用车1辆，其中，机要通信用车0辆，执法执勤用车1辆。",
    )
    assert items(found) == ["vehicles.purchased"]


def test_receptions_in_the_section_of_travel_are_receptions() -> None:
    found = read(
        FINAL,
        "1.因公出国（境）费支出0万元。使用财政拨款的公务接待10批次、152人次。",
    )
    assert items(found) == ["sangong.abroad", "reception.batches", "reception.persons"]


def test_project_costs_behind_running_costs_are_projects() -> None:
    found = read(BUDGET, "主要原因是：人员经费增加3.00万元，公用经费减少1.00万元，项目经费减少2.00万元。")
    assert items(found)[-1] == "expenditure.project"


def test_a_year_in_the_name_of_a_project_is_not_the_year_of_its_evaluation() -> None:
    found = read(
        FINAL, "医院设备（2022年能力提升补助资金）项目绩效自评综述：全年预算数9.00万元，执行数9.00万元。"
    )
    assert {fact.fiscal_year for fact in found} == {FINAL.fiscal_year}


def test_what_pays_a_project_is_no_income_of_its_department() -> None:
    found = read(
        BUDGET,
        "项目支出预算情况说明",
        "项目支出预算30.00万元，具体包括：污水处理费项目20.00万元，其中：一般公共预算12.00万元、政府性基金8.00万元。",
    )
    assert items(found) == ["expenditure.project", "expenditure.project.item", None, None]


def test_the_parts_of_an_adjusted_budget_of_projects_are_adjusted() -> None:
    told = replace(FINAL, kind="performance")
    found = read(told, "调整后项目预算为13.00万元，其中：公共项目8.00万元。项目实际支出12.00万元。")
    assert [fact.stage for fact in found] == ["adjusted_budget", "adjusted_budget", "final"]


def test_the_parts_of_running_costs_are_economic_and_buy_no_cars() -> None:
    found = read(
        BUDGET,
        "三、机关运行经费安排情况",
        "机关运行经费安排9.00万元，其中：办公费4.00万元，差旅费3.00万元，专用材料及一般设备购置费2.00万元。",
    )
    assert [(fact.item, fact.code) for fact in found] == [
        ("op_cost.agency", None),
        ("expenditure.economic", "30201"),
        ("expenditure.economic", "30211"),
        ("expenditure.economic", None),
    ]


def test_values_behind_buildings_and_cars_are_theirs() -> None:
    found = read(
        BUDGET,
        "五、国有资产占有使用情况",
        "固定资产金额90.00万元，其中：房屋1200.50平方米，价值60.00万元，车辆2辆，价值30.00万元。",
    )
    assert items(found) == [
        "assets.total",
        "assets.house",
        "assets.house",
        "vehicles.total",
        "assets.vehicle",
    ]


def test_which_budget_pays_a_cost_is_no_total_of_that_budget() -> None:
    found = read(
        FINAL,
        "九、财政拨款三公经费支出决算情况说明",
        "财政拨款三公经费支出决算9.00万元（其中：一般公共预算支出8.00万元；政府性基金预算支出1.00万元）。",
        "机关运行经费支出决算5.00万元（一般公共预算支出5.00万元，政府性基金预算支出0万元）。",
    )
    assert items(found) == ["sangong.total", None, None, "op_cost.agency", None, None]


def test_purchases_whose_sum_leaves_the_government_out() -> None:
    found = read(
        BUDGET, "六、政府采购预算情况", "共涉及采购项目4个，采购预算总额9.00万元，其中：货物9.00万元。"
    )
    assert items(found) == ["procurement.total", "procurement.goods"]
    shares = read(
        FINAL,
        "政府采购支出总额9.00万元，其中：政府采购货物支出9.00万元。货物支出授予中小企业合同金额占货物支出金额的100%。",
    )
    assert [fact.share_percent for fact in shares] == [None, None]


def test_what_a_self_evaluation_covers_behind_its_projects() -> None:
    found = read(
        FINAL,
        "十一、预算绩效情况说明",
        "全面开展绩效自评，共涉及项目23个，资金9.00万元，占项目支出总额的100%。",
    )
    assert items(found) == ["performance.self_eval.projects", "performance.self_eval.amount"]


def test_a_reason_behind_a_part_in_a_sentence_of_its_own_is_of_the_part() -> None:
    found = read(
        FINAL,
        "公务用车购置及运行费决算数34万元，比年初预算数40万元减少6万元。其中，公务用车购置费决算数17万元，比年初预算数18万元减少1万元。主要原因：中标价低。",
    )
    assert [fact.item for fact in found if fact.reason] == ["sangong.vehicle.purchase"]


def test_what_was_spent_without_a_budget_has_a_reason() -> None:
    found = read(
        FINAL,
        "五、一般公共预算财政拨款支出决算具体情况",
        "1、教育支出（类）进修及培训（款）培训支出（项）。年初预算为0万元，支出决算为9万元。决算数大于预算数的主要原因：年中追加。",
        "2、住房保障支出（类）住房改革支出（款）住房公积金（项）。年初预算为9万元，支出决算为9万元。",
    )
    assert [fact.reason for fact in found] == [None, "年中追加", None, None]
