"""What stands over a table: title, form number, unit of account, year and stage, in captions or in its own first rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.amounts import money_unit, read_number
from loaders.catalogue import header_facet
from loaders.tables.grid import Grid, packed, shown

_FORM = re.compile(
    r"^[((\[]?(?P<form>(?:财决|预算|部门|单位)?公开[^,。]{0,3}?\d{1,2}(?:[-—]\d{1,2})*表?|预算(?:\d{1,2}表|表\d{1,2})|GK\d{1,2}|(?:附|公开)?表[:\s]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}(?!般))(?:[-—]\d{1,2})*(?:[((]\d[))])?|附件\d{1,2}(?:[-—]\d{1,2})*)"
)
_CAPTION = re.compile(
    r"单位[::\/]|^(编制|填报|公开|预算|部门|单位|批复)[^收支]{0,6}[::]|^(财决|预算|部门)?公开.{0,3}\d+.{0,2}表?$|^(附|公开)?表[\d一二三四五六七八九十]|表(\(.{0,12}\))?$|^\(?20\d\d年(度)?\)?$|^(金额)?单位|^附件?\d*[::]?"
)
# a form number or the unit of account, alone in its row, is a caption however wide its cell is
_STATED = re.compile(
    r"^\(?((金额)?单位[::])?(人民币)?[十百千万亿]{0,2}元\)?$|^(附|公开)?表[\d一二三四五六七八九十]{1,3}([-—]\d{1,2})?[::]?$|^附件\d{1,2}$"
)
# the number of a sheet above the title of its table
_NUMBERED = re.compile(r"\d{1,2}([-—]\d{1,2})?")
_REMARKS = r"(\([^)]{0,30}\)){0,2}(\d|续)?$"
_TABLE = re.compile(r"表([-—–]+[一-鿿]{2,12})?" + _REMARKS)
_TITLE = re.compile(
    r"(表([-—–]+[一-鿿]{2,12})?|情况|汇总|明细|清单(目录)?|目标|台账|经济分类|草案|预算|决算|计划|收支|(^|20\d\d年度?|预算)(机关|机构)运行经费)"
    + _REMARKS
)
_SHEET = re.compile(
    r"(一般公共|政府性?基金|国有资本|社(会)?保(险)?|转移支付|债务|债券).*(收入|支出|收支|平衡|结余|余额|还本付息|转移支付|限额)$"
)
_YEAR = re.compile(r"(20\d\d)年?度?")
_ONLY_YEAR = re.compile(r"^\(?20\d\d年度?\)?$")
_SECTION = re.compile(r"^[一二三四五六七八九十]+、")
_LEFT_OVER = re.compile(r"^[)）\]】:：、. ]+")
# a line that begins a title which the next line ends: a year, and none of the words that end a title of their own
_BEGUN = re.compile(
    r"^.{0,12}20\d\d年(?!.*20\d\d年)(?!.*(表|公开|报告|说明|目录|(部门|单位)(预算|决算)|草案|文件)$).{3,}"
)
# words and names that a line break may cut in two; a line that ends with a fund alone goes on too
_CUT = re.compile(
    r"一般公共预算|政府性基金|国有资本经营预算|社会保险基金|财政拨款|三公经费|机[关构]运行经费|支出表|[收支]入?支出|收支|支出|收入|预算|决算|(基本|项目)支出|情况|经费|绩效目标|政府采购|购买服务|资金|专项|项目|明细|分类|科目"
)
_FUND_ALONE = re.compile(
    r"(一般公共预算|政府性基金(预算)?|国有资本经营(预算)?|社会保险基金(预算)?|财政拨款(安排的?)?)$"
)
_SENTENCE = re.compile(r"[。;]|,.*,")
_UNIT_BEHIND = re.compile(
    r"[(（]\s*(金额)?单位\s*[:：][^()（）]{1,8}[)）]\s*$|(?<=表)\s*(金额)?单位\s*[:：]\s*(人民币)?[十百千万亿]{0,2}元\s*$"
)
_UNIT_BELOW = re.compile(
    r"(?:^|[。;]|注\d?[:.、]?)(?:\d[.、])?(?:本表|表中|以上|上述|所列)?(?:数据|数字|金额|货币|计量)*的?单位均?(?:为|是|:)(?:人民币)?(?P<unit>[十百千万亿]{0,2}元)(?![/\w])"
    r"|以(?P<other>[十百千万亿]{0,2}元)为[^,。;]{0,6}单位"
)
# a name of a sheet ends after 31 characters, wherever that is: `…支出决算表(公开0`
_CLIPPED = re.compile(r"[(（][^)）]*$")
_TAIL = re.compile(r"[一-鿿]{0,2}表")
"""What a line break left of a title."""
_FUND_WORDS = re.compile(
    r"预算(稳定调节基?金|周转金|结余)|拨款安排的|(采购|财政性)预算(?=\()|(一般公共|公共财政|公共|政府性?基金|基金|国有资本经营|国有资本|社会保险基金|财政)预算(?!数|安排|执行|草案|调整|变动|金额)|(部门|政府|单位)预算(?=支出|经济|收支|项目|公开)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a table: candidates for its title, best first; `first_row` is the row where the header begins."""

    title: str | None
    titles: tuple[str, ...]
    form_number: str | None
    currency_unit: str | None
    fiscal_year: int | None
    stage: str | None
    first_row: int
    lines: tuple[str, ...]

    @property
    def stated_year(self) -> int | None:
        """The year that a caption line of its own states: （2024年度）."""
        years = {
            int(_YEAR.findall(line)[0]) for line in map(packed, self.lines[-6:]) if _ONLY_YEAR.match(line)
        }
        return years.pop() if len(years) == 1 else None


