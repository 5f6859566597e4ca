"""Sentences that count: groups, guests, vehicles, equipment."""

from decimal import Decimal

from statements import BUDGET, FINAL, read, said


def test_groups_people_vehicles_and_equipment_are_counted() -> None:
    found = read(
        FINAL,
        "九、三公经费",
        "1、因公出国（境）费支出0万元，出国（境）团组共0个，0人次。",
        "4、公务接待费支出2万元，共接待8批次，39人次。国内接待费2万元，共接待8批次，39人次。",
        "十、国有资产占用情况",
        "截至2024年12月31日，共有车辆5辆，其中：执勤执法用车3辆、其他用车2辆；单价100万元（含）以上设备1台（套）。",
    )
    assert [said(fact, "item", "quantity") for fact in found if fact.quantity is not None] == [
        ("abroad.groups", 0),
        ("abroad.persons", 0),
        ("reception.batches", 8),
        ("reception.persons", 39),
        ("reception.domestic.batches", 8),
        ("reception.domestic.persons", 39),
        ("vehicles.total", 5),
        ("vehicles.law_enforcement", 3),
        ("vehicles.other", 2),
        ("assets.equipment_over_1m", 1),
    ]


def test_things_to_be_bought_are_not_things_in_use() -> None:
    found = read(
        BUDGET,
        "八、其他重要事项",
        "2024年部门预算安排购置车辆4辆，其中，其他用车3辆。单位价值100万元（含）以上设备2台（套）。",
    )
    assert [said(fact, "item", "quantity") for fact in found] == [("vehicles.purchased", 4)]


def test_a_part_of_what_is_bought_and_what_one_office_buys_are_no_count() -> None:
    found = read(
        BUDGET,
        "八、其他重要事项",
        "机关运行经费80万元，比上年增加4万元，增长5%。主要是2024年拟购置2辆公务用车。",
        "2024年计划购置车辆7辆、126万元，主要是购置2辆机要通信用车、5辆其他用车。",
    )
    assert [fact.quantity for fact in found if fact.item == "vehicles.purchased"] == [7]


def test_sorts_of_assets_without_their_sum_are_told_apart() -> None:
    found = read(
        BUDGET,
        "五、国有资产占有情况",
        "截止2023年12月31日，本部门流动资产4万元。固定资产9万元，其中：房屋60平方米；其他固定资产0万元。长期投资0项0万元。在建工程1项7万元。无形资产3项2万元。",
    )
    assert [fact.item for fact in found] == [
        *("assets.current", "assets.fixed", "assets.house", "assets.other"),
        *("assets.investment", "assets.in_progress", "assets.intangible"),
    ]


def test_kinds_of_cars_are_no_total_of_vehicles() -> None:
    found = read(BUDGET, "共有车辆4辆，其中：定向保障用车1辆、其他乘用车3辆。")
    assert [fact.item for fact in found] == ["vehicles.total", "vehicles.other"]
    found = read(BUDGET, "共有车辆4辆，其中机要通信用车1辆、其他按照规定配备的公务用车3辆。")
    assert [fact.item for fact in found][1:] == ["vehicles.confidential", "vehicles.other"]


def test_how_many_bodies_speak_is_no_count_of_theirs() -> None:
    found = read(FINAL, "2024年，机关及下属1个单位共接待国外来访团组0个，来访外宾0人次。")
    assert [said(fact, "item", "quantity") for fact in found] == [
        ("reception.abroad.batches", 0),
        ("reception.abroad.persons", 0),
    ]


def test_other_vehicles_kept_by_the_rules_are_not_all_vehicles() -> None:
    found = read(
        BUDGET,
        "截至2023年12月31日，本单位共有车辆5辆，其中机要通信用车3辆、其他按照规定配备的公务用车2辆。",
    )
    assert [(fact.item, fact.quantity) for fact in found] == [
        ("vehicles.total", Decimal(5)),
        ("vehicles.confidential", Decimal(3)),
        ("vehicles.other", Decimal(2)),
    ]


def test_what_a_stock_lost_is_no_stock_and_who_met_went_nowhere() -> None:
    assert read(FINAL, "三公经费减少主要是车改，公务用车保有量减少4辆。") == []
    assert read(FINAL, "十、会议费支出决算情况说明", "全年召开会议12个，参加会议860人次。") == []
    assert read(FINAL, "十一、绩效情况说明", "绩效目标为完成抽检1200批次。") == []


