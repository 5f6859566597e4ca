"""What was carried out of a year that has not ended: half a year, three quarters, the months before a report.

Such amounts are of the year and of its execution, but no amount of the whole year: their stage is `interim` (decision 82).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from warehouse.records import DocumentRow, FigureRow, NarrativeRow, ParsedDocument

_PART = re.compile(
    r"上半年|前?[一二三]季度|(?<!\d)1(月份?)?[-—–~～至到]([2-9]|1[01])月|(?<!\d)([1-9]|1[01])月(底|末)"
)
_SINCE = re.compile(_PART.pattern + "|年以来")
"""What a title says of such a report (`2022年以来预算执行情况的报告`)."""
_WHOLE = "全年"
"""`受上半年减收影响，全年完成5亿元`: a sentence that speaks of the whole year too."""
_EXPECTED = re.compile("预计[^，。；]{0,4}全年|全年[^，。；]{0,6}预计")
"""`下半年，预计全年完成5亿元`: what the whole year is to bring."""
_SAME_MONTHS = "同期"
"""The same months of the year before, in a report on part of a year."""


def with_interim(parsed: ParsedDocument) -> ParsedDocument:
    """The disclosure of a government with the amounts of part of a year under a stage of their own."""
    document = parsed.document
    if document.kind not in ("gov_budget", "gov_final"):
        return parsed
    if document.stage == "execution" and _SINCE.search(document.title or ""):
        # the whole document tells how part of its year was carried out
        document = replace(document, stage="interim")
    titles = {table.table_id: table.title or "" for table in parsed.tables}
    return replace(
        parsed,
        document=document,
        figures=tuple(
            _figure(figure, document, titles.get(figure.table_id or "", "")) for figure in parsed.figures
        ),
        narratives=tuple(_facts(parsed.narratives, document)),
    )


def _facts(facts: Iterable[NarrativeRow], document: DocumentRow) -> Iterator[NarrativeRow]:
    """The facts of a disclosure; the year of an adjustment has not ended, so what it says is done is of the months it told first."""
    so_far = document
    for fact in facts:
        fact = _fact(fact, so_far)
        if fact.stage == "interim" and document.stage == "adjusted_budget":
            so_far = replace(document, stage="interim")
        yield fact


def _figure(figure: FigureRow, document: DocumentRow, title: str) -> FigureRow:
    path = "/".join(figure.column_path or ())
    named = figure.stage == "execution" and _PART.search(path + title) is not None
    if named or _of_the_part(figure, document, path):
        return replace(figure, stage="interim")
    return figure


def _fact(fact: NarrativeRow, document: DocumentRow) -> NarrativeRow:
    # an account goes on with the months since the year that it is of, a budget tells what was spent before it was approved
    began = {"gov_final": 1, "gov_budget": 0 if document.stage == "initial_budget" else None}[document.kind]
    since = began is not None and fact.fiscal_year == (document.fiscal_year or 0) + began
    part = _PART.search(fact.sentence) is not None and _WHOLE not in fact.sentence
    if _EXPECTED.search(fact.sentence):
        return fact
    named = fact.stage == "execution" and (since or part)
    if not (named or _of_the_part(fact, document, fact.sentence)):
        return fact
    against_the_months = fact.base_year == (fact.fiscal_year or 0) - 1 and fact.base_stage in (
        None,
        "execution",
        "final",
    )
    return replace(fact, stage="interim", base_stage="interim" if against_the_months else fact.base_stage)


def _of_the_part(row: FigureRow | NarrativeRow, document: DocumentRow, words: str) -> bool:
    """Whether a row of a report on part of a year is of that part, or of the same months of the year before."""
    if document.stage != "interim":
        return False
    if row.fiscal_year == document.fiscal_year:
        return row.stage == "execution"
    before = row.fiscal_year == (document.fiscal_year or 0) - 1 and row.stage in ("execution", "final")
    return before and _SAME_MONTHS in words
