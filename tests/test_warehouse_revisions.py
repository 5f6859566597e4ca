"""Duplicates, revisions and parts of one disclosure."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from warehouse_samples import capture, many, parsed

from loaders.dedupe import signed
from warehouse.records import ParsedFile
from warehouse.store import Warehouse

FIRST, SECOND = date(2024, 9, 1), date(2024, 9, 20)


@pytest.fixture(scope="module", autouse=True)
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty warehouse to copy: faster than making each anew."""
    TEMPLATE["home"] = tmp_path_factory.mktemp("template")
    Warehouse.open(TEMPLATE["home"]).close()
    return TEMPLATE["home"]


TEMPLATE: dict[str, Path] = {}


def standing(*files: ParsedFile, captures: Any = ()) -> dict[str, tuple[int, bool, bool]]:
    """Title → (revision, is current, is a duplicate): these and the comparisons kept are the same for every order of loading."""
    found, links = [], []
    for order in (files, files[::-1]):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(TEMPLATE["home"] / "warehouse.duckdb", folder)
            with Warehouse.open(Path(folder)) as warehouse:
                for one in order:
                    warehouse.ingest([signed(one)], captures)
                found.append(
                    warehouse.connection.execute(
                        "SELECT title, revision, is_current, duplicate_of IS NOT NULL FROM core.document ORDER BY title"
                    ).fetchall()
                )
                links.append(
                    warehouse.connection.execute("SELECT * FROM core.document_link ORDER BY ALL").fetchall()
                )
    assert found[0] == found[1]
    assert links[0] == links[1]
    return {row[0]: row[1:] for row in found[0]}


def changed(amounts: dict[str, str], **new: str) -> dict[str, str]:
    return amounts | {key.replace("_", "."): value for key, value in new.items()}


def test_the_same_content_saved_again_is_a_duplicate() -> None:
    assert standing(
        parsed("a", title="pdf", amounts=many(20), published=FIRST),
        parsed("b", title="word", amounts=many(20), published=SECOND),
    ) == {"pdf": (1, True, False), "word": (1, False, True)}


def test_comparisons_are_those_of_the_documents_present_places() -> None:
    copies = [parsed(name, title=name, amounts=many(20), published=FIRST) for name in "abcd"]
    other = parsed("new", title="new", amounts=many(20, 3), published=SECOND)
    assert standing(copies[0], copies[1], other, copies[2], copies[3])["new"] == (2, True, False)


def test_a_document_that_a_file_no_longer_holds_leaves_no_comparison() -> None:
    one, other = parsed("a", amounts=many(20)), parsed("b", amounts=many(20, 3))
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([one, other])
        links = "SELECT count(*) FROM core.document_link"
        assert warehouse.connection.execute(links).fetchall() == [(1,)]
        warehouse.ingest([replace(other, file=replace(other.file, hints_id="h2"), documents=())])
        assert warehouse.connection.execute(links).fetchall() == [(0,)]


def test_a_copy_that_was_read_less_completely_is_a_duplicate_of_the_better_one() -> None:
    assert standing(
        parsed("a", title="poor", amounts=many(30), published=FIRST),
        parsed("b", title="rich", amounts=many(40), published=SECOND),
    ) == {"poor": (1, False, True), "rich": (1, True, False)}


def test_one_changed_number_makes_a_revision() -> None:
    assert standing(
        parsed("a", title="old", amounts=many(40), published=FIRST),
        parsed("b", title="new", amounts=changed(many(40), item_3="1.00"), published=SECOND),
    ) == {"old": (1, False, False), "new": (2, True, False)}


def test_the_day_of_publication_orders_revisions_before_the_capture_does() -> None:
    captures = [capture("a", day=9), capture("b", "https://example.test/b", 2)]
    assert standing(
        parsed("a", title="captured late, published early", amounts=many(20), published=FIRST),
        parsed("b", title="captured early, published late", amounts=many(20, 7), published=SECOND),
        captures=captures,
    ) == {
        "captured late, published early": (1, False, False),
        "captured early, published late": (2, True, False),
    }


