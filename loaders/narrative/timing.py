"""Of which year and which stage an amount is."""

from __future__ import annotations

import re

from loaders.narrative.comparisons import COMPLETED
from loaders.narrative.prose import Sentence
from loaders.narrative.scene import Scene
from loaders.narrative.setting import Subject
from loaders.narrative.words import words

YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_PROJECT_YEAR = re.compile(r"(?<=[一-龥])20\d\d年度?(?=[一-龥]{2,24}(项目|工程)(\d|$))")
"""`县住建局2021年市政道路项目`: the year is part of a project's name."""
_ASIDE = re.compile(r"\([^()]*\)")
"""A remark may tell of another year (`支出9万元(2022年上解2万元抬高基数)，其中待遇支出8万元`)."""
_DATE = re.compile(r"截[至止]到?20\d\d年")
"""In a department's text the day of what it owns."""
_NEXT_YEAR = re.compile(r"结转(至|到)?20\d\d年")
"""What is carried over to a year is of the one before."""
_CITED = re.compile("《[^》]*》")
_BASE_YEAR = re.compile(
    r"(比|较|与|同|于|跟|结转|结转至|结转到)20\d\d年|(?<!截至)(?<!截止)(?<=.)20\d\d年(?=末|底)|(?<!截至)(?<!截止)20\d\d年(?=\d{1,2}月|的[\d.]+倍)"
)
"""A year that something is compared with or a date, not the year of what follows in the sentence; `截至2024年末` is."""
_BUDGET_NAMES = re.compile(
    r"预算稳定调节[基资]?金|其他预算|一般预算(?=补助)|一般公共预算|公共财政预算|政府性基金预算|国有资本经营预算|社会保险基金预算|(?<!年初)部门预算|(?<!年初)单位预算|预算内(投资|资金)|预算执行中|预算指标|(?<=经营收入|经营支出|基金收入|基金支出)预算(?=总计)|预算(调剂|调整)解决|预算安排(资金)?偿还|纳入年初预算|(?<!年初)(?<!调整后)(?<!全年)预算(管理|单位|拨款|资金|总?收入|总?支出|结余)"
)
_PLANNED = re.compile(
    r"(?<!基金)(?<!公共)(?<!经营)预算(资金)?(总?收入|总?支出|总额|总量)(为|是|共|共计)*$|项目预算(资金|金额)?(为|共)?$|预算安排(项目)?资金$"
)
"""In an evaluation 预算收入 and 预算支出 stand beside what was taken in and spent."""
_ARRIVED = re.compile(r"((资金|实际)到位|到位资金)(数|金额)?为?$")
"""What of a project's budget came in the end."""
_DONE = re.compile(r"完成(?!后)|实现|执行")
_EXPLICIT = re.compile(r"执行数|快报|预计")
"""In an account 完成 and 实现 are what the account says; only these words speak of the execution before it."""
_HALF = re.compile(r"上半年|(?<!\d)1(月)?[-—至~](?!12)\d{1,2}月")
"""An account goes on with what was carried out since; it rarely says the year again."""
_SINCE = re.compile(f"{_HALF.pattern}|{_DONE.pattern}|截[至止]|季度|月|以来")
_LOOKS_BACK = re.compile(r"(落实|执行)[^，。；]{0,24}(决议|决定)")
"""What a government tells of the resolutions of its congress is of the year that ends."""
_OPENING_BALANCE = re.compile(r"(年初(?P<fund>(预算)?稳定)|(?<!\d年)年初)[^，。；]{0,12}余额")
"""What was owed when the year began is the balance of the year before."""
_SO_FAR = re.compile("^(?!.*调整).*(执行|完成)情况")
"""What an adjustment tells of the months before it (`一、1-5月预算执行情况`)."""
_CHANGED = re.compile("调[整增减]|增(?!值)|减|下达|超收")
_APPROVED = re.compile(f"((批准|通过)的|^按照收支平衡的?原则，安排)(?!.*({_CHANGED.pattern}))")
"""All that a congress approved (`批准的收入预算为9亿元；支出预算为8亿元`)."""
_AS_OF = re.compile("(截[至止]|已(累计)?(动支|动用|使用|支出|拨付|完成))(?!.*(调整|增加)后)[^；。]{0,40}$")
"""What an adjustment tells of the year so far (`截至10月底，债务余额…`, `已动支`)."""
_LAST_YEAR = re.compile(r"^[，(]?(上年|去年|上一年)度?(?!.*(结转|结余|末|底))[^，；。：]*$")
"""`本年收入9万元，上年收入8万元`: an amount of the year before, told beside this year's."""
_ACTUAL = re.compile("实际(支出|执行|完成|发生|使用)")
_OLDEST = 2
"""A department speaks of its own year and at most this many years before; an older year is a date of something else."""