def test_what_is_disposed_of_is_no_asset() -> None:
    found = read(
        BUDGET,
        "（三）国有资产占有使用情况",
        "资产总额9.00万元，其中，流动资产1.00万元，固定资产7.00万元，在建工程1.00万元。与上年相比，本年资产总额减少2.00万元，其中固定资产减少1.00万元。",
        "处置房屋建筑物10平方米，账面原值3.00万元；处置车辆2辆，账面原值4.00万元。",
    )
    assert [said(fact, "item", "change_amount") for fact in found] == [
        ("assets.total", Decimal("20000.00")),
        ("assets.current", None),
        ("assets.fixed", Decimal("10000.00")),
        ("assets.in_progress", None),
    ]


def test_guests_from_the_country_are_domestic() -> None:
    found = read(FINAL, "3.公务接待费支出9.00万元。", "2024年共接待国内来访团组141个，1206人次。")
    assert [fact.item for fact in found][1:] == ["reception.domestic.batches", "reception.domestic.persons"]


def test_cars_by_what_they_carry_are_not_all_cars() -> None:
    found = read(FINAL, "单位共有公务用车6辆，其中：越野车4辆、载客汽车2辆。")
    assert [said(fact, "item", "quantity") for fact in found] == [("vehicles.total", Decimal(6))]


def test_what_counted_things_are_worth_is_not_the_sum_of_all_assets() -> None:
    found = read(
        BUDGET,
        "（五）国有资产占用情况说明",
        "截至2023年底，固定资产总额为9.00万元，其中：车辆3台，2.00万元；单位价值100万元以上设备1台（套），4.00万元。",
    )
    assert [fact.item for fact in found] == [
        "assets.total",
        "vehicles.total",
        "assets.vehicle",
        "assets.equipment_over_1m",
        "assets.equipment_over_1m",
    ]


def test_people_behind_groups_and_all_projects_behind_those_with_targets() -> None:
    people = read(FINAL, "2024年因公出国（境）团组2个，人数7人。")
    assert [said(fact, "item", "quantity") for fact in people] == [
        ("abroad.groups", Decimal(2)),
        ("abroad.persons", Decimal(7)),
    ]
    targets = read(
        BUDGET,
        "（四）项目支出绩效目标情况说明",
        "填报绩效目标的预算项目4个，占本部门全部预算项目4个的100%。填报绩效目标的项目支出预算9.00万元。",
        "实行绩效目标管理的项目4个，涉及预算资金9.00万元，其中一般公共预算资金8.00万元，政府性基金1.00万元。",
    )
    assert [fact.item for fact in targets if fact.item] == [
        "performance.targets",
        "performance.amount",
        "performance.targets",
        "performance.amount",
    ]


def test_posts_allowed_and_staff_in_them_are_told_apart() -> None:
    found = read(
        FINAL,
        "二、机构设置",
        "编制40人，其中行政编制10人实有9人，事业编制30人实有28人；实际在编教职工37人。公务用车编制2辆。",
    )
    assert [said(fact, "item", "quantity") for fact in found] == [
        ("staff.establishment", 40),
        ("staff.establishment.administrative", 10),
        ("staff.establishment.institution", 30),
        ("staff.actual", 37),
    ]


def test_counts_told_together_in_reasons_and_about() -> None:
    found = read(
        FINAL,
        "2024年公务用车购置数及保有量分别为1辆和9辆。",
        "公务用车购置费5.00万元，比上年减少4.00万元，主要原因是2023年购置公务用车2辆，其中馆内车辆1辆。",
        "公务接待费3.00万元，接待来客46批次，约600人。",
    )
    assert [said(fact, "item", "quantity") for fact in found if fact.quantity] == [
        ("vehicles.purchased", 1),
        ("vehicles.kept", 9),
        ("reception.batches", 46),
        ("reception.persons", 600),
    ]


def test_people_behind_their_groups_prices_and_nothing_bought() -> None:
    found = read(
        BUDGET,
        "一、三公经费",
        "因公出国（境）费32.00万元，1个团组8人次，费用4.00万元/人，共计32.00万元。",
        "2024年未安排购置车辆及大型设备。",
    )
    assert [said(fact, "item", "quantity", "amount") for fact in found] == [
        ("sangong.abroad", None, Decimal(320000)),
        ("abroad.groups", 1, None),
        ("abroad.persons", 8, None),
        ("sangong.abroad", None, Decimal(320000)),
        ("vehicles.purchased", 0, None),
    ]


def test_those_who_meet_are_no_guests() -> None:
    found = read(
        FINAL, "3.公务接待费3.00万元。", "会议费2.00万元，召开会议2个，参加会议40人次，组织培训90人次。"
    )
    assert [fact.quantity for fact in found if fact.quantity is not None] == []


def test_counts_behind_a_colon_and_what_is_unchanged_before_a_count() -> None:
    found = read(
        FINAL,
        "人员编制：57人，实有人员：53人。",
        "其中公务用车购置全年预算数为0万元，决算数为0万元，决算数较2023年持平，全年购置公务用车0辆。",
    )
    assert [said(fact, "item", "quantity", "direction") for fact in found] == [
        ("staff.establishment", 57, None),
        ("staff.actual", 53, None),
        ("sangong.vehicle.purchase", None, None),
        ("sangong.vehicle.purchase", None, "unchanged"),
        ("vehicles.purchased", 0, None),
    ]


