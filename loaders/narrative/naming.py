"""What an amount is said of: its label, its subject in the vocabulary, whom it is about."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.narrative.comparisons import without_comparison
from loaders.narrative.evaluations import evaluated_project
from loaders.narrative.labels import clean_label, family_of, is_generic, strip_tail
from loaders.narrative.prose import Sentence
from loaders.narrative.scene import Scene
from loaders.narrative.setting import Subject
from loaders.narrative.standing import heading_subject, setting_of
from loaders.narrative.subjects import resolve
from loaders.narrative.words import words

BARE_SIDE = re.compile(
    r"(部门|单位|当年|本年|全年)?(预算|决算|实际)?(收入|支出|收支|收、支|收入、支出)(年初|调整后?|全年)?(预算|决算)?数?"
)
"""`支出决算`, `收入预算`, `收支`: names a side of the budget, or both, and nothing else."""
COST = re.compile(r"sangong|op_cost|meeting|training|procure")
"""Items of costs that documents tell one by one, with reasons of their own."""
_BUDGET_SECTION = re.compile(
    r"预算|决算|收支|经费|收入|支出|资金(安排|投入|使用|管理|到位|情况)|情况说明|重要事项"
)
_OWN_MATTERS = re.compile(r"职责|职能|机构|任务|工作目标|名词|概况|内设")
_DEBRIS = re.compile(
    r"^[)、，]+|\[\d+\]|\($|(按)?(可比(口径)?|(同|自然)口径比?)(计算)?(\(下同\))?$|自然$|^\((?=[^()]*$)|(下降|增长|增加|减少)(幅度)?(较大|明显)$|大幅(下降|增长|减少|增加)$"
    r"|^(增[幅速长量]|总量|收入)?[^，]{0,6}(位列|位居|位于|排名?|列|居)[^，]{0,8}第[一二三四五六七八九十\d]+位?$"
    r"|^(圆满|全面|顺利|超额)完成(了)?(年度|全年|年初|人大|当年)*(预算|任务|目标|计划)$"
)
_ASIDE = re.compile(r"^\([^()]*\)(?=.)|\((不含|不包括|含|其中)[^()]*\)(?=，)")
"""A remark that closes what was said before (`250人次(不包括陪同人员)，共计支出3万元`)."""
_OPENING = re.compile(r"(?P<subject>[^，；。：]{3,60})[：，]$")
_DESCRIBED = re.compile(
    r"(?P<subject>[^，；。：]{3,120}\((类|款|项)\)|2\d{4,6}[^，；。：]{2,60}(?=：))[，：]?(主要)?(用于|反映|是?指)"
    r"|(\([一二三四五六七八九十]\)、?)?(?P<source>[^，；。：\d]{2,16}(收入|拨款|支出|经费|资金))：是?指"
)
_LEVELLED = re.compile(r"\((类|款|项)\)[^，；。：]{0,4}$")
_USED_BY = re.compile("(使用|留用)$")
BRACKETED = re.compile(r"\([^()]*\)")
_RECEIVED = {
    f"reception.{sort}.{counted}": f"sangong.reception.{item}"
    for sort, item in (
        ("domestic", "domestic"),
        ("foreign_affairs", "domestic.foreign_affairs"),
        ("abroad", "abroad"),
    )
    for counted in ("batches", "persons")
}
"""What receptions cost that were counted before (`国内公务接待20批次，150人，共计支出3万元`)."""
_YEAR_BEFORE = re.compile(r"(上年|去年|上一年)度?(预算|决算|执行)?数?")
"""`比上年预算(上年3468万元)减少…`: what is compared with."""
_CITED = re.compile(
    r"^[^》]*《[^》]*》(\([^()]*(\([^()]*\))?[^()]*\))?(的|文件|要求|精神|规定|通知)*(?=.{4})"
)
"""The paper by which money came (`市财政局《关于…的通知》(某财预1号)下达我县补助5万元`)."""
_PARTED = re.compile(r"^[分从按](级次|级别|层级|地区|区域|区划)(来?[看分]|划分)")
"""`分级次看，市本级9亿元…`: parts of the whole that was told before, by level or place."""
_MONEY_OF_COUNTED = re.compile(r"[，、](预算)?(资金|金额)(共|共计|合计)?")
"""`涉及项目23个，资金9万元`: the money of what was counted."""
_WHOLE_EVALUATED = re.compile("整体(支出)?(绩效)?自评")
"""`部门整体支出自评得分99分，全年预算数9万元，执行数8万元`."""
_WHOLE_BUDGET = re.compile("(年初|年度)*(部门|单位)预算")
_WITH_HELP = re.compile("在.*下")
"""`在全县的共同努力下，当年实际完成9万元`: no amount is of what helped."""
_LABEL_LENGTH = 40
_LEVELS_LENGTH = 120
"""A subject printed with its three levels may be so long, and so may a list that one amount is the sum of."""
_SUMMED = re.compile(r"^\)等(合计|共计|共)?$")


def plain_label(scene: Scene, text: str) -> str:
    """A label without comparison, ordinals, years, the body's name and the verb before its amount."""
    text = text[1:] if text.startswith("(") and ")" not in text else text
    label = strip_tail(clean_label(without_comparison(strip_tail(text)), scene.owner))
    return _DEBRIS.sub("", label)


