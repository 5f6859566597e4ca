"""Where the reader stands: the disclosure, the outline above, the facts of this paragraph, what was spoken of last."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from loaders.identity.values import Identity
from loaders.narrative.clauses import Clause
from loaders.narrative.codes import SubjectCodes
from loaders.narrative.comparisons import Comparison, comparison
from loaders.narrative.fact import Fact
from loaders.narrative.labels import clean_label, family_of
from loaders.narrative.prose import Sentence
from loaders.narrative.setting import Subject
from loaders.narrative.words import words

_EVALUATED = re.compile(
    r"(?:^|[，：。、)])(?:\d+[.、])?(?P<project>[^，：。；]{2,40}?(?:项目|经费|资金|工程|补助)?)(?:(?:支出)?绩效自评(?:综述|情况|结果|得分)|综述(?=：))"
)
_LEAD = re.compile(
    r"(批准|通过|审议|审查)[^。；：]{0,16}?(年初|年度|(?P<adjusted>调整))[^，。；：]{0,6}预算(方案)?(安排)?(为|是|如下)?[：:]"
    r"|(批准|通过)的(20\d\d年)?[^，。；：]{2,20}(预算|收入|支出)(为|是|如下)?："
    r"|(大会|会议|人大)(审议|审查)?批准年初(?=[^，。；]{0,16}(收入|支出))"
    r"|经[^，。；：]{2,30}?(?<!常委)(?<!常务委员)(人大|大会|会议)(审议|审查)*(批准|通过)，(?=[^，。；：]{0,24}(收入|支出))(?![^，。；：]*调整)"
    r"|批准(?P<changed>(预算)?调整)[^，。；：]{0,20}(预算|预期|方案)(?!的\d)"
)
_SO_FAR = re.compile(r"截[至止](20\d\d年)?([1-9]|1[01])月(底|末|份|\d+日)[^。；]{0,20}预算(收入|支出)")
_ENDED = ("initial_budget", "final")
"""What was carried out of the first months (`截至4月底，一般公共预算支出9万元`), in a disclosure of whole years."""
_OPENING = re.compile(r"年初预算(安排)?(情况)?$")
_TOLD = re.compile(r"执行|调整|完成|实现|决算")
_NAMED_YEAR = re.compile(r"20\d\d年")
_OPENS_YEAR = re.compile(r"(\(.{1,2}\)|.{1,2}[.、])?(?P<year>20\d\d)年(?!初|末|底|\d)")
_YEAR_ALONE = re.compile(r"(?P<year>20\d\d)年度?，")
"""`2010年，某部三公经费预算9万元，实际支出8万元`: in a department's text of the sentence."""
_GOES_ON = re.compile(r"[二三四五六七八九]是")
"""The next of several reasons: `主要原因：一是…；二是…`."""
_WITHIN = re.compile("其中|按[^，。：]{2,8}分[:：]")
_PERIOD = re.compile("十[二三四五]五[^，]*(回顾|发展|成就|成效)|过去五年|五年来")
_UNAPPROVED = re.compile(r"(批准|通过)[^，。；]{0,12}前(?![三期])")
"""What is spent before a budget is approved is a part of it (`在人民代表大会批准预算草案前，安排…`)."""
_PARTED = re.compile(
    r"(?P<name>[^，。：\d]{2,20}?(收入|支出))(分项|按[^，。：]{2,12}(分|划分)|(主要|具体)(分项)?(项目|情况))[^，。：\d]*：$"
)
_GOES_BACK = re.compile(
    r"相?(与|比|较|同)(上年|去年|上一年|20\d\d年)度?[^，。；]{0,8}?(\d[\d.]*[万亿]?元)?(相比|对比|比较)?[，,]?(增加|减少|增长|下降|上升|降低|持平|相同|一致)"
    r"|(20\d\d年)?(年初)?预算数[\d.]+[万亿]?元，(调整(预算)?数|决算数)"
    r"|(主要)?(增加|减少|增长|下降|变动|变化|增减|增减变化)(的)?(主要)?原因"
)
_ITEM = 4
"""The level of a numbered item (`1.`, `(1)`), under which plain paragraphs go on."""
_CHAIN = re.compile(r"(与|比|较|同)[^，；。]{2,16}相比[，：][^。]*；$")
_WITH_REPORT = re.compile("与[^，。；]*(执行|快报)数相比，")
"""`与2023年执行数相比，收入增加9万元。主要是：…`: what the congress was told is what the whole paragraph compares with."""
_LAST_OF_OLD_NAMES = 2015
"""The law of that year gave the budgets their names."""
_GOVERNMENT = ("gov_budget", "gov_final", "debt")


