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
from loaders.narrative.leads import headed, led
from loaders.narrative.outline import Outline
from loaders.narrative.prose import Sentence
from loaders.narrative.setting import Subject
from loaders.narrative.words import words

_EVALUATED = re.compile(
    r"(?:^|[，：。、)])(?:\d+[.、])?(?P<project>[^，：。；]{2,40}?(?:项目|经费|资金|工程|补助)?)(?:(?:支出)?绩效自评(?:综述|情况|结果|得分)|(?:自评)?综述(?=：))"
)
_NAMED_YEAR = re.compile(r"20\d\d年")
_OPENS_YEAR = re.compile(r"(\(.{1,2}\)|.{1,2}[.、])?(?P<year>20\d\d)年(?!初|末|底|\d)")
_YEAR_ALONE = re.compile(
    r"(?P<year>20\d\d)年度?(，|(?=收入(预算|决算)[^，；。]*，支出(预算|决算)[^，；。]*；))"
)
"""`2010年，某部三公经费预算9万元，实际支出8万元`: in a department's text of the sentence."""
_GOES_ON = re.compile(r"[二三四五六七八九]是|\(?[2-9][、.)](?!\d)")
"""The next of several reasons: `主要原因：一是…；二是…`, `原因是：1、…；2、…`."""
_PERIOD = re.compile("十[二三四五]五[^，]*(回顾|发展|成就|成效)|过去五年|五年来")
_UNAPPROVED = re.compile(r"(批准|通过)[^，。；]{0,12}前(?![三期])")
"""What is spent before a budget is approved is a part of it (`在人民代表大会批准预算草案前，安排…`)."""
_GOES_BACK = re.compile(
    r"相?(与|比|较|同)(上年|去年|上一年|20\d\d年)度?[^，。；]{0,8}?(\d[\d.]*[万亿]?元)?(相比|对比|比较)?[，,]?(增加|减少|增长|下降|上升|降低|持平|相同|一致)"
    r"|(20\d\d年)?(年初)?预算数[\d.]+[万亿]?元，(调整(预算)?数|决算数)"
    r"|(主要)?(增加|减少|增长|下降|变动|变化|增减|增减变化)(的)?(主要)?原因"
)
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
        outline: the items that are open above the paragraph.
        paragraph: facts of this paragraph; `group` those spoken of last, `changed` those changed last, `parent` those whose
            parts are listed now.
        brackets: what to return to when a bracket closes.
        asides: facts of this paragraph that stand in brackets: what follows does not go on from them.
        announced: a title sentence that opened the paragraph (`（二）公务接待费。`).
        speaking_of: the level of government that a sentence without amounts began with (`（1）全市收支情况。`).
        sibling: the headings and the first fact of the paragraph before that had facts.
        before: the label before this one; `counted` the item counted last in this sentence.
        compared: what changes in this sentence are measured against.
        listed: the subject of a paired list that goes on; `said` the clause before, whose role its members share.
        project: the project whose evaluation this paragraph reports.
        opened: the headings and the text of the last sentence that a list follows.
        buying: whether the paragraph is about things to be bought, not things in use.
        stated: how many facts this sentence has given.
        among: the whole that the paragraph's shares are of (`…支出决算中，A占3%；B占97%`).
        changed_here: the facts that this sentence says have changed.
        clause: the facts told or changed since the last semicolon or 其中 of this sentence.
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
    outline: Outline = field(default_factory=Outline)
    paragraph: list[Fact] = field(default_factory=list)
    group: list[Fact] = field(default_factory=list)
    changed: list[Fact] = field(default_factory=list)
    parent: list[Fact] = field(default_factory=list)
    brackets: list[Outside] = field(default_factory=list)
    asides: list[Fact] = field(default_factory=list)
    announced: str = ""
    speaking_of: str | None = None
    sibling: tuple[tuple[str, ...], Fact] | None = None
    paragraph_headings: tuple[str, ...] = ()
    before: str = ""
    counted: str = ""
    compared: Comparison | None = None
    listed: Subject | None = None
    said: Clause | None = None
    buying: bool = False
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
    clause: list[Fact] = field(default_factory=list)
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
        whole = self.outline.innermost
        if self.government or not sentence.opens or not whole or not _GOES_BACK.match(sentence.text):
            return sentence
        if self.outline.headings != sentence.headings or whole[0] not in self.paragraph:
            return sentence
        self.group, self.parent, self.brackets = whole, [], []
        return replace(sentence, opens=False)

    def enter(self, sentence: Sentence) -> None:
        """Begin a sentence; one that opens a paragraph closes what its headings and its level close."""
        if sentence.opens:
            continues = self.outline.close(sentence, parts=self.government and sentence.ends_open)
            if self.paragraph:
                self.sibling = (self.paragraph_headings, self.paragraph[0])
            self.paragraph_headings = sentence.headings
            self.paragraph, self.group, self.brackets, self.asides = [], [], [], []
            self.parent = self.outline.innermost
            self.announced = self.before = self.project = ""
            self.among = self.speaking_of = self.kept = self.year = None
            if continues and self.government and self.parent:
                self.year = self.parent[0].fiscal_year
            self.buying = self.unapproved = False
            self.lead = headed(sentence) if self.government else None
        opens_year = (_OPENS_YEAR if self.government else _YEAR_ALONE).match(sentence.text)
        self.year = int(opens_year["year"]) if opens_year else self.year if self.government else None
        together = self.sums_up(sentence)
        self.several = together or (
            self.several and not sentence.opens and not _NAMED_YEAR.search(sentence.text)
        )
        told = (sentence.text, *sentence.headings) if self.government else ()
        self.unapproved = self.unapproved or any(_UNAPPROVED.search(text) for text in told)
        if self.government:
            self.lead = led(sentence, self.identity.stage, self.lead)
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
        self.changed_here, self.clause = [], []

    def speak_of(self, sentence: Sentence) -> None:
        """Take in the level of government that a sentence without amounts begins with: those that follow are of it."""
        level = words().levels.match(clean_label(sentence.text, self.owner)) if self.government else None
        self.speaking_of = level[0] if level else self.speaking_of

    def add(self, made: list[Fact], sentence: Sentence, label: str) -> None:
        """Take in new facts: they are now spoken of; the first of a paragraph stand in the outline."""
        if not self.paragraph:
            self.outline.open(sentence, made)
        if self.government and (made[0].item or made[0].code):
            self.year = None
        self.found += made
        self.paragraph += made
        self.clause += made
        self.group = made
        self.before = label
        self.stated += len(made)

    def has_changed(self, facts: list[Fact]) -> None:
        """Take in that facts have changed: percents and reasons that follow are of them."""
        self.changed = facts
        self.changed_here += [fact for fact in facts if fact not in self.changed_here]
        self.clause += [fact for fact in facts if fact not in self.clause]

    def named_again(self, subject: Subject) -> list[Fact]:
        """The facts of this paragraph (or of the list item above) that a subject names again."""
        near = self.paragraph or self.outline.innermost
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

    def told_in_parts(self, sentence: str) -> Fact | None:
        """What a sentence told all parts of: what follows is of it again (`全市9亿元，其中市级4亿元、县区5亿元，一般债务6亿元`)."""
        here = [fact for fact in self.paragraph if fact.sentence == sentence and fact not in self.asides]
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