def label_of(scene: Scene, left: str, sentence: Sentence) -> tuple[str, str]:
    """The raw segment and the cleaned label of an amount: the nearest segment to its left that names something."""
    segments = [
        piece
        for piece in re.split(r"[，：:；。]|(?<=费无)、", _ASIDE.sub("", left.lstrip("、和及与，；")))
        if piece
    ]
    last = segments[-1] if segments else ""
    if scene.counted.startswith("performance.") and _MONEY_OF_COUNTED.fullmatch(left):
        return last, "涉及资金"
    if _MONEY_OF_COUNTED.fullmatch(left) and scene.before.endswith("车"):
        return last, f"{scene.before}金额"  # 轿车0辆、金额0万元: of one sort of those bought
    if scene.counted == "vehicles.purchased" and left in ("，", "、"):
        return last, f"{scene.before}金额"  # 购置车辆1台，20万元
    if scene.counted.startswith(("vehicles.", "assets.")) and left in ("，", "、") and not scene.buying:
        return last, "价值"  # 车辆38台，1062.30万元
    described = described_in(left)
    if described and _leaves_open(plain_label(scene, last)):
        return last, plain_label(scene, described)
    for segment in reversed(segments[-3:]):
        piece = re.split(
            r"其中[:：]?|主要用于|主要包括|包括|主要为|(?<=收入|支出)(?:加上(?!级)|加(?=上级)|减去|扣减)",
            words().reason.sub("", segment, count=1),
        )[-1]
        piece = _CITED.sub("", piece) if scene.government else piece
        label = plain_label(scene, piece)
        if scene.government and _WITH_HELP.fullmatch(piece):
            continue
        if segment is last and BARE_SIDE.fullmatch(label) and _opened(scene, left, segment, sentence):
            continue
        if label and not _says_nothing(scene, label, sentence):
            return (segment if segment is last else segment + last), label[-_LEVELS_LENGTH:]
    return last, ""


def sum_of(scene: Scene, left: str, before: str) -> str:
    """What an amount sums up that closes a list of names with amounts in brackets (`加上结转(2亿元)、补助(3亿元)等5亿元`)."""
    if not scene.government or not _SUMMED.match(left):
        return ""
    return plain_label(scene, re.split("[，；：。]", BRACKETED.sub("", before))[-1])


def purpose_of(scene: Scene, left: str, behind: str) -> str:
    """What a government spends an amount on, said behind it (`投入7亿元，支持产业园区建设`); empty where it says no such thing."""
    if not scene.government or not words().spent.search(left):
        return ""
    said = words().spent_on.match(behind)
    return said["purpose"][:_LABEL_LENGTH] if said else ""


def described_in(text: str) -> str | None:
    """The subject that a text opens with, where it says what it is for: `教育支出(类)…(项)，主要用于…项目支出，年初预算为`."""
    match = _DESCRIBED.match(text)
    return (match["subject"] or match["source"]) if match else None


def _leaves_open(label: str) -> bool:
    """Whether a label names at most a side of the budget."""
    return not label or is_generic(label) or BARE_SIDE.fullmatch(label) is not None


def _opened(scene: Scene, left: str, segment: str, sentence: Sentence) -> bool:
    """Whether a subject with a code opens what stands before a segment: `教育支出(类)…行政运行(项)：` before `支出决算为`."""
    head = _OPENING.search(left[: left.rfind(segment)])
    if head is None:
        return False
    label = plain_label(scene, head["subject"])
    return (
        bool(_LEVELLED.search(label))
        or resolve(label, setting_of(scene, sentence), scene.codes).code is not None
    )