def year_of(scene: Scene, segment: str, sentence: Sentence, start: int | None = None) -> int | None:
    """The fiscal year stated beside an amount (at `start`), else the document's.

    A year after the document's own is a slip of the pen (a 2024 budget whose text says 2025): the document's holds. A
    government report speaks of several years, so its sentence and headings are asked before.
    """
    own = scene.identity.fiscal_year
    segment = _PROJECT_YEAR.sub("", _CITED.sub("", segment)) if scene.government else _DATE.sub("", segment)
    stated = [
        int(year) for year in YEAR.findall(_NEXT_YEAR.sub("", segment) if scene.government else segment)
    ]
    opening = _OPENING_BALANCE.search(segment) if scene.government else None
    if opening and own is not None and (opening["fund"] or not stated):
        return (stated[-1] if stated else own) - 1
    if not stated and scene.government:
        told = sentence.text.find(segment) if start is None else sentence.text.rfind(segment, 0, start)
        before = _ASIDE.sub("", sentence.text[: told + 1]) if segment else ""
        stated = [int(year) for year in YEAR.findall(_BASE_YEAR.sub("", _PROJECT_YEAR.sub("", before)))]
        if (
            not stated
            and _HALF.search(sentence.text)
            and scene.identity.kind == "gov_final"
            and own is not None
        ):
            return own + 1
        if not stated and scene.year is not None:
            stated = [scene.year]
        if not stated and scene.last_named:
            return scene.last_named.fiscal_year
        if not stated:
            stated = [int(year) for text in reversed(sentence.headings) for year in YEAR.findall(text)][:1]
        beside = (
            scene.sibling[1].fiscal_year if scene.sibling and scene.sibling[0] == sentence.headings else None
        )
        if not stated and beside and of_next_year(scene):
            stated = [beside]  # 2023年全市总收入9亿元，…|全市总支出8亿元，…: no heading tells the year
        if not stated and of_next_year(scene) and own is not None:
            back = any(_LOOKS_BACK.search(heading) for heading in sentence.headings)
            stated = [own - 1] if back else []
        if not stated and own is None:
            stated = [int(year) for year in YEAR.findall(before)]  # 2022年6月核定…: no other year is told
    if not stated and own is not None and not scene.government and _LAST_YEAR.search(segment):
        return own - 1
    if not stated and own is not None and of_next_year(scene) and _DONE.search(segment):
        return own - 1
    if not stated and scene.year is not None:
        stated = [scene.year]
    if not stated:
        whole = scene.parent[0] if scene.parent and scene.parent[0] in scene.paragraph else None
        return whole.fiscal_year if whole is not None and not scene.government else own
    if own is None:
        return stated[-1]
    if stated[-1] == own + 1 and scene.identity.kind == "gov_final":
        return stated[-1]  # an account goes on with the first half of the year after it
    if stated[-1] == own + 1 and scene.identity.kind == "debt":
        return stated[-1]  # 2024年预计还本付息3亿元
    if stated[-1] == own + 1 and (
        any(f"{stated[-1]}年" in heading for heading in sentence.headings)
        or any(one.fiscal_year == stated[-1] for one in scene.found)
    ):
        return stated[-1]  # 三、2012年三公经费预算情况, in an account of 2011
    if stated[-1] > own or (stated[-1] < own - _OLDEST and not scene.government):
        return own
    return stated[-1]


def of_next_year(scene: Scene) -> bool:
    """Whether what was carried out is of the year before the document's: of a budget, not of a report on the year that runs."""
    return scene.identity.kind == "gov_budget" and scene.identity.stage == "initial_budget"