def read_heading(grid: Grid, captions: Sequence[str], sheet_name: str | None, first_row: int = 0) -> Heading:
    """The heading from the caption lines (nearest last) and the caption rows that the grid begins with."""
    inside, row = [], first_row
    while row < grid.rows - 1 and (
        is_caption_row(grid, row, first=row == first_row) or _stands_alone(grid, row)
    ):
        inside += [shown(cell.text) for cell in grid.cells_of(row)]
        row += 1
    lines = [shown(line) for text in captions for line in text.split("\n") if line.strip()] + inside
    named = [_CLIPPED.sub("", shown(sheet_name or ""))]
    titles = _titles(lines) or _titles(named) or (tuple(named) if _SHEET.search(packed(named[0])) else ())
    unit = next(
        (
            unit
            for line in reversed(named + lines)
            if (unit := money_unit(line)) and not _SENTENCE.search(line)
        ),
        None,
    )
    form = next((match["form"] for line in reversed(lines) if (match := _FORM.match(packed(line)))), None)
    return _heading_of(titles, form, unit, row, lines)


def stated_below(heading: Heading, notes: str) -> Heading:
    """The heading with the unit of account that only the notes below its table state (注：本表金额单位为万元)."""
    said = None if heading.currency_unit else _UNIT_BELOW.search(notes)
    return replace(heading, currency_unit=said["unit"] or said["other"]) if said else heading


def entitled(heading: Heading, title: str) -> Heading:
    """The heading with another of its candidates as its title: year and stage follow."""
    if title == heading.title:
        return heading
    return _heading_of(
        (title, *heading.titles), heading.form_number, heading.currency_unit, heading.first_row, heading.lines
    )


def _heading_of(
    titles: Sequence[str], form: str | None, unit: str | None, first_row: int, lines: Sequence[str]
) -> Heading:
    title = titles[0] if titles else None
    years = {int(year) for year in _YEAR.findall(packed(title or ""))}
    if not years:
        near = [packed(line) for line in lines[-6:]]
        years = {int(_YEAR.findall(line)[0]) for line in near if re.fullmatch(r"\(?20\d\d年度?\)?", line)}
    return Heading(
        title=title,
        titles=tuple(titles),
        form_number=form,
        currency_unit=unit,
        fiscal_year=years.pop() if len(years) == 1 else None,
        stage=stage_of(title or ""),
        first_row=first_row,
        lines=tuple(lines),
    )


