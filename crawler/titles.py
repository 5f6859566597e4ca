"""The title grammar: is a title a disclosure, of whom, for which year, of which kind and scope, and is it a correction?

`classify` decides accept, reject or look (fetch the article before deciding) and says why. The vocabulary is data
(`titles.yml`); this module normalises the title, binds years to kinds and splits region and unit names. Sources of the grammar:
the national rules on disclosure (财预〔2016〕143号) and titles seen on county portals.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

import yaml

from crawler.traditional import is_traditional, simplified

Decision = Literal["accept", "reject", "look"]

_CHINESE_DIGITS = dict(zip("〇○零Oo一二三四五六七八九", "00000123456789", strict=True))
# people type a Latin O for the zero of a Chinese year
_CHINESE_YEAR = re.compile(r"二[〇○零Oo0][一二三四五六七八九〇○零Oo]{2}(?=年|度|财政|部门|单位|预|决)")
_SHORT_YEAR = re.compile(
    r"(?<![\d.\-/第])(?P<year>[1-3]\d)年(?=度?(?:部门|单位|政府|财政|预|决|三公|收支|度))"
)
_EXTENSION = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|html?|rtf|txt|pptx?)\s*$", re.I)
_ORDINAL = re.compile(
    r"^(?:(?:附件|附表|附)\s*[\d一二三四五六七八九十]*\s*[:：.、,_-]*|\d{1,3}\s*[、.．]\s*|\(?[\d一二三四五六七八九十]{1,3}\)\s*|(?:\d{3,}-)+|\d{1,2}\s+(?=[\u4e00-\u9fff]))"
)
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?=年|度|[^\d.]|$)(?!\d)")
_YEAR_RANGE = re.compile(r"(20[0-4]\d)年?[-—~至到](20[0-4]\d)年")
_YEAR_WORDS = re.compile(r"(?<!\d)20[0-4]\d(?:年度|年|度)?")
_CUT_OFF = re.compile(r"(?:\.{2,}|…+|。{2,})$")
_REGION = re.compile(
    r"^(?:中共|中国共产党|共青团)?((?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区))?(?:(?:(?![县旗])[\u4e00-\u9fff]){2,10}?(?:市(?!场|容|政(?!$|[府协法务]))|自治州|地区|盟|州))?"
    r"(?:[\u4e00-\u9fff]{1,12}?(?:自治县|自治旗|县|区|旗|市(?!场|容|政(?!$|[府协法务]))))?)"
)
_UNIT_TAIL = re.compile(
    r"(?:部门|单位|综合|公共财政|财政|政府)?(?:及.{0,6}?(?:所属|下属|二级|直属).{0,6}?)?(?:、单位)?(?:\(.{1,6}\))?(?:综合|收支|收入|支出|整体|项目|全面)?"
    r"(?:预算|决算|预决算|三公|\"?三公|“三公|绩效|支出绩效|调整预算|政府性基金|部门预算|信息公开|公开).*$"
)
_LEVEL_TAIL = re.compile(
    r"(?:本级)?(?:及|和|、)(?:所属|下属|二级|直属).*$|(?:所属|下属|局属|委属|局直(?!属)|直属(?!机关))(?:单位)?.*$|(?:机关)?(?:本|市|县|区)级$|机关$|"
    r"(?<=[局委办厅室院会乡镇])(?:部门|单位)$|(?:重大|重点)?(?:项目|政策)?$"
)
_REGION_ONLY = re.compile(r"[\u4e00-\u9fff]{1,12}(?:省|市|州|县|区|旗|盟|乡|镇)")


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says. `disclosures` names every (kind, fiscal year) when it announces more than one; `reasons` are short codes."""

    decision: Decision
    kind: str | None = None
    scope: str | None = None
    fiscal_year: int | None = None
    unit_name: str | None = None
    region_name: str | None = None
    is_correction: bool = False
    reasons: tuple[str, ...] = ()
    disclosures: tuple[tuple[str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    value: str
    code: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def matches(self, text: str) -> re.Match[str] | None:
        found = self.pattern.search(text)
        return None if found is None or (self.unless and self.unless.search(text)) else found


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, Any]:
    raw = yaml.safe_load((resources.files("crawler") / "titles.yml").read_text(encoding="utf-8"))

    def rules(name: str, value: str) -> list[_Rule]:
        return [
            _Rule(
                item.get(value, ""),
                item.get("code", ""),
                re.compile(item["pattern"]),
                re.compile(item["unless"]) if "unless" in item else None,
            )
            for item in raw[name]
        ]

    return {
        "press": rules("press", "code"),
        "reject": rules("reject", "code"),
        "notices": rules("notices", "code"),
        "indexes": rules("indexes", "code"),
        "look": rules("look", "code"),
        "kinds": rules("kinds", "kind"),
        "scope": rules("scope", "scope"),
        **{
            name: re.compile(raw[name])
            for name in (
                "disclosure_tail",
                "correction",
                "department_names",
                "unit_names",
                "organisation",
                "furniture",
            )
        },
    }


def normalise(title: str) -> str:
    """The title as the patterns read it: NFKC, simplified characters, no spaces, years in digits, no extension, no leading ordinal or code."""
    title = simplified(title) if is_traditional(title) else title
    text = unicodedata.normalize("NFKC", title).replace("\u200b", "").replace("\ufeff", "")
    text = re.sub(r"\s+", " ", text).strip()
    text = _EXTENSION.sub("", text)
    previous = None
    while previous != text:
        previous, text = text, _ORDINAL.sub("", text.strip(" -_—"))
    text = text.replace(" ", "").replace("“", "").replace("”", "").replace('"', "")
    text = _CHINESE_YEAR.sub(
        lambda match: "".join(_CHINESE_DIGITS.get(char, char) for char in match[0]), text
    )
    return _SHORT_YEAR.sub(lambda match: f"20{match['year']}年", text)


def classify(title: str, *, column: str = "") -> Title:
    """Decide about one title; `column` is the name of the list it stands in, for rows that are only a department's name."""
    words = _vocabulary()
    text = normalise(title)
    said = _classify(text, column, words)
    # a column may well be called an index, but a page called so only lists what others disclose
    index = next((rule for rule in words["indexes"] if rule.matches(text)), None)
    if said.decision != "accept" or index is None or _is_department(text, words):
        return said
    return Title("look", fiscal_year=said.fiscal_year, reasons=(f"look:{index.code}",))


def _classify(text: str, column: str, words: dict[str, Any]) -> Title:
    cut = bool(_CUT_OFF.search(text))
    text = _CUT_OFF.sub("", text)
    if len(text) < 2:
        return Title("reject", reasons=("empty",))
    rejecting = words["press"] + ([] if words["disclosure_tail"].search(text) else words["reject"])
    for rule in rejecting:
        if rule.matches(text):
            return Title("reject", reasons=(f"reject:{rule.code}",))
    for rule in words["notices"]:
        if rule.matches(text):
            return Title("look", fiscal_year=_years(text, "")[0], reasons=(f"look:{rule.code}",))
    kind, reason = _kind(text, words)
    if not reason:
        return _without_kind(text, column, cut, words)
    if cut and kind and kind.startswith("gov"):
        # 关于2024年度市级预算执行… may go on 和其他财政收支的审计工作报告
        return Title("look", fiscal_year=_years(text, "")[0], reasons=("look:cut_off",))
    found_year, also = _years(text, kind or "")
    reasons = [f"kind:{reason}"]
    if found_year is None and column and (found_year := _column_year(column)) is not None:
        reasons.append("year:column")
    unit, region = _names(text)
    of_anyone = kind in ("performance", "sangong_summary") and not _is_named(unit, words)
    if (kind and kind.startswith(("gov", "debt"))) or of_anyone:
        unit = None
    elif unit is None and (named := _named_part(text, words)):
        unit, region = named, _names(named)[1]
    elif unit is None and region and region.endswith(("乡", "镇")):
        unit = region  # a township publishes as a department too
    return Title(
        decision="accept",
        kind=kind,
        scope=_scope(text, kind or "", words),
        fiscal_year=found_year,
        unit_name=unit,
        region_name=region,
        is_correction=bool(words["correction"].search(text)),
        reasons=tuple(reasons),
        disclosures=also,
    )


def _kind(text: str, words: dict[str, Any]) -> tuple[str | None, str]:
    """The kind and the code of the rule that named it; a finance bureau's name must not pass for 财政预算."""
    bare = re.sub(r"财政(?=局|厅|部|所|部门|分局)|\(含[^)]*\)", "", text)
    for rule in words["kinds"]:
        if not rule.matches(bare):
            continue
        kind: str = rule.value
        if kind in ("budget", "final"):
            owner = _owner(text, words)
            return (f"{owner}_{kind}" if owner else None), rule.code
        if (
            kind in ("gov_budget", "gov_final")
            and _is_department(text, words)
            and "草案" not in text
            and "报告" not in text
        ):
            return kind.replace("gov", "dept"), rule.code
        return kind, rule.code
    return None, ""


def _owner(text: str, words: dict[str, Any]) -> str | None:
    """Whose a bare 预算公开 is: `unit` for a name that ends like an institution, `gov` for a region's name, `None` without a name."""
    name, region = _names(text)
    if name is None:
        return "gov" if region else None
    if not words["department_names"].search(name) and words["unit_names"].search(name):
        return "unit"
    return "dept"


def _is_department(text: str, words: dict[str, Any]) -> bool:
    name, _ = _names(text)
    if not name or re.search(r"(?:市|县|区|旗|州|省|全市|全县|全区|本级|级)$", name):
        return False
    return _is_named(name, words) and not name.endswith(("人民政府", "乡", "镇"))


def _named_part(text: str, words: dict[str, Any]) -> str | None:
    """The name of a department or institution that stands alone between dashes (`2024年部门预算-云山县气象局`)."""
    parts = (_YEAR_WORDS.sub("", part) for part in re.split(r"[-—_:]", text))
    return next((part for part in parts if len(part) >= 3 and _is_named(part, words)), None)


def _is_named(name: str | None, words: dict[str, Any]) -> bool:
    """Whether a name ends as departments and institutions do."""
    return bool(name and (words["department_names"].search(name) or words["unit_names"].search(name)))


def _without_kind(text: str, column: str, cut: bool, words: dict[str, Any]) -> Title:
    """Titles without a kind: the column may say it (a department's name in a list of budgets), else look or reject."""
    if words["furniture"].match(text):
        return Title("reject", reasons=("reject:furniture",))
    if column:
        context = _classify(normalise(column), "", words)
        about = context.decision == "accept"
        organisation = words["department_names"].search(text) or words["unit_names"].search(text)
        if about and organisation and words["organisation"].match(text):
            unit, region = _names(text)
            year = _years(text, context.kind or "")[0] or context.fiscal_year
            return Title(
                "accept",
                context.kind,
                _scope(text, context.kind or "", words),
                year,
                unit or text,
                region,
                False,
                ("kind:column",),
            )
        if about and (_YEAR.search(text) or text in ("附件", "下载", "公开报表", "情况说明", "报表", "说明")):
            return Title("look", context.kind, reasons=("look:column",))
        # what is cut off may have gone on with the very word: 县住房和城乡建设… among budgets, 县教育局2026年部… among 财政信息
        if cut and (about or ("财政" in column and organisation and _YEAR.search(text))):
            return Title("look", context.kind if about else None, reasons=("look:cut_off",))
    for rule in words["look"]:
        if rule.matches(text):
            return Title("look", fiscal_year=_years(text, "")[0], reasons=(f"look:{rule.code}",))
    return Title("reject", reasons=("cut_off" if cut else "no_disclosure_word",))


def _years(text: str, kind: str) -> tuple[int | None, tuple[tuple[str, int | None], ...]]:
    """The fiscal year of the kind, and all disclosures when the title names a budget and a final account of different years."""
    if span := _YEAR_RANGE.search(text):
        return int(span[2]), ()
    years = [(match.start(), int(match[1])) for match in _YEAR.finditer(text)]
    if not years:
        return None, ()
    distinct = sorted({year for _, year in years})
    if len(distinct) == 1:
        return distinct[0], ()
    wanted = "预算" if kind.endswith("budget") else "决算"
    if kind == "gov_budget" and "执行" in text:
        return distinct[-1], ()
    bound = [_nearest_before(years, match.start()) for match in re.finditer(wanted, text)]
    year = next((found for found in reversed(bound) if found), distinct[-1])
    other = "决算" if wanted == "预算" else "预算"
    rest = [_nearest_before(years, match.start()) for match in re.finditer(other, text)]
    if kind.endswith(("budget", "final")) and rest and rest[0] and rest[0] != year:
        prefix = kind.partition("_")[0]
        twin = f"{prefix}_{'final' if wanted == '预算' else 'budget'}"
        return year, ((kind, year), (twin, rest[0]))
    return year, ()


def _nearest_before(years: list[tuple[int, int]], position: int) -> int | None:
    return next((year for start, year in reversed(years) if start < position), None)


def _column_year(column: str) -> int | None:
    match = _YEAR.search(normalise(column))
    return int(match[1]) if match else None


def _scope(text: str, kind: str, words: dict[str, Any]) -> str | None:
    if kind.startswith("gov") or kind in ("debt", ""):
        return None
    for rule in words["scope"]:
        if rule.matches(text):
            return rule.value or None
    return "unit" if kind.startswith("unit") else None


def _names(text: str) -> tuple[str | None, str | None]:
    """Unit and region: what stands before the year, or between a leading year and the kind words."""
    name = re.sub(r"^(?:关于|《|【[^】]*】|\[[^\]]*\]|\([^)]{2,6}\))+", "", text)
    name = re.sub(r"\((?:汇总|本级|机关|机关本级|局本级|含[^)]*)\)", "", name)
    before, _, after = _YEAR_WORDS.sub("|", name).strip("|").partition("|")
    name = _bare_name(before)
    if after and (not name or _REGION_ONLY.fullmatch(name)):
        behind = _bare_name(after.replace("|", ""))
        name += behind if len(behind) >= 3 else ""
    if not name:
        return None, None
    if _REGION_ONLY.fullmatch(name):
        return None, name
    if name.endswith(("乡人民政府", "镇人民政府")):
        return name, name.removesuffix("人民政府")
    region = _REGION.match(name)
    return name, (region[1] or None) if region else None


def _bare_name(text: str) -> str:
    name = _UNIT_TAIL.sub("", text).strip("《》-—_:：、,的").removesuffix("关于")
    name = _LEVEL_TAIL.sub("", name).strip("《》-—_:：、,的")
    return "" if name in ("部门", "单位") else name