def test_without_a_date_the_first_capture_orders_revisions() -> None:
    captures = [capture("a", day=9), capture("b", "https://example.test/b", 2)]
    assert standing(
        parsed("a", title="second", amounts=many(20)),
        parsed("b", title="first", amounts=many(20, 7)),
        captures=captures,
    ) == {"second": (2, True, False), "first": (1, False, False)}


def test_a_correction_is_never_a_duplicate_of_what_it_corrects_unless_it_says_the_same() -> None:
    assert standing(
        parsed("a", title="old", amounts=many(40), published=FIRST),
        parsed("b", title="new", amounts=many(60), published=SECOND, is_correction=True),
    ) == {"old": (1, False, False), "new": (2, True, False)}


def test_tables_published_beside_a_text_are_parts_and_both_stand() -> None:
    assert standing(
        parsed("a", title="sangong", amounts=many(20), published=FIRST),
        parsed("b", title="balance", amounts=many(20, 5), table_kind="final_balance_total", published=SECOND),
    ) == {"sangong": (1, True, False), "balance": (1, True, False)}


def test_a_correction_of_one_table_leaves_the_other_tables_standing() -> None:
    old = parsed("a", title="old", amounts=many(20), published=FIRST)
    other = parsed("a", amounts=many(20, 5), table_kind="final_balance_total")
    extra = replace(
        other.documents[0].tables[0],
        table_id="second",
        document_id=old.documents[0].document.document_id,
        ordinal=2,
    )
    part = replace(old.documents[0], tables=(*old.documents[0].tables, extra))
    old = replace(old, documents=(part,))
    new = parsed("b", title="new", amounts=many(20, 9), published=SECOND)
    assert standing(old, new) == {"old": (1, True, False), "new": (2, True, False)}
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([old, new])
        tables = warehouse.connection.execute(
            "SELECT d.title, t.kind, t.is_current FROM core.extracted_table t JOIN core.document d USING (document_id)"
            " ORDER BY ALL"
        ).fetchall()
        changes = warehouse.connection.execute(
            "SELECT count(*) FROM out.revision_change WHERE change = 'changed'"
        )
        assert changes.fetchall() == [(20,)]
    assert tables == [
        ("new", "final_sangong", True),
        ("old", "final_balance_total", True),
        ("old", "final_sangong", False),
    ]


def test_whole_department_and_own_office_stay_two_even_with_the_same_numbers() -> None:
    assert standing(
        parsed("a", title="whole", amounts=many(20), scope="whole_department"),
        parsed("b", title="own", amounts=many(20), scope="own_level"),
    ) == {"whole": (1, True, False), "own": (1, True, False)}


def test_department_and_unit_disclosures_stay_two_even_with_the_same_numbers() -> None:
    assert standing(
        parsed("a", title="department", amounts=many(20), kind="dept_final"),
        parsed("b", title="unit", amounts=many(20), kind="unit_final"),
    ) == {"department": (1, True, False), "unit": (1, True, False)}


def test_two_years_and_two_units_are_never_revisions_of_each_other() -> None:
    found = standing(
        parsed("a", title="a", amounts=many(20), year=2022),
        parsed("b", title="b", amounts=many(20), year=2023),
        parsed("c", title="c", amounts=many(20), year=2023, unit="区教育局"),
    )
    assert set(found.values()) == {(1, True, False)}


def test_a_governments_budget_stands_beside_its_adjustments_and_what_was_carried_out() -> None:
    amounts = {"gpb.income": "90.00", "gpb.expenditure": "80.00"}

    def paper(title: str, stage: str, published: date) -> ParsedFile:
        file = parsed(
            title, unit="", kind="gov_budget", scope=None, amounts=amounts, published=published, title=title
        )
        part = file.documents[0]
        return replace(file, documents=(replace(part, document=replace(part.document, stage=stage)),))

    found = standing(
        paper("2024年预算草案", "initial_budget", FIRST),
        paper("2024年预算草案（更正）", "initial_budget", SECOND),
        paper("第一次预算调整方案", "adjusted_budget", SECOND),
        paper("第二次预算调整方案", "adjusted_budget", SECOND),
        paper("2024年上半年预算执行情况", "interim", SECOND),
        paper("2024年预算执行情况", "execution", SECOND),
    )
    assert [title for title, (revision, _, _) in found.items() if revision != 1] == []
    assert [title for title, (_, current, _) in found.items() if not current] == ["2024年预算草案（更正）"]