class Outside(NamedTuple):
    """What is spoken of outside a bracket: group, whole of the parts listed, counted item, how many facts the paragraph has."""

    group: list[Fact]
    parent: list[Fact]
    counted: str
    known: int


@dataclass(slots=True)
class Scene:
    """The state of reading one disclosure.

    Attributes:
        identity: whose disclosure it is.
        codes: names of classification subjects and their codes.
        three_public: the stage of the budget in three-public sentences of a final account.
        found: all facts so far.
        outline: for each open level of the outline its headings and the facts of the item that opened it.
        paragraph: facts of this paragraph; `group` those spoken of last, `changed` those changed last, `parent` those whose
            parts are listed now.
        brackets: what to return to when a bracket closes.
        asides: facts of this paragraph that stand in brackets: what follows does not go on from them.
        announced: a title sentence that opened the paragraph (`（二）公务接待费。`).
        speaking_of: the level of government that a sentence without amounts began with (`（1）全市收支情况。`).
        item_about, item_family: whom the numbered item was about that plain paragraphs go on from, and of which budget (`（2）市本级…`, below it `收支平衡情况：…`).
        sibling: the headings and the first fact of the paragraph before that had facts.
        before: the label before this one; `counted` the item counted last in this sentence.
        compared: what changes in this sentence are measured against.
        listed: the subject of a paired list that goes on; `said` the clause before, whose role its members share.
        project: the project whose evaluation this paragraph reports.
        listing: the level of the item whose parts the paragraphs list now.
        opened: the headings and the text of the last sentence that a list follows.
        buying: whether the paragraph is about things to be bought, not things in use.
        stated: how many facts this sentence has given.
        among: the whole that the paragraph's shares are of (`…支出决算中，A占3%；B占97%`).
        changed_here: the facts that this sentence says have changed.
        each_car: what one car costs on average, told last in this sentence.
        chain: whether the next sentence compares with what this one does (`与上年相比，收入增加1万元；支出增加1万元`).
        explaining: whether what this sentence says now is a reason (`主要原因是…`).
        unapproved: whether the paragraph tells what is spent before the budget is approved.
        several: whether the paragraph speaks of several years together (`十四五时期…`), until a year is named.
        kept: what the rest of the paragraph compares with (`与执行数相比，有以下变化。`).
        one_budget: whether the text calls the general budget by no name (`地方财政收入`), so that what names none is of it.
        year: the year that a sentence of a government's paragraph began with (`2022年，…`), until an amount of a known subject tells it; in other texts the one that this sentence began with.
        lead: the stage that a lead gives to the amounts it opens (`批准的年初预算为：`), until something else is told.
    """

    identity: Identity
    codes: SubjectCodes
    three_public: str = "adjusted_budget"
    found: list[Fact] = field(default_factory=list)
    outline: list[tuple[float, tuple[str, ...], list[Fact]]] = field(default_factory=list)
    paragraph: list[Fact] = field(default_factory=list)
    group: list[Fact] = field(default_factory=list)
    changed: list[Fact] = field(default_factory=list)
    parent: list[Fact] = field(default_factory=list)
    brackets: list[Outside] = field(default_factory=list)
    asides: list[Fact] = field(default_factory=list)
    announced: str = ""
    speaking_of: str | None = None
    item_about: str | None = None
    item_family: str = "any"
    sibling: tuple[tuple[str, ...], Fact] | None = None
    paragraph_headings: tuple[str, ...] = ()
    before: str = ""
    counted: str = ""
    compared: Comparison | None = None
    listed: Subject | None = None
    said: Clause | None = None
    buying: bool = False
    listing: float | None = None
    opened: tuple[tuple[str, ...], str] = ((), "")
    project: str = ""
    stated: int = 0
    several: bool = False
    unapproved: bool = False
    one_budget: bool = False
    lead: str | None = None
    kept: Comparison | None = None
    year: int | None = None
    among: str | None = None
    explaining: bool = False
    changed_here: list[Fact] = field(default_factory=list)
    each_car: Decimal | None = None
    chain: bool = False

    @property
    def owner(self) -> str | None:
        """The disclosing body's name as a sentence prints it."""
        return re.sub(r"\s+", "", self.identity.unit_name) if self.identity.unit_name else None

    @property
    def government(self) -> bool:
        """Whether a government speaks, of several levels and years, rather than one body of its own."""
        return self.identity.kind in _GOVERNMENT

    @property
    def adjusts(self) -> bool:
        """Whether the disclosure changes a budget during its year."""
        return self.identity.stage == "adjusted_budget"

    @property
    def default_family(self) -> str:
        """The budget of what names none."""
        return "gpb" if self.one_budget else "any"

    @property
    def last_named(self) -> Fact | None:
        """The last fact of this paragraph outside brackets that the vocabulary knows: numbers of reasons and policies set no context."""
        known = (fact for fact in reversed(self.paragraph) if fact.item or fact.code)
        return next((fact for fact in known if fact not in self.asides), None)

    def names_no_budget(self, text: list[Sentence]) -> bool:
        """Whether a government's text is of the years when 财政收入 was that of the general budget, and calls it nothing else."""
        year = self.identity.fiscal_year
        old = self.government and year is not None and year <= _LAST_OF_OLD_NAMES
        return old and not any(family_of(one.text) == "gpb" for one in text)

    def sums_up(self, sentence: Sentence) -> bool:
        """Whether a sentence sums up several years, or stands under a heading that does."""
        found = words().several_years.search(sentence.text)
        if self.government and any(_PERIOD.search(heading) for heading in sentence.headings):
            return found is not None or not _NAMED_YEAR.search(sentence.text)
        return found is not None

    def over_years(self, sentence: Sentence) -> bool:
        """Whether the amounts of a sentence are of several years together."""
        return (self.several and "累计" in sentence.text) or self.sums_up(sentence)

    def continued(self, sentence: Sentence) -> Sentence:
        """A paragraph that begins with a comparison or a reason goes on from the whole of the one before under the same headings."""
        if self.government or not sentence.opens or not _GOES_BACK.match(sentence.text) or not self.outline:
            return sentence
        _, headings, whole = self.outline[-1]
        if headings != sentence.headings or not self.paragraph or whole[0] not in self.paragraph:
            return sentence
        self.group, self.parent, self.brackets = whole, [], []
        return replace(sentence, opens=False)

    def enter(self, sentence: Sentence) -> None:
        """Begin a sentence; one that opens a paragraph closes what its headings and its level close."""
        if sentence.opens:
            if sentence.level.is_integer():
                self.listing = None
            continues = _WITHIN.match(sentence.text) is not None or self._parted(sentence)
            if sentence.level.is_integer() or (self.outline and self.outline[-1][1] != sentence.headings):
                self.item_about, self.item_family = None, "any"
            while self.outline and (
                sentence.headings[: len(self.outline[-1][1])] != self.outline[-1][1]
                or self._closed_by(sentence.level, continues=continues)
            ):
                level, headings, opened = self.outline.pop()
                numbered = level >= _ITEM and level.is_integer() and not sentence.level.is_integer()
                if numbered and headings == sentence.headings:
                    self.item_about, self.item_family = opened[0].about, opened[0].family
            if self.paragraph:
                self.sibling = (self.paragraph_headings, self.paragraph[0])
            self.paragraph_headings = sentence.headings
            self.paragraph, self.group, self.brackets, self.asides = [], [], [], []
            self.parent = self.outline[-1][2] if self.outline else []
            self.announced = self.before = self.project = ""
            self.among = self.speaking_of = self.kept = self.year = None
            if continues and self.government and self.parent:
                self.year = self.parent[0].fiscal_year
            self.buying = self.unapproved = False
            opening = self.government and sentence.headings and _OPENING.search(sentence.headings[-1])
            self.lead = "initial_budget" if opening else None
        opens_year = (_OPENS_YEAR if self.government else _YEAR_ALONE).match(sentence.text)
        self.year = int(opens_year["year"]) if opens_year else self.year if self.government else None
        together = self.sums_up(sentence)
        self.several = together or (
            self.several and not sentence.opens and not _NAMED_YEAR.search(sentence.text)
        )
        told = (sentence.text, *sentence.headings) if self.government else ()
        self.unapproved = self.unapproved or any(_UNAPPROVED.search(text) for text in told)
        lead = _LEAD.search(sentence.text) if self.government else None
        if lead:
            self.lead = "adjusted_budget" if lead["adjusted"] or lead["changed"] else "initial_budget"
        elif self.government and self.identity.stage in _ENDED and _SO_FAR.search(sentence.text):
            self.lead = "execution"
        elif self.lead is not None and _TOLD.search(sentence.text):
            self.lead = None
        evaluated = _EVALUATED.search(sentence.text)
        if evaluated:
            self.project = evaluated["project"]
        self.changed = []
        self.listed = None
        self.counted = ""
        if self.government and _WITH_REPORT.match(sentence.text):
            self.kept = comparison(sentence.text)
        self.compared = self.compared if self.chain and not sentence.opens else self.kept
        self.chain = not self.government and _CHAIN.match(sentence.text) is not None
        self.said = self.each_car = None
        self.stated = 0
        self.explaining = self.explaining and _GOES_ON.match(sentence.text) is not None
        self.changed_here = []

    def _parted(self, sentence: Sentence) -> bool:
        """Whether a line opens the parts of what the paragraph before it began with (`一般公共预算支出按科目分项情况如下：`)."""
        named = _PARTED.match(sentence.text) if self.government and sentence.ends_open else None
        return bool(named and self.outline and self.outline[-1][2][0].raw_label.endswith(named["name"]))

    def _closed_by(self, level: float, *, continues: bool) -> bool:
        """Whether a paragraph of a level closes the innermost item; a list that `其中：` opened stays below its item."""
        innermost = self.outline[-1][0]
        if self.listing is not None and not continues:
            return innermost > self.listing
        return innermost >= level and not continues

    def speak_of(self, sentence: Sentence) -> None:
        """Take in the level of government that a sentence without amounts begins with: those that follow are of it."""
        level = words().levels.match(clean_label(sentence.text, self.owner)) if self.government else None
        self.speaking_of = level[0] if level else self.speaking_of

    def open_list(self, whole: list[Fact]) -> None:
        """`其中：` at the end of a paragraph: the paragraphs without ordinals that follow are parts of its item, or of a `whole` named."""
        self.listing = self.outline[-1][0] if self.outline else None
        if self.outline and whole:
            level, headings, _ = self.outline.pop()
            self.outline.append((level, headings, whole))

    def add(self, made: list[Fact], sentence: Sentence, label: str) -> None:
        """Take in new facts: they are now spoken of; the first of a paragraph stand in the outline."""
        if not self.paragraph:
            top = self.outline[-1][0] if self.outline else 0.0
            inside = sentence.text.startswith("其中") or self.listing is not None
            level = max(sentence.level, top + 0.1) if inside else sentence.level
            self.outline.append((level, sentence.headings, made))
        if self.government and (made[0].item or made[0].code):
            self.year = None
        self.found += made
        self.paragraph += made
        self.group = made
        self.before = label
        self.stated += len(made)

    def has_changed(self, facts: list[Fact]) -> None:
        """Take in that facts have changed: percents and reasons that follow are of them."""
        self.changed = facts
        self.changed_here += [fact for fact in facts if fact not in self.changed_here]

    def named_again(self, subject: Subject) -> list[Fact]:
        """The facts of this paragraph (or of the list item above) that a subject names again."""
        near = self.paragraph or [fact for _, _, group in self.outline[-1:] for fact in group]
        if subject.code:
            return [fact for fact in near if fact.code == subject.code]
        if not subject.items:
            return [fact for fact in near if not fact.item and fact.raw_label == subject.label][:1]
        same = [
            fact
            for fact in near
            if fact.item in subject.items and (not fact.code or fact.raw_label == subject.label)
        ]
        shorts = {_short(item) for item in subject.items}
        return same or [fact for fact in near if fact.item and not fact.code and _short(fact.item) in shorts]

    @property
    def whole_debt(self) -> list[Fact]:
        """The last whole of a government's debt that the paragraph told (限额 or 余额): parts by nature or level are of it."""
        wholes = (fact for fact in reversed(self.paragraph) if fact.item in ("debt.limit", "debt.balance"))
        whole = next(wholes, None) if self.government else None
        return [whole] if whole else []

    def spoken_of(self, group: list[Fact] | None = None) -> Subject | None:
        """The subject of a group (default: the one spoken of), if the vocabulary knows it."""
        return _subject(group or self.group)

    def told_in_parts(self, sentence: Sentence) -> Fact | None:
        """What a sentence told all parts of: what follows is of it again (`全市9亿元，其中市级4亿元、县区5亿元，一般债务6亿元`)."""
        here = [fact for fact in self.paragraph if fact.sentence == sentence.text and fact not in self.asides]
        for place, whole in enumerate(here):
            parts = [one.amount or 0 for one in here[place + 1 :] if one.stage == whole.stage]
            if parts[1:] and whole.item and sum(parts) == whole.amount:
                return whole
        return None

    def whole_spoken_of(self) -> Subject | None:
        """The subject of the whole that the paragraph began with; of debt, the one told last."""
        return _subject(self.whole_debt or self.paragraph[:1])


def _subject(group: list[Fact]) -> Subject | None:
    if not group or not (group[0].item or group[0].code):
        return None
    first = group[0]
    return Subject(first.raw_label, tuple(fact.item for fact in group if fact.item), first.code, first.family)


def _short(item: str) -> str:
    """An item without its budget and without the difference of total and grand total."""
    return re.sub(r"^(fiscal_grant|gpb|gov_fund)\.|grand_", "", item)