def stage_of(
    scene: Scene,
    segment: str,
    subject: Subject,
    year: int | None,
    sentence: Sentence,
    *,
    budget: str | None = None,
) -> str | None:
    """The stage that the words beside an amount state, else the document's.

    Args:
        scene: where the reader stands.
        segment: the words beside the amount.
        subject: what it is of; the budget of three-public final accounts may be the adjusted one.
        year: the amount's fiscal year.
        sentence: the whole sentence, for its headings.
        budget: which budget the amount is, where something else completed or replaced it (`完成年初预算X万元的…%`).
    """
    own = scene.identity.stage
    if budget is not None and (scene.government or own == "adjusted_budget"):
        return "adjusted_budget" if re.search(r"调整|变动", budget) else "initial_budget"
    if scene.government and scene.group and segment.startswith("安排支出"):
        return scene.group[0].stage  # 年初下达补助收入3万元，安排支出3万元
    final = own == "final"
    text = _BUDGET_NAMES.sub("", segment)
    stage = next((name for name, pattern in words().stages if pattern.search(text)), None)
    if scene.lead is not None and stage in (None, "budget"):
        return scene.lead
    evaluated = scene.identity.kind == "performance" or any("绩效" in text for text in sentence.headings[-2:])
    if stage in (None, "budget") and evaluated and not scene.government and _PLANNED.search(segment):
        return "initial_budget"
    if stage is None and evaluated and not scene.government and _ARRIVED.search(segment):
        return "adjusted_budget"
    if stage == "budget":
        later = year is not None and year > (scene.identity.fiscal_year or year)
        if not final or later or "年初" in (budget or ""):
            return "initial_budget"
        if re.search("调整|全年|变动", budget or ""):
            return "adjusted_budget"
        if budget or re.search(r"预算(数)?(为|安排|共)?$", text):
            three_public = bool(subject.items) and subject.items[0].startswith("sangong")
            return scene.three_public if three_public else "initial_budget"
        return own
    whole = scene.parent[0] if scene.government and scene.parent else None
    listed = whole is not None and whole in scene.paragraph and whole.item in subject.items
    listed = listed or (whole is not None and whole.sentence == sentence.text)
    if stage is None and whole is not None and listed and whole.fiscal_year == year:
        return whole.stage  # 批准全县收入8亿元，其中：县本级收入5亿元: the part is approved too
    own_year = year == scene.identity.fiscal_year
    if stage is None and scene.government and scene.adjusts and own_year:
        stage = next(("execution" for text in sentence.headings if _SO_FAR.search(text)), None)
        told = sentence.text[: sentence.text.find(segment)] + segment
        if _APPROVED.search(told) or (_goes_on(scene, sentence) and not _CHANGED.search(told)):
            stage = "initial_budget"
        elif _AS_OF.search(told) and not (subject.items and subject.items[0].startswith("debt.limit")):
            stage = "execution"
    if final and scene.government:
        if not own_year and year is not None and year > (scene.identity.fiscal_year or year):
            if stage not in ("adjusted_budget", "initial_budget"):
                stage = "execution" if _runs(scene, year, sentence) else "initial_budget"
            return stage
        if own_year and stage == "execution" and not _EXPLICIT.search(text):
            return own
    if stage is not None:
        return own if own == "initial_budget" and own_year and stage in ("final", "execution") else stage
    if scene.government and (own or "").endswith("_budget") and not own_year and year is not None:
        return stage_before(scene, year) if year < (scene.identity.fiscal_year or year) else "execution"
    if scene.government:
        return own
    if not own_year and _ACTUAL.search(segment):
        return "final"  # 2010年预算9万元，实际支出8万元
    if not own_year or own is None:
        return _told_beside(scene, sentence, year) or own
    if final and scene.parent and (scene.brackets or scene.parent[0].sentence == sentence.text):
        return scene.parent[0].stage  # 年初预算5万元，其中：部门预算项目3万元
    return own


def _runs(scene: Scene, year: int, sentence: Sentence) -> bool:
    """Whether an account tells what was carried out of the year after it, not what that year plans (`明年预算中，项目支出安排9万元`)."""
    last = scene.last_named
    goes_on = last is not None and (last.fiscal_year, last.stage) == (year, "execution")
    return goes_on or any(_SINCE.search(text) for text in (*sentence.headings, sentence.text))


def _goes_on(scene: Scene, sentence: Sentence) -> bool:
    """Whether the amount before is one of the budget of the year's beginning, told in this sentence or before its semicolon."""
    before = scene.paragraph[-1] if scene.paragraph else None
    if before is None or before.stage != "initial_budget":
        return False
    return before.sentence == sentence.text or before.sentence.endswith("；")


def stage_before(scene: Scene, year: int) -> str | None:
    """The stage of an amount that another is compared with; years that a government looks back on have ended."""
    own, stage = scene.identity.fiscal_year, scene.identity.stage
    if scene.government and own is not None and year < own and stage != "final":
        last = own - 1 if stage == "initial_budget" else own
        return "execution" if year == last else "final"
    return stage


def stage_compared(scene: Scene, year: int, stage: str | None) -> str | None:
    """The stage that a comparison states, `completed` told apart: the account of a body, what a government says of that year."""
    if stage != COMPLETED:
        return stage
    return stage_before(scene, year) if scene.government else "final"


def _told_beside(scene: Scene, sentence: Sentence, year: int | None) -> str | None:
    """The stage of what is not of the document's year, or of a document without one.

    That of its whole in this paragraph, else the heading's (`二、2021年决算情况`), else that of what was spoken of.
    """
    if scene.parent and scene.parent[0] in scene.paragraph:
        return scene.parent[0].stage
    heading = _BUDGET_NAMES.sub("", sentence.headings[-1]) if sentence.headings else ""
    of_year = all(int(named) == year for named in YEAR.findall(heading))
    if of_year and "决算" in heading and "预算" not in heading:
        return "final"
    if scene.identity.stage is not None:
        return None
    planned = of_year and "预算" in heading and "决算" not in heading
    return "initial_budget" if planned else scene.group[0].stage if scene.group else None