def test_a_copy_whose_cover_was_not_read_joins_the_complete_document() -> None:
    assert standing(
        parsed("a", title="whole", amounts=many(30)),
        parsed("b", title="no cover", amounts=many(30), scope=None, unit="", region=None),
    ) == {"whole": (1, True, False), "no cover": (1, False, True)}


@pytest.mark.parametrize("order", ["abcd", "bcda", "dbac", "cadb"])
def test_a_copy_without_a_region_stands_the_same_whichever_came_first(order: str) -> None:
    """Read a little less completely, in batches of their own: as one batch would settle them; nothing when two regions qualify."""
    less = dict(list(many(60).items())[:58])
    files = {
        "a": parsed("a", title="lost", amounts=less, scope=None, unit="", region=None),
        "b": parsed("b", title="whole", amounts=many(60)),
        "c": parsed(
            "c", title="lost of two", amounts=dict(list(many(60, 5).items())[:58]), unit="", region=None
        ),
        "d": parsed("d", title="whole", amounts=many(60, 5)),
    }
    twice = parsed("e", title="whole elsewhere", amounts=many(60, 5), region="420111")
    with Warehouse.in_memory() as warehouse:
        for name in order:
            warehouse.ingest([signed(files[name])])
        query = "SELECT title, duplicate_of IS NOT NULL FROM core.document ORDER BY ALL"
        found = warehouse.connection.execute(query).fetchall()
        assert found == [("lost", True), ("lost of two", True), ("whole", False), ("whole", False)]
        warehouse.ingest([signed(twice)])
        assert dict(warehouse.connection.execute(query).fetchall())["lost of two"] is False
        grown = warehouse.dump()
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest([signed(one) for one in (*files.values(), twice)])
        assert warehouse.dump() == grown


def test_an_incomplete_document_joins_nothing_when_two_qualify() -> None:
    assert standing(
        parsed("a", title="whole", amounts=many(30), scope="whole_department"),
        parsed("b", title="own", amounts=many(30), scope="own_level"),
        parsed("c", title="lost", amounts=many(30), scope=None),
    ) == {"whole": (1, True, False), "own": (1, True, False), "lost": (1, True, False)}


def test_documents_of_unknown_region_are_never_revisions_of_each_other() -> None:
    found = standing(
        parsed("a", title="a", amounts=many(20), region=None),
        parsed("b", title="b", amounts=many(20, 3), region=None),
    )
    assert set(found.values()) == {(1, True, False)}


def test_the_same_content_under_the_same_name_is_a_duplicate_even_without_a_region() -> None:
    found = standing(
        parsed("a", title="pdf", amounts=many(20), region=None, published=FIRST),
        parsed("b", title="word", amounts=many(20), region=None, published=SECOND),
        parsed("c", title="other", amounts=many(20), region=None, unit="区教育局"),
    )
    assert found == {"pdf": (1, True, False), "word": (1, False, True), "other": (1, True, False)}


def test_two_copies_without_a_year_are_duplicates_though_one_was_read_less_completely() -> None:
    rich = parsed("a", title="rich", amounts=many(60))
    poor = parsed("b", title="poor", amounts=dict(list(many(60).items())[:58]))
    no_year = [
        replace(
            one,
            documents=tuple(
                replace(d, document=replace(d.document, fiscal_year=None)) for d in one.documents
            ),
        )
        for one in (rich, poor)
    ]
    assert standing(*no_year) == {"rich": (1, True, False), "poor": (1, False, True)}


def test_a_copy_that_does_not_know_its_year_joins_the_document_that_does() -> None:
    whole, lost = (
        parsed("a", title="whole", amounts=many(30)),
        parsed("b", title="lost", amounts=many(30), scope=None),
    )
    (part,) = lost.documents
    yearless = tuple(replace(figure, fiscal_year=None) for figure in part.figures)
    lost = replace(
        lost, documents=(replace(part, document=replace(part.document, fiscal_year=None), figures=yearless),)
    )
    assert standing(whole, lost) == {"whole": (1, True, False), "lost": (1, False, True)}


