"""What one title says: year, kind, scope, owner, correction. Titles are covers, headings, article titles, file names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from loaders.identity.words import REGION_ENDING, words

_DIGITS = str.maketrans("〇○零ОOoО0一二三四五六七八九", "000000001" + "23456789")
_HAN_YEAR = re.compile(r"[二2][〇○零0OoО][一二三四五六七八九〇○零0-9OoО]{2}(?=年)")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*(?:年度|年)?")
_SHORT_YEAR = re.compile(r"(?<!\d)([12]\d)年(?!内|来|期|度?以)")
_RANGE = re.compile(r"(20\d\d)年?(?:-|—|~|至)(20\d\d)年")
_NOISE = re.compile(
    r"^([•·●◆■★]|(部门|预算|财决)?(公开)?(表[\d一二三四五六七八九十]+(-\d+)?|\d{1,2}(-\d+)?表)|\[?标题\]?\|?|\d{3,12}[-—_]*(?=[一-龥])|名称[:：]|纳入|(监督)?索引号[:：]?[0-9A-Z\-/]{6,}|附件?\d*[:：、.]?|关于|公开|\d{1,2}[、.]|[(（]?[一二三四五六七八九十]+[)）、]|第[一二三四五六七八九十]+部分[:：]?|《|【[^】]*】|(情况|编制)?说明|调整(情况)?(的)?公开)+"
)
_BEFORE_DASH = re.compile(r"^(.*(说明|公开|公示|情况|预算|决算|表))?[-–－]+(?=[一-龥]{3})")
"""What a title says before a dash that its body follows: `部门预算公开-某局`."""
_TAIL = re.compile(
    r"(一般公共预算|政府采购|政府性基金|社会|地方政府|财政拨款|整体(支出)?|项目支出|安排|“|\"|的|年度|年|信息|财政|关于|公开|区级|市级|县级|省级|级|本年|部门|单位|所属|及|和|、|,|，|:|：|-|—|_|《|》|\.|·)+$"
)
_FORM_BEFORE_YEAR = re.compile(r"^(附[表件]|[表附])?\d{1,2}?([-—–]\d{1,2}?)*(?=20[0-4]\d年)")
"""A form's number whose digits would run into the year's: `1-1 2024年某市…`."""
_WHOSE = re.compile(r"(?<!部门)(?<!单位)\((部门|单位)\)(?=(?:20\d\d年度?)?(?:部门|单位)?[预决]算)")
"""What a form leaves to choose, chosen: 某局(部门)决算."""
_DATE = re.compile(r"20\d\d(年\d{1,2}月(\d{1,2}日)?|([-/.])\d{1,2}\3\d{1,2})(\d{1,2}:\d\d(:\d\d)?)?")
_NEXT_BUDGET = re.compile(r"执行.{0,12}?(?P<year>20\d\d)年度?[^，。执调]{0,24}预算(?!执行|调整)")
_REGIONS = re.compile(f"(?:[一-龥]{{2,10}}?{REGION_ENDING})+")
_OF_A_PROJECT = re.compile(
    rf"^(?:关于)?(?P<body>(?:[一-龥]{{2,8}}?{REGION_ENDING})+[一-龥]{{2,10}}?(?:局|厅|委员会|联合会|人民政府))(?![一-龥]{{0,8}}(?:队|局|所|站|中心|馆|院|学))"
)
"""The body before the name of its project: 某县教育局校舍维修项目; none where its name may go on."""
_CODED = re.compile(r"^.*?\[\d{3,12}\]([^,\[]+).*$")
"""Names behind their codes: [507]某局,[507001]某局本级."""
_ADJUSTS = re.compile(r"预算(收支)?(第[一二三四五]次)?(调整|变更)|调整[^，。]{2,24}预算(?!执行)")
"""A budget that was changed during its year."""
_PART_DONE = re.compile(r"(上半年|季度|\d月)[^预算]{0,4}执行")
"""What was carried out of part of a year is no plan, though the report may be a draft."""
_OF_A_HOUSE = re.compile("(?<=人大)(?:常务委员会|常委会)(?:办公室|机关)?$")
_LEVEL = re.compile("(?:本级|汇总|机关)$")
_OWN_LEVEL = re.compile(r"(?<=([局委部办厅院会室]))\1?(?:本级|汇总|机关)$")
"""Behind a body's name: 某局本级, 某局局机关."""
_REPEATED = re.compile(f"^(?P<region>[一-龥]{{2,8}}?{REGION_ENDING}).*(?=(?P=region)..)")
"""Whose site it is, or the department above, before a name that begins with the same region."""
_FILE_BEFORE = re.compile(r"^(?:.*\.(?:xlsx?|docx?|pdf|wps|ofd|zip|rar)|[0-9a-f]{8,}[_-]+)")
_AND_ZONE = re.compile("(?<=[市县区旗州])[、暨][^、]{2,12}(开发区|高新区|新区)$")
"""A zone that reports with the region it lies in: `某区、某经济技术开发区`."""
_SHORT_REMARK = 3
_NO_NAME = re.compile(
    r"[预决]算(?!(?:评审|绩效|编审|编制|管理|审核|审查|监督|工作)[^预决]*$)|\([^)]*$|^([上下]半年|前?[一二三]季度)"
)
"""What no body's name holds, unless it is about budgets (预算评审中心): 支出预算汇总表(按政府 is the beginning of a caption."""
_BRACKETS = re.compile(r"\((?!单位\)|部门\))([^()]*)\)")


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What a title says; `None` where it says nothing. `owner` is the name printed in it, brackets about the scope removed."""

    text: str
    kind: str | None = None
    fiscal_year: int | None = None
    owner: str | None = None
    scope: str | None = None
    stage: str | None = None
    is_correction: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it names a body, a year and a kind."""
        return None not in (self.kind, self.fiscal_year, self.owner)