def is_caption_row(grid: Grid, row: int, *, first: bool = False) -> bool:
    """Whether a row of the grid is no header but a caption: a title over the width, form number, unit, name of the body."""
    cells = grid.cells_of(row)
    if not cells:
        return True
    if len(cells) > 4 or grid.columns < 2:
        return False
    texts = [packed(cell.text) for cell in cells]
    if first and len(cells) == 1 and _NUMBERED.fullmatch(texts[0]) and row + 2 < grid.rows:
        return is_caption_row(grid, row + 1)
    if any(read_number(text).state == "value" for text in texts):
        return False
    if len(cells) == 1:
        wide = cells[0].column_span >= max(2, 0.6 * grid.columns)
        if cells[0].row_span == 1 and is_stated(texts[0]):
            return True
        titled = bool(_CAPTION.search(texts[0]) or _TITLE.search(texts[0]) or _SECTION.match(texts[0]))
        return (wide and (titled or first or len(texts[0]) > 8)) or (cells[0].row_span == 1 and titled)
    if sum(map(bool, map(_ONLY_YEAR.match, texts))) > 1:
        return False  # years over columns
    return all(
        _CAPTION.search(text) and not re.fullmatch(r"(单位|部门|预算单位|项目)", text) for text in texts
    ) or (
        any(re.search(r"单位[::\/].{0,6}元", text) for text in texts)
        and len(cells) <= 3
        and not texts[0].startswith("项目")
    )


def _stands_alone(grid: Grid, row: int) -> bool:
    """Whether a row above the header holds one word in the first column, which the header below it names by itself: the body's name."""
    cells = grid.cells_of(row)
    if len(cells) != 1 or cells[0].column or cells[0].row_span > 1 or grid.columns < 3:
        return False
    rows = range(row + 1, min(row + 6, grid.rows))
    below = next((r for r in rows if len(grid.cells_of(r)) > 1 and not is_caption_row(grid, r)), row)
    named = grid.anchored(below, 0)
    return named is not None and bool(named.text.strip()) and read_number(cells[0].text).state == "text"


def is_stated(text: str) -> bool:
    """Whether a packed text is a form number or the unit of account and nothing else."""
    return bool(_STATED.search(text))


def _titles(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines that read like titles, best first: nearest ones ending in 表, wrapped ones joined, section titles last."""
    ranked: list[tuple[int, int, str]] = []
    for distance, position in enumerate(range(len(lines) - 1, max(len(lines) - 9, -1), -1)):
        line = _bare(lines[position])
        if position and _TAIL.fullmatch(packed(line)) and _is_titular(packed(lines[position - 1]) + "表"):
            line = lines[position - 1] + line  # …项目绩效目 / 标表
        text = packed(line)
        if not _is_titular(text):
            continue
        section = bool(_SECTION.match(text) or re.match(r"^第.部分", text))
        rank = 3 if section else 0 if _TABLE.search(text) else 2
        ranked.append((rank, distance, line))
        above = _bare(lines[position - 1]) if position else ""
        if (
            re.search("[一-鿿]", above)
            and len(packed(above)) + len(text) <= 70
            and not _CAPTION.search(packed(above))
            and not _SENTENCE.search(packed(above))
        ):
            if rank == 0 and _is_begun(packed(above), text):
                ranked[-1] = (1, distance, line)
                ranked.append((0, distance, above + line))
            else:
                ranked.append((1 if rank == 0 else rank + 1, distance, above + line))
    return tuple(line for _, _, line in sorted(ranked, key=lambda item: item[:2])[:6])


def _is_begun(above: str, text: str) -> bool:
    """Whether a title begins in the line above: with the year that it lacks, its fund, or half of a word."""
    if _BEGUN.search(above) and not _YEAR.search(text):
        return True
    if _FUND_ALONE.search(above) and not header_facet("fund", text):
        return True
    return any(match.start() < len(above) < match.end() for match in _CUT.finditer(above + text))


def _is_titular(text: str) -> bool:
    return (
        3 <= len(text) <= 70
        and bool(_TITLE.search(text))
        and not _SENTENCE.search(text)
        and not re.search(r"单位[::]", text)
        and not re.fullmatch(r"(公开|预算|附|续)?表?[\d一二三四五六七八九十]*表?", text)
    )


def _bare(line: str) -> str:
    """The line without the form number that it begins with and the unit of account that it ends with."""
    return _LEFT_OVER.sub("", _FORM.sub("", _UNIT_BEHIND.sub("", line))) or line


def stage_of(text: str) -> str | None:
    """The stage that a title or header speaks of; fund names such as 一般公共预算 say nothing about the stage."""
    words = _FUND_WORDS.sub("", packed(text))
    return header_facet("stage", words)