def test_last_years_numbers_are_not_this_years() -> None:
    assert standing(
        parsed("a", title="2022", amounts=many(30), year=2022),
        parsed("b", title="2023", amounts=many(30), year=2023),
    ) == {"2022": (1, True, False), "2023": (1, True, False)}


def test_a_copy_known_only_by_one_of_its_tables_joins_the_whole() -> None:
    assert standing(
        parsed("a", title="whole", amounts=many(30), kind="dept_budget"),
        parsed("b", title="sheet", amounts=many(30), scope=None, kind="sangong_summary"),
    ) == {"whole": (1, True, False), "sheet": (1, False, True)}


def changes(*files: ParsedFile) -> list[tuple[Any, ...]]:
    with Warehouse.in_memory() as warehouse:
        warehouse.ingest(files)
        return list(
            warehouse.connection.execute(
                "SELECT change, table_kind, item, measure, old_value::INTEGER, new_value::INTEGER FROM out.revision_change ORDER BY ALL"
            ).fetchall()
        )


def with_fact(file: ParsedFile, **values: Any) -> ParsedFile:
    part = file.documents[0]
    fact = replace(part.narratives[0], **values)
    return replace(file, documents=(replace(part, narratives=(fact,)),))


def test_a_changed_change_and_percentage_are_named() -> None:
    told = ("sangong.total", "“三公”经费比上年有变化。")
    first = with_fact(
        parsed("a", narrative=told, published=FIRST),
        direction="decrease",
        change_amount=Decimal(63),
        change_percent=Decimal(2),
    )
    second = with_fact(
        parsed(
            "b",
            amounts={"sangong.total": "1000.00", "sangong.abroad": "500.00"},
            narrative=told,
            published=SECOND,
        ),
        direction="unchanged",
    )
    assert changes(first, second) == [
        ("changed", "final_sangong", "sangong.abroad", "amount", 400, 500),
        ("changed", "narrative", "sangong.total", "change_amount", -63, 0),
        ("dropped", "narrative", "sangong.total", "change_percent", -2, None),
    ]


def test_a_sentence_worded_differently_about_the_same_code_changes_nothing() -> None:
    told = ("expenditure.function", "教育支出5元。")
    first = with_fact(parsed("a", narrative=told, published=FIRST), code="205", raw_label="教育支出")
    second = with_fact(
        parsed("b", amounts={"sangong.total": "1000.00", "sangong.abroad": "500.00"}, narrative=told, published=SECOND),
        code="205", raw_label="8、教育支出（类）",
    )  # fmt: skip
    assert changes(first, second) == [("changed", "final_sangong", "sangong.abroad", "amount", 400, 500)]


def test_a_table_that_a_revision_adds_is_named_number_by_number() -> None:
    first = parsed("a", amounts={"sangong.total": "1000.00"}, published=FIRST)
    second = parsed("b", amounts={"sangong.total": "1100.00"}, published=SECOND)
    extra = parsed("b", amounts={"income.total": "7.00"}, table_kind="final_income").documents[0]
    table = replace(extra.tables[0], table_id="extra", ordinal=2)
    figure = replace(extra.figures[0], figure_id="extra", table_id="extra")
    part = second.documents[0]
    whole = replace(
        second, documents=(replace(part, tables=(*part.tables, table), figures=(*part.figures, figure)),)
    )
    assert changes(first, whole) == [
        ("added", "final_income", "income.total", "amount", None, 7),
        ("changed", "final_sangong", "sangong.total", "amount", 1000, 1100),
    ]


def test_a_corrected_annex_is_compared_with_the_annex_not_with_the_article() -> None:
    told = parsed("a", amounts={}, narrative=("sangong.total", "“三公”经费5元。"), published=FIRST)
    article = replace(told, documents=(replace(told.documents[0], tables=()),))
    annex = parsed("b", amounts=many(20), published=FIRST)
    corrected = parsed("c", amounts=changed(many(20), item_3="77.00"), published=SECOND, is_correction=True)
    found = changes(article, annex, corrected)
    assert [line[0] for line in found] == ["changed"], found