Titled = tuple[str, TitleReading]
"""Where a title stands, and what it says."""


def plain(text: str) -> str:
    """Text without spaces, full-width forms made half-width (`（本级）２０２４` → `(本级)2024`), Chinese numerals of years made digits."""
    text = re.sub(r"\s+|<[a-z/]{1,6}>", "", unicodedata.normalize("NFKC", text))
    return _HAN_YEAR.sub(lambda match: match.group().translate(_DIGITS), text)


def read_title(text: str) -> TitleReading:
    """Read one title.

    A title with two years (`2025年预算执行情况和2026年预算草案`) is of the year nearest before its kind's last mention: the draft
    budget's; a date (`2026年1月`) is no fiscal year.
    """
    vocabulary = words()
    flat = plain(text)
    undated = _DATE.sub("", _FORM_BEFORE_YEAR.sub("", _WHOSE.sub(r"\1", flat)))
    kind, at, end = None, -1, -1
    for name, pattern in vocabulary.kinds:
        matches = list(pattern.finditer(undated))
        if matches:
            kind, at, end = name, matches[-1].start(), matches[-1].end()
            break
    following = _NEXT_BUDGET.search(undated) if kind == "gov_budget" else None
    if following:  # 2022年预算执行及2023年预算公开: the budget that follows is what the document is of
        at, end = following.end("year"), following.end()
    year, spans = _year(undated, at)
    if undated[:at].endswith("人民") and undated[at : at + 2] == "政府":
        at += 2  # 某镇人民政府决算: the word belongs to the body's name
    elif kind == "debt" and undated[:at].endswith("政府") and not undated[:at].endswith("人民政府"):
        at -= 2  # 某区政府债务: the word belongs to the debt's
    owner, note = _owner(undated, at, end, spans) if kind else (None, "")
    if kind == "performance" and owner is None and (body := _OF_A_PROJECT.search(_YEAR.sub("", undated))):
        owner = body["body"]
    scope = None
    if vocabulary.whole_department.search(note):
        scope = "whole_department"
    elif vocabulary.own_level.search(note):
        scope = "own_level"
    stage = None
    if (
        kind == "gov_budget"
        and following is None
        and re.search(r"执行|收支情况", undated)
        and ("草案" not in undated or (_PART_DONE.search(undated) and not _ADJUSTS.search(undated)))
    ):
        stage = "execution"
    elif kind == "performance":
        stage = "final" if re.search(r"自评|评价|评估|工作", undated) else "initial_budget"
    elif kind == "sangong_summary":
        # 三公经费支出情况 without a word of budgets tells of what was spent
        spent = re.search(r"经费.{0,4}支出", undated)
        if "决算" in undated or (spent and "预算" not in undated):
            stage = "final"
        elif "预算" in undated:
            stage = "initial_budget"
    elif (kind or "").endswith("_budget") and _ADJUSTS.search(undated):
        stage = "adjusted_budget"
    return TitleReading(
        text=text,
        kind=kind,
        fiscal_year=year,
        owner=owner,
        scope=scope,
        stage=stage,
        is_correction=bool(vocabulary.corrections.search(undated)),
    )