def test_money_behind_a_sort_of_cars_is_of_that_sort() -> None:
    found = read(FINAL, "九、三公经费", "公务用车购置支出3万元。购置公务用车1辆，其中：轿车1辆、金额3万元。")
    assert [fact.item for fact in found] == ["sangong.vehicle.purchase", "vehicles.purchased", None]


def test_an_area_in_brackets_is_one() -> None:
    found = read(FINAL, "十、国有资产占用情况", "房屋900（平方米），价值5万元。")
    assert [said(fact, "item", "measure_unit") for fact in found] == [
        ("assets.house", "平方米"),
        ("assets.house", "万元"),
    ]


def test_projects_watched_or_judged_before_are_no_self_evaluations() -> None:
    found = read(
        FINAL,
        "十一、预算绩效情况",
        "对6个项目开展了事前绩效评估，选取3个项目开展绩效监控，对5个项目开展了绩效自评。",
    )
    assert [said(fact, "item", "quantity") for fact in found] == [("performance.self_eval.projects", 5)]


def test_what_one_car_costs_has_changed_alone() -> None:
    found = read(FINAL, "公务用车运行维护费9万元，车均运行费3万元，较上年减少0.4万元。")
    assert [said(fact, "item", "direction") for fact in found] == [("sangong.vehicle.operation", None)]


def test_a_comparison_behind_parts_is_of_the_whole() -> None:
    found = read(
        BUDGET,
        "七、三公经费预算",
        "公务用车购置及运行费预算5万元，其中：公务用车运行费5万元，公务用车购置费0万元。与上年持平。",
        "公务用车运行费5万元，其中：加油3万元，维修1万元，保险1万元，与2023年预算持平。",
    )
    assert [fact.item for fact in found if fact.direction] == ["sangong.vehicle", "sangong.vehicle.operation"]


def test_what_other_vehicles_are_worth_is_not_what_all_are() -> None:
    found = read(FINAL, "十、国有资产占用情况", "车辆3辆，价值9万元；其中：其他车辆1辆，价值2万元。")
    assert [fact.item for fact in found] == ["vehicles.total", "assets.vehicle", "vehicles.other"]


def test_all_staff_posts_without_a_unit_and_the_cars_beside_their_costs() -> None:
    found = read(
        BUDGET,
        "清河县水利局编制数30，实有人数52人，其中：在职28人；退休24人。",
        "2.公务用车购置及运行维护费支出1.50万元。截至2024年底，单位共有公务用车2辆。",
    )
    assert [said(fact, "item", "quantity") for fact in found if fact.quantity is not None] == [
        ("staff.establishment", 30),
        ("staff.persons", 52),
        ("staff.actual", 28),
        ("staff.retired", 24),
        ("vehicles.kept", 2),
    ]


def test_what_equipment_costs_is_not_what_vehicles_are_worth_nor_what_was_bought() -> None:
    found = read(
        FINAL,
        "四、国有资产占用情况",
        "某局共有车辆8台，160万元；单位价值100万元以上的设备（不含车辆）3台（套），500万元。2024年度购置车辆1台，20万元。",
    )
    assert [said(fact, "item", "amount") for fact in found if fact.amount is not None] == [
        ("assets.vehicle", Decimal("1600000.00")),
        ("assets.equipment_over_1m", Decimal("5000000.00")),
    ]


def test_projects_evaluated_by_one_procedure_are_a_part_of_them() -> None:
    found = read(
        FINAL,
        "四、绩效评价情况",
        "对部门项目支出实施绩效自评，评价项目38个，涉及金额900万元。其中，普通程序评价项目2个，涉及金额80万元；简易程序评价项目36个，涉及金额820万元。",
    )
    assert [fact.quantity for fact in found if fact.item == "performance.self_eval.projects"] == [38]


def test_projects_of_a_grade_and_those_followed_up_are_none_evaluated_by_their_own_body() -> None:
    found = read(
        FINAL,
        "十三、预算绩效管理工作开展情况",
        "本部门开展绩效自评项目18个，涉及预算金额900万元，其中评价等级为优的项目15个，良的项目3个；开展重点绩效评价项目2个，涉及预算金额80万元。",
        "绩效跟踪项目18个，涉及预算金额900万元。",
    )
    assert [said(fact, "item", "quantity") for fact in found if fact.quantity is not None] == [
        ("performance.self_eval.projects", 18),
        ("performance.self_eval.grade", 15),
        ("performance.self_eval.grade", 3),
    ]
