"""Paragraphs to sentences: wrapped text, spaced numbers, headings, what is no statement."""

from loaders.document import Cell, Paragraph, Table
from loaders.narrative.prose import Sentence, flatten, sentences


def read(*lines: str) -> list[Sentence]:
    return list(sentences([Paragraph(line, 1) for line in lines]))


def test_hard_wrapped_lines_with_padded_numbers_are_one_sentence() -> None:
    found = read(
        "收入包括：一般公共预算财政拨款收入  736.33   万元，",
        "政府性基金预算财政拨款收入  0  万元，事业收入  0  万元，",
        "上级补助收入  0 万元，附属单位上缴收入  0   万元，事业单",
        "位经营收入   0  万元。",
    )
    assert [one.text for one in found] == [
        "收入包括：一般公共预算财政拨款收入736.33万元，政府性基金预算财政拨款收入0万元，事业收入0万元，上级补助收入0万元，附属单位上缴收入0万元，事业单位经营收入0万元。"
    ]


def test_full_width_digits_commas_and_percent_signs_become_plain() -> None:
    assert flatten("３，２１０.１ 万元，下降71.43％（含）") == "3210.1万元，下降71.43%(含)"
    assert flatten("收、支总计各是4125.49,4143.91万元") == "收、支总计各是4125.49，4143.91万元"
    assert flatten("支出合计人民币 12.3万元") == "支出合计12.3万元"


def test_headings_stand_over_sentences_and_close_each_other() -> None:
    found = read(
        "第三部分 情况说明",
        "一、收入支出总体情况",
        "2024年收入总计1.00万元。",
        "（一）收入情况",
        "收入合计1.00万元。",
        "二、其他",
        "无。",
    )
    assert [one.headings[1:] for one in found] == [
        ("一、收入支出总体情况",),
        ("一、收入支出总体情况", "(一)收入情况"),
        ("二、其他",),
    ]


def test_list_items_keep_their_place_in_the_outline() -> None:
    found = read(
        "一、支出情况",
        "(一)基本支出355.41万元。",
        "1.人员经费317.54万元，包括：",
        "(1)工资福利支出286.66万元。",
    )
    assert [one.level for one in found] == [3.0, 4.0, 5.0]


def test_a_heading_glued_to_its_text_comes_off() -> None:
    found = read(
        "（六）关于2026年一般公共预算基本支出情况说明某市卫生健康委员会2026年一般公共预算基本支出21160.29万元，其中："
    )
    assert found[0].headings == ("(六)关于2026年一般公共预算基本支出情况说明",)
    assert found[0].text.startswith("某市卫生健康委员会2026年")


def test_items_glued_to_a_paragraph_open_anew() -> None:
    found = read(
        "1、教育支出(类)普通教育(款)小学教育(项)。年初预算为1.00万元。2、教育支出(类)普通教育(款)初中教育(项)。年初预算为2.00万元。"
    )
    assert [one.opens for one in found] == [True, False, True, False]


def test_definitions_and_contents_are_no_statements() -> None:
    found = read(
        "目 录",
        "一、收支总表........3",
        "第四部分 名词解释",
        "一、基本支出：指为保障机构正常运转的支出，如50万元的设备。",
        "第五部分 附表",
        "收入1.00万元。",
    )
    assert [one.text for one in found] == ["收入1.00万元。"]


def test_text_in_a_frame_is_text() -> None:
    frame = Table((Cell(0, 0, "2024年收入总计1.00万元。"),), 1, 1, 3, 3, "test")
    found = list(sentences([frame]))
    assert [(one.text, one.page) for one in found] == [("2024年收入总计1.00万元。", 3)]