def _says_nothing(scene: Scene, label: str, sentence: Sentence) -> bool:
    """Whether a label leaves its subject to what was said before: `支出决算255万元` after `…年初预算265万元，`."""
    if re.fullmatch(r"(当年|本年)(预算|拨款)", label):
        return False
    if not scene.government and _YEAR_BEFORE.fullmatch(label):
        return True  # 三公经费预算2万元，上年为3万元
    if scene.identity.kind == "performance" and not scene.stated and _WHOLE_BUDGET.fullmatch(label):
        return False
    if BARE_SIDE.fullmatch(label):
        if "实际" in label and scene.group and not scene.government:
            return True  # 三公经费预算5万元，实际支出3万元
        other_stage = "决算" in label and bool(scene.group) and scene.group[0].stage != "final"
        heading = heading_subject(scene, sentence)
        return (
            (scene.stated > 0 and other_stage)
            or (heading is not None and bool(COST.match(heading.items[0])))
            or (_of_one_subject(scene) and ("决算" in label or "预算" in label))
        )
    return is_generic(label)


def _of_one_subject(scene: Scene) -> bool:
    """Whether the paragraph is about one subject of the classification, printed with its levels."""
    above = scene.paragraph[0].raw_label if scene.paragraph else scene.announced
    return not scene.government and _LEVELLED.search(above) is not None


def subject_of(scene: Scene, label: str, sentence: Sentence) -> Subject:
    """The subject of a label; of an empty one: what was spoken of, announced, or stands in the heading."""
    project = evaluated_project(scene, sentence, label)
    if "整体" in (project or "") or _WHOLE_EVALUATED.search(label):
        return Subject("整体支出", ("expenditure.total",))
    if project:
        return Subject(project, ("expenditure.project.item",), None, family_of(label) or "any")
    place = scene.government and is_place(label)
    if label and scene.government and (scene.over_years(sentence) or scene.unapproved):
        return Subject(label, family=family_of(label) or "any")
    if label and not place:
        setting = setting_of(scene, sentence)
        parted = scene.government and setting.family != "any" and not label.startswith("转贷")
        part = words().places.match(label) if parted else None
        side = BARE_SIDE.fullmatch(label[part.end() :]) if part else None  # 临空经济区收入3亿元
        subject = resolve(side[0] if side else label, setting, scene.codes)
        return replace(subject, label=label) if side else subject
    if not label and scene.counted in _RECEIVED:
        return Subject("", (_RECEIVED[scene.counted],))
    spoken = scene.spoken_of()
    if place and _PARTED.match(sentence.text) and scene.stated == 0:
        spoken = scene.whole_spoken_of() or spoken
    whole = scene.told_in_parts(sentence.text) if place else None
    if whole:
        return replace(scene.spoken_of([whole]) or Subject(label), label=label)
    if place:
        last = scene.last_named
        spoken = spoken or scene.spoken_of([last] if last and last.sentence == sentence.text else [])
        if not scene.stated and scene.parent and scene.parent[0] in scene.paragraph:
            spoken = scene.spoken_of(scene.parent)  # 市本级9亿元，其中一般债务5亿元；转贷县区4亿元
        return replace(spoken, label=label) if spoken else Subject(label)
    if not scene.stated and not scene.government and scene.parent and scene.parent[0] in scene.paragraph:
        spoken = scene.spoken_of(scene.parent) or spoken
    if scene.stated and spoken:
        return spoken
    if scene.announced:
        announced = resolve(
            clean_label(scene.announced, scene.owner), setting_of(scene, sentence), scene.codes
        )
        if announced.named:
            return announced
    named = spoken or heading_subject(scene, sentence)
    return named or Subject(clean_label(scene.announced, scene.owner) if scene.government else "")


def is_place(label: str) -> bool:
    """Whether a label is only the name of a level or a part of the region (`市级`, `区县级使用`)."""
    return words().places.fullmatch(_USED_BY.sub("", label)) is not None


def is_part_of(scene: Scene, label: str) -> bool:
    """Whether a label is the name of a part of the region and the end of what was spoken of (`上年结余9万元(其中镇级结余2万元)`)."""
    place = words().places.match(label)
    name = label[place.end() :] if place else ""
    return len(name) > 1 and bool(scene.group) and scene.group[0].raw_label.endswith(name)


def worth_keeping(scene: Scene, sentence: Sentence, label: str) -> bool:
    """Whether an amount that no vocabulary knows is a fact of the budget: said in its sections, of a short label."""
    length = _LEVELS_LENGTH if scene.government and "、" in label else _LABEL_LENGTH
    if not label or len(label) > length or is_generic(label) or _YEAR_BEFORE.fullmatch(label):
        return False
    if scene.government or scene.identity.kind == "performance":
        return True
    if scene.parent and scene.parent[0].item and scene.parent[0].sentence == sentence.text:
        return True  # the parts of what is told are told with it
    if not label[1:] or any(_OWN_MATTERS.search(heading) for heading in sentence.headings[1:]):
        return False
    if sentence.headings and sentence.headings[0].endswith("表"):
        return False
    return any(_BUDGET_SECTION.search(text) for text in sentence.headings or (scene.identity.title or "",))