def _year(flat: str, kind_at: int) -> tuple[int | None, list[tuple[int, int]]]:
    spans = [(match.start(), match.end(), int(match.group(1))) for match in _YEAR.finditer(flat)]
    if not spans:
        spans = [
            (match.start(), match.end(), 2000 + int(match.group(1))) for match in _SHORT_YEAR.finditer(flat)
        ]
    if not spans:
        return None, []
    before = [span for span in spans if span[0] <= kind_at] if kind_at >= 0 else spans
    chosen = (before or spans)[-1]
    return chosen[2], [(start, end) for start, end, _ in spans]


def _owner(flat: str, kind_at: int, kind_end: int, years: list[tuple[int, int]]) -> tuple[str | None, str]:
    """The body named before the kind (years cut out), or after it, and the bracketed remarks seen on the way."""
    pieces = []
    at = 0
    for start, end in years:
        if start >= kind_at:
            break
        pieces.append(flat[at:start])
        at = end
    pieces.append(flat[at:kind_at])
    body_ending = words().body_endings
    for piece in (*reversed(pieces), _YEAR.sub("", flat[kind_end:])):
        name, note = clean_owner(piece)
        if name and body_ending.search(name) and not _NO_NAME.search(name):
            # 某县2022年度水利局部门决算: the region stands before the year
            place, _ = clean_owner(pieces[-2]) if len(pieces) > 1 and piece is pieces[-1] else ("", "")
            return (place + name if _REGIONS.fullmatch(place) else name), note
    for bracket in _BRACKETS.findall(flat):
        if len(bracket) > _SHORT_REMARK and body_ending.search(bracket):
            return bracket, ""
    joined, note = clean_owner("".join(pieces))
    named = joined and body_ending.search(joined) and not _NO_NAME.search(joined)
    return (joined if named else None), note


def abbreviates(short: str, name: str) -> bool:
    """Whether a name is short for another: its characters in their order, the last one the last (丽职院, 市教育局, 县人大 of a 常委会)."""
    ends = _OF_A_HOUSE.sub("", name) if short.endswith("人大") else name
    rest = iter(ends)
    return short != name and short[-1:] == ends[-1:] and all(letter in rest for letter in short)


def clean_owner(text: str) -> tuple[str, str]:
    """A body's name without ordinals, brackets and trailing words, and the text of the brackets."""
    note = "".join(match.group() for match in _BRACKETS.finditer(text))
    name = _FILE_BEFORE.sub("", _BRACKETS.sub("", text))
    name = _CODED.sub(r"\1", name)
    name = re.sub(r"^.*(?:部门|单位)(?:预算|决算)(?:信息)?(?:公开)?】?(?=.{3})", "", name)
    for separator in ("。", "•", "_", "—", ":", "：", ">", "»", "|"):
        name = name.rsplit(separator, 1)[-1] if len(name.rsplit(separator, 1)[-1]) > 2 else name
    name = _BEFORE_DASH.sub("", _NOISE.sub("", name))
    for _ in range(2):
        note += "".join(_LEVEL.findall(name))
        name = _TAIL.sub("", _OWN_LEVEL.sub("", name))
    name = _AND_ZONE.sub("", _REPEATED.sub("", name))
    return name.strip("()（）《》“”\"'.、,，"), note
