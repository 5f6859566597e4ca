"""Sentences to facts: who, what year, which item, how much, against what, why.

The grammar follows the order in which 预决算 texts speak: a subject with its amount, its share, its change against the year
before in yuan and in percent, and the reason; `其中：` opens the parts of the amount before it. A change that repeats its
subject (`与上年相比，收入总计减少…`) belongs to the fact that stated the amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from loaders.document import Paragraph, Table
from loaders.identity.values import Identity
from loaders.narrative.clauses import Clause, Comparison, clause, comparison, without_comparison
from loaders.narrative.prose import Sentence, sentences
from loaders.narrative.quantities import Quantity, quantities
from loaders.narrative.subjects import (
    Setting,
    Subject,
    clean_label,
    family_of,
    is_generic,
    resolve,
    strip_tail,
)
from loaders.narrative.words import words

_ZERO = Decimal("0.00")
_GOVERNMENT = ("gov_budget", "gov_final", "debt", "sangong_summary")
_OWN_MATTERS = re.compile(r"职责|职能|机构|任务|工作目标|名词|概况|内设")
_BUDGET_NAMES = re.compile(
    r"一般公共预算|公共财政预算|政府性基金预算|国有资本经营预算|社会保险基金预算|部门预算|单位预算|预算(单位|拨款|资金|收入|支出)"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_BARE_SIDE = re.compile(r"(部门|单位)?(预算|决算)?(收入|支出)(年初|调整后?|全年)?(预算|决算)?数?")
_BUYING = re.compile(r"(安排|计划|拟|预算)(新增)?购置|购置车辆")
_LABEL_LENGTH = 40


@dataclass(slots=True)
class Fact:
    """One fact of one sentence; fields as in `warehouse.records.NarrativeRow`."""

    sentence: str
    page: int
    raw_label: str
    about: str | None = None
    item: str | None = None
    code: str | None = None
    amount: Decimal | None = None
    quantity: Decimal | None = None
    measure_unit: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    direction: str | None = None
    change_amount: Decimal | None = None
    change_percent: Decimal | None = None
    base_year: int | None = None
    base_stage: str | None = None
    share_percent: Decimal | None = None
    share_of: str | None = None
    completion_percent: Decimal | None = None
    reason: str | None = None
    family: str = "any"


@dataclass(slots=True)
class _Place:
    """Where the reader stands: facts by outline level, the paragraph's facts, the group spoken of, the last comparison."""

    outline: list[tuple[float, tuple[str, ...], list[Fact]]] = field(default_factory=list)
    paragraph: list[Fact] = field(default_factory=list)
    group: list[Fact] = field(default_factory=list)
    changed: list[Fact] = field(default_factory=list)
    parent: list[Fact] = field(default_factory=list)
    brackets: list[list[Fact]] = field(default_factory=list)
    counted: str = ""
    buying: bool = False
    announced: str = ""
    before: str = ""
    compared: Comparison | None = None
    sentence_facts: int = 0


def facts(
    blocks: Iterable[Paragraph | Table],
    identity: Identity,
    codes: Mapping[str, str] | None = None,
) -> list[Fact]:
    """Every fact that the running text of a disclosure states.

    Args:
        blocks: its paragraphs and tables in reading order.
        identity: whose document it is; its year and stage hold where a sentence states none.
        codes: names of classification subjects and their codes, as the document's own tables pair them.
    """
    reader = _Reader(identity, codes or {})
    for sentence in sentences(blocks):
        reader.read(sentence)
    return [fact for fact in reader.found if _says_something(fact)]


def _says_something(fact: Fact) -> bool:
    return (
        fact.amount is not None
        or fact.quantity is not None
        or fact.change_amount is not None
        or fact.change_percent is not None
        or fact.completion_percent is not None
        or fact.share_percent is not None
    )


class _Reader:
    def __init__(self, identity: Identity, codes: Mapping[str, str]) -> None:
        self.identity = identity
        self.codes = codes
        self.owner = clean_owner_name(identity.unit_name)
        self.found: list[Fact] = []
        self.at = _Place()

    # one sentence

    def read(self, sentence: Sentence) -> None:
        at = self.at
        if sentence.opens:
            continues = sentence.text.startswith("其中")
            while at.outline and (
                sentence.headings[: len(at.outline[-1][1])] != at.outline[-1][1]
                or (at.outline[-1][0] >= sentence.level and not continues)
            ):
                at.outline.pop()
            at.paragraph, at.group, at.changed, at.before = [], [], [], ""
            at.parent = at.outline[-1][2] if at.outline else []
            at.announced = ""
            at.brackets, at.buying = [], False
        at.counted = ""
        at.compared = None
        at.sentence_facts = 0
        found = quantities(sentence.text)
        self._reason_before(sentence)
        if not found:
            self._without_numbers(sentence)
        end = 0
        for number, quantity in enumerate(found):
            left = sentence.text[end : quantity.start]
            self._reason_at(left, sentence.text[end:])
            following = found[number + 1] if number + 1 < len(found) else None
            self._close_brackets(sentence, left)
            right = sentence.text[quantity.end : following.start if following else len(sentence.text)]
            self._quantity(sentence, left, quantity, right, following)
            end = quantity.end
        rest = sentence.text[end:]
        if found:
            rest = self._close_brackets(sentence, rest)
            self._flat(sentence, rest)
            self._reason_at(rest, rest)
        if sentence.ends_open and at.group:
            at.parent = at.group

    def _quantity(
        self, sentence: Sentence, left: str, quantity: Quantity, right: str, following: Quantity | None
    ) -> None:
        at = self.at
        if quantity.sort == "count":
            self._count(sentence, left, quantity, right)
            return
        if at.group and words().unchanged.search(left) and re.search(r"[比较与同于]", left):
            head, _, left = _cut(left)
            self._flat(sentence, head)
        found = comparison(left)
        if found:
            at.compared = found
        said = clause(left, quantity, right)
        if said.role == "level":
            self._level(sentence, said, quantity)
        elif said.role == "base":
            self._base(sentence, said, quantity, right, following)
        elif said.role == "change":
            self._change(sentence, said, quantity)
        elif said.role == "share":
            self._share(sentence, said, quantity)
        elif said.role == "completion":
            self._completion(sentence, said, quantity)

    def _close_brackets(self, sentence: Sentence, text: str) -> str:
        """After a closing bracket the subject is again the one before the opening one: `购置及运行费346万元(其中…)，增长10%`.

        Returns the text behind the last bracket that closes a group; what stands before it is said of the group inside.
        """
        behind = 0
        for match in re.finditer(r"[()]", text):
            if match.group() == "(":
                self.at.brackets.append(self.at.group)
            elif self.at.brackets:
                outer = self.at.brackets.pop()
                if outer != self.at.group:
                    self._flat(sentence, text[behind : match.start()])
                    self.at.group, self.at.changed = outer, []
                    behind = match.end()
        return text[behind:]

    # levels

    def _level(self, sentence: Sentence, said: Clause, quantity: Quantity) -> None:
        at = self.at
        marker = list(words().of_which.finditer(said.label))
        if marker and at.group:
            at.parent = at.group
        segment, label = self._label(said.label, sentence)
        subject = self._subject(label, sentence)
        stated = self._year(segment, sentence)
        year, stage = stated, self._stage(segment, said, subject, stated, sentence)
        if not subject.named and not self._worth_keeping(sentence, subject.label):
            at.group = []
            return
        made = []
        for item in subject.items or (None,):
            made.append(
                Fact(
                    sentence=sentence.text,
                    page=sentence.page,
                    raw_label=subject.label,
                    about=self._about(segment, sentence),
                    item=item,
                    code=subject.code,
                    amount=quantity.amount,
                    measure_unit=quantity.unit,
                    fiscal_year=year,
                    stage=stage,
                    family=subject.family,
                )
            )
        self._add(made, sentence, subject.label)

    def _add(self, made: list[Fact], sentence: Sentence, label: str) -> None:
        at = self.at
        if not at.paragraph:
            top = at.outline[-1][0] if at.outline else 0.0
            level = max(sentence.level, top + 0.1) if sentence.text.startswith("其中") else sentence.level
            at.outline.append((level, sentence.headings, made))
        self.found += made
        at.paragraph += made
        at.group = made
        at.before = label
        at.sentence_facts += len(made)

    def _label(self, left: str, sentence: Sentence) -> tuple[str, str]:
        """The raw segment and the cleaned label of an amount: the nearest segment to its left that names something."""
        segments = [piece for piece in re.split(r"[，：；。]", left.lstrip("、和及与，；")) if piece]
        last = segments[-1] if segments else ""
        for segment in reversed(segments[-3:]):
            piece = re.split(r"(?:其中[:：]?|主要用于|主要包括|包括|主要为)", segment)[-1]
            if piece.startswith("(") and ")" not in piece:
                piece = piece[1:]
            label = strip_tail(clean_label(without_comparison(strip_tail(piece)), self.owner))
            if label and not self._generic(label, sentence):
                return (segment if segment is last else segment + last), label[-60:]
        return last, ""

    def _about(self, segment: str, sentence: Sentence) -> str | None:
        """The level of government or the unit below that an amount is of; `None` for the disclosing body as a whole."""
        at = self.at
        if self.identity.kind in _GOVERNMENT:
            for text in (segment, sentence.text[: sentence.text.find(segment) + 1] if segment else ""):
                found = words().levels.findall(text)
                if found:
                    return str(found[-1])
            if at.paragraph:
                return at.paragraph[-1].about
            return next(
                (name for text in reversed(sentence.headings) for name in words().levels.findall(text)), None
            )
        own = clean_label(segment, self.owner)
        match = words().units_below.match(own)
        if match and self.identity.scope == "whole_department" and match["unit"] not in (self.owner or ""):
            return match["unit"].strip("()")
        spoken = at.parent or [fact for _, _, group in at.outline[-1:] for fact in group]
        return next((fact.about for fact in spoken if fact.about), None)

    def _generic(self, label: str, sentence: Sentence) -> bool:
        """Whether a label leaves its subject to what was said before: `支出决算255万元` after `…年初预算265万元，`."""
        if re.fullmatch(r"(当年|本年)(预算|拨款)", label):
            return False
        if _BARE_SIDE.fullmatch(label):
            other_stage = "决算" in label and bool(self.at.group) and self.at.group[0].stage != "final"
            heading = self._heading_subject(sentence)
            costs = (
                heading is not None
                and re.match(r"sangong|op_cost|meeting|training|procure", heading.items[0]) is not None
            )
            return (self.at.sentence_facts > 0 and other_stage) or costs
        return is_generic(label)

    def _subject(self, label: str, sentence: Sentence, *, counts: bool = False) -> Subject:
        at = self.at
        if label:
            return resolve(label, self._setting(sentence), self.codes, counts=counts)
        if at.sentence_facts and at.group and (at.group[0].item or at.group[0].code):
            fact = at.group[0]
            items = tuple(one.item for one in at.group if one.item)
            return Subject(fact.raw_label, items, fact.code, fact.family)
        if at.announced:
            subject = resolve(at.announced, self._setting(sentence), self.codes)
            if subject.named:
                return subject
        if at.group:
            fact = at.group[0]
            return Subject(
                fact.raw_label, tuple(one.item for one in at.group if one.item), fact.code, fact.family
            )
        return self._heading_subject(sentence) or Subject("")

    def _heading_subject(self, sentence: Sentence) -> Subject | None:
        """The one thing that the innermost headings are about, if it is a thing with amounts of its own."""
        for text in (self.at.announced, *reversed(sentence.headings[-2:])):
            label = (
                re.sub(
                    r"(支出)?(预算|决算)?(安排|支出)?(总体)?(情况)?(的)?(说明)?(及.*)?$",
                    "",
                    clean_label(text, self.owner),
                )
                if text
                else ""
            )
            if not label:
                continue
            subject = resolve(label, self._setting(sentence), self.codes)
            if subject.items and re.match(
                r"(sangong|op_cost|meeting|training|procure|gov_fund|state_capital)", subject.items[0]
            ):
                return subject
        return None

    def _setting(self, sentence: Sentence) -> Setting:
        at = self.at
        parents = [*at.parent, *(fact for _, _, group in at.outline for fact in group)]
        family = next((fact.family for fact in at.parent if fact.family != "any"), None)
        if (
            family is None
            and self.identity.kind in _GOVERNMENT
            and at.paragraph
            and at.paragraph[-1].family != "any"
        ):
            family = at.paragraph[-1].family
        if family is None or family == "total":
            heading = next((name for text in reversed(sentence.headings) if (name := family_of(text))), None)
            family = heading or family or "any"
        return Setting(
            kind=self.identity.kind,
            headings=sentence.headings,
            parent_items=tuple(
                fact.item for fact in [*(at.parent or parents[-1:]), *at.paragraph[:1]] if fact.item
            ),
            parent_label=at.parent[0].raw_label if at.parent else "",
            after=at.before,
            family=family,
            stage=self.identity.stage,
            after_items=tuple(fact.item for fact in at.group if fact.item),
        )

    def _worth_keeping(self, sentence: Sentence, label: str) -> bool:
        """Whether an amount that no vocabulary knows is a fact of the budget: said in its sections, of a short label."""
        if not label or len(label) > _LABEL_LENGTH or is_generic(label):
            return False
        if self.identity.kind in _GOVERNMENT:
            return True
        if any(_OWN_MATTERS.search(heading) for heading in sentence.headings[1:]):
            return False
        if sentence.headings and re.search(r"表$", sentence.headings[0]):
            return False
        return any(
            re.search(r"预算|决算|收支|经费|收入|支出|情况说明|重要事项", heading)
            for heading in sentence.headings
        )

    # years and stages

    def _year(self, segment: str, sentence: Sentence) -> int | None:
        own = self.identity.fiscal_year
        stated = [int(year) for year in _YEAR.findall(segment)]
        if not stated and self.identity.kind in _GOVERNMENT:
            stated = [
                int(year)
                for text in (*sentence.headings[::-1], sentence.text)
                for year in _YEAR.findall(text)
            ][:1]
        if not stated:
            return own
        if own is None:
            return stated[-1]
        if stated[-1] > own:
            return own
        return stated[-1] if stated[-1] >= own - 2 or self.identity.kind in _GOVERNMENT else own

    def _stage(
        self, segment: str, said: Clause, subject: Subject, year: int | None, sentence: Sentence
    ) -> str | None:
        own = self.identity.stage
        text = _BUDGET_NAMES.sub("", segment)
        final = self.identity.kind.endswith("_final")
        government = self.identity.kind in _GOVERNMENT
        for stage, pattern in words().stages:
            if not pattern.search(text):
                continue
            if stage == "budget":
                if final and (said.of == "budget" or re.search(r"预算(数)?(为|安排|共)?$", text)):
                    three_public = bool(subject.items and subject.items[0].startswith("sangong"))
                    return "adjusted_budget" if three_public else "initial_budget"
                return "initial_budget" if not final else own
            if (
                stage in ("final", "execution")
                and own == "initial_budget"
                and not government
                and year == self.identity.fiscal_year
            ):
                return own
            return stage
        if government and year is not None and self.identity.fiscal_year and own == "initial_budget":
            if year < self.identity.fiscal_year or re.search(r"完成|实现|执行", segment):
                return "execution"
            if any(
                "执行情况" in heading and "预算" in heading and "草案" not in heading
                for heading in sentence.headings[-2:]
            ):
                return "execution"
        return own

    # changes

    def _change(self, sentence: Sentence, said: Clause, quantity: Quantity) -> None:
        at = self.at
        label = strip_tail(clean_label(without_comparison(said.label), self.owner))
        label = re.sub(r"(的)?(主要)?(原因)?(是|为)?$", "", label)
        targets = self._targets(label, sentence, quantity)
        if targets is None:
            return
        direction = self._direction(said.verb or "", quantity)
        for fact in targets:
            if quantity.sort == "percent":
                fact.change_percent = (
                    abs(quantity.value) if fact.change_percent is None else fact.change_percent
                )
            elif fact.change_amount is None and quantity.amount is not None:
                fact.change_amount = abs(quantity.amount)
            fact.direction = fact.direction or direction
            self._set_base(fact)
        at.changed = targets

    def _direction(self, verb: str, quantity: Quantity) -> str:
        if verb in ("not_chosen", "unchanged"):
            return verb
        direction = words().direction(verb)
        if quantity.value < 0:
            return "decrease" if direction == "increase" else "increase"
        return direction

    def _set_base(self, fact: Fact) -> None:
        if fact.base_year is not None or fact.fiscal_year is None:
            return
        against = self.at.compared
        same = {"adjusted_budget": "initial_budget", "execution": None}.get(fact.stage or "", fact.stage)
        if against is None:
            fact.base_year, fact.base_stage = fact.fiscal_year - 1, same
            return
        fact.base_year = against.year or fact.fiscal_year - against.back
        if fact.base_year >= fact.fiscal_year and against.stage is None:
            fact.base_year = fact.fiscal_year - 1
        fact.base_stage = against.stage or same

    def _targets(
        self, label: str, sentence: Sentence, quantity: Quantity, *, share: bool = False
    ) -> list[Fact] | None:
        """The facts a change belongs to: the group spoken of, facts of the paragraph that it names again, or new ones."""
        at = self.at
        percent = quantity.sort == "percent"
        if not label or is_generic(label):
            group = (
                at.changed
                if percent and at.changed and at.changed[-1] in at.paragraph and at.sentence_facts
                else at.group
            )
            if percent and at.changed and all(fact.change_percent is None for fact in at.changed):
                group = at.changed
            if group:
                return group
            subject = self._subject("", sentence)
        else:
            subject = resolve(label, self._setting(sentence), self.codes)
        named = self._named_again(subject)
        if not named and at.group and _BARE_SIDE.fullmatch(label):
            return at.group
        slot = "share_percent" if share else "change_percent" if percent else "change_amount"
        free = [fact for fact in named if getattr(fact, slot) is None]
        if free:
            latest: dict[str | None, Fact] = {fact.item: fact for fact in free}
            return list(latest.values())
        if not subject.named:
            return None
        made = [
            Fact(
                sentence=sentence.text,
                page=sentence.page,
                raw_label=subject.label,
                about=self._about(label, sentence),
                item=item,
                code=subject.code,
                fiscal_year=(year := self._year(label, sentence)),
                stage=self._stage(label, Clause("change", label), subject, year, sentence),
                family=subject.family,
            )
            for item in subject.items
        ]
        self._add(made, sentence, subject.label)
        return made

    def _named_again(self, subject: Subject) -> list[Fact]:
        """The facts of this paragraph (or of the list item above) that a subject names again."""
        near = self.at.paragraph or [fact for _, _, group in self.at.outline[-1:] for fact in group]
        if subject.code:
            return [fact for fact in near if fact.code == subject.code]
        exact = [
            fact
            for fact in near
            if fact.item in subject.items and (not fact.code or fact.raw_label == subject.label)
        ]
        if exact:
            return exact
        shorts = {_short(item) for item in subject.items}
        return [fact for fact in near if fact.item and _short(fact.item) in shorts]

    def _base(
        self, sentence: Sentence, said: Clause, quantity: Quantity, right: str, following: Quantity | None
    ) -> None:
        at = self.at
        group = (
            at.group
            or self._targets(strip_tail(clean_label(said.label, self.owner)), sentence, quantity)
            or []
        )
        against = at.compared
        for fact in list(group):
            if against is None or fact.fiscal_year is None:
                continue
            if (
                following is not None
                and following.sort == "percent"
                and not _consistent(fact.amount, quantity.amount, following)
            ):
                fact.change_amount = quantity.amount
                continue
            year = against.year or fact.fiscal_year - against.back
            stage = against.stage or self.identity.stage
            base = Fact(
                sentence=sentence.text,
                page=sentence.page,
                raw_label=fact.raw_label,
                about=fact.about,
                item=fact.item,
                code=fact.code,
                amount=quantity.amount,
                measure_unit=quantity.unit,
                fiscal_year=year,
                stage=stage,
                family=fact.family,
            )
            self.found.append(base)

    def _flat(self, sentence: Sentence, text: str) -> None:
        """`与上年持平`: unchanged, of the subject it names or of the group spoken of."""
        match = words().unchanged.search(text)
        at = self.at
        if not match:
            both = re.search(r"(20\d\d|上)年度?(及|与|和|、)(20\d\d|本)年度?.{0,12}均(无|未|为0)", text)
            if both and at.group:
                for fact in at.group:
                    self._unchanged(fact)
            return
        head = text[: match.start()]
        found = comparison(head)
        if found is None:
            return
        at.compared = found
        label = strip_tail(clean_label(without_comparison(head), self.owner))
        targets = at.group
        if label and not is_generic(label):
            subject = resolve(label, self._setting(sentence), self.codes)
            targets = self._named_again(subject)[-1:] or targets
        for fact in targets:
            if fact.direction is None:
                self._unchanged(fact)
        at.changed = targets

    def _unchanged(self, fact: Fact) -> None:
        fact.direction = "unchanged"
        self._set_base(fact)

    # shares and completions

    def _share(self, sentence: Sentence, said: Clause, quantity: Quantity) -> None:
        label = strip_tail(clean_label(without_comparison(said.label), self.owner))
        group = self.at.group
        if label and not is_generic(label):
            group = self._targets(label, sentence, quantity, share=True) or []
        for fact in group:
            if fact.share_percent is None:
                fact.share_percent = quantity.value
                fact.share_of = self._share_of(sentence, said.of or "")

    def _share_of(self, sentence: Sentence, of: str) -> str | None:
        label = strip_tail(clean_label(of, self.owner))
        if label and not re.fullmatch(r"(比|比重|总)?(额|数|的)?", label):
            subject = resolve(label, self._setting(sentence), self.codes)
            return subject.items[0] if subject.items else label
        return next((fact.item for fact in self.at.parent if fact.item), None)

    def _completion(self, sentence: Sentence, said: Clause, quantity: Quantity) -> None:
        at = self.at
        label = strip_tail(clean_label(without_comparison(said.label), self.owner))
        group = [fact for fact in at.group if fact.stage in ("final", "execution")] or at.group
        if label and not is_generic(label) and not group:
            group = self._targets(label, sentence, quantity) or []
        if (
            group
            and group[0].stage in ("initial_budget", "adjusted_budget")
            and self.identity.stage in ("final", "execution")
        ):
            group = [
                fact
                for fact in at.paragraph
                if fact.item == group[0].item and fact.stage == self.identity.stage
            ][-1:] or group
        for fact in group:
            if fact.completion_percent is None:
                fact.completion_percent = quantity.value

    # counts

    def _count(self, sentence: Sentence, left: str, quantity: Quantity, right: str) -> None:
        at = self.at
        segment = re.split(r"[，：；。、]", left)[-1]
        tail = re.split(r"[，：；。、(]", right)[0][:16]
        label = (
            clean_label(segment, self.owner)
            + "@"
            + quantity.unit.replace("（", "(").replace("）", ")")
            + tail
        )
        if re.search(r"用于|^其中$", segment):
            return
        setting = self._setting(sentence)
        spoken = (at.counted,) if at.counted else ()
        spoken += tuple(fact.item for fact in at.group if fact.item) + setting.parent_items
        heading = self._heading_subject(sentence)
        spoken += heading.items if heading else ()
        setting = Setting(
            setting.kind, setting.headings, spoken, "", at.before, setting.family, setting.stage
        )
        subject = resolve(label, setting, self.codes, counts=True)
        if not subject.items:
            return
        at.buying = at.buying or bool(_BUYING.search(sentence.text))
        if at.buying and re.match(r"vehicles\.(?!purchased|kept)|assets", subject.items[0]):
            return
        fact = Fact(
            sentence=sentence.text,
            page=sentence.page,
            raw_label=label.replace("@" + quantity.unit, "").replace("@", "").strip(),
            item=subject.items[0],
            quantity=quantity.value,
            measure_unit=quantity.unit,
            fiscal_year=self.identity.fiscal_year,
            stage=self.identity.stage,
        )
        self.found.append(fact)
        at.counted = subject.items[0]

    # sentences without numbers, reasons, zeros

    def _without_numbers(self, sentence: Sentence) -> None:
        at = self.at
        text = sentence.text
        if sentence.opens and len(text) <= 40 and not words().zero_lead.search(text):
            at.announced = text.strip("。；：:")
        if at.group:
            self._flat(sentence, text)
        self._zero(sentence)

    def _zero(self, sentence: Sentence) -> None:
        text = clean_label(sentence.text, self.owner)
        if words().zero_skip.search(sentence.text):
            return
        item = None
        for rule in words().zeros:
            if rule.pattern.search(text):
                income = "收支" in text or "收入" in text
                item = (
                    rule.items.get("income") if income and "income" in rule.items else rule.items.get("any")
                )
                break
        else:
            if words().zero_this_item.search(text) and len(text) <= 24:
                item = self._heading_item(
                    sentence, "revenue_expenditure" if "收支" in text else "expenditure"
                )
        if item is None or any(fact.item == item and fact in self.found[-40:] for fact in self.found[-40:]):
            return
        counted = item.endswith(".projects")
        fact = Fact(
            sentence=sentence.text,
            page=sentence.page,
            raw_label=text.strip("。；"),
            item=item,
            amount=None if counted else _ZERO,
            quantity=_ZERO if counted else None,
            measure_unit="个" if counted else "元",
            fiscal_year=self.identity.fiscal_year,
            stage=self.identity.stage,
        )
        self.found.append(fact)
        self.at.paragraph.append(fact)

    def _heading_item(self, sentence: Sentence, side: str) -> str | None:
        """What the innermost heading is about, for statements like `无此项支出`."""
        for heading in reversed(sentence.headings[-2:]):
            family = family_of(heading)
            if family in ("gov_fund", "state_capital"):
                return f"{family}.{side}"
        subject = self._heading_subject(sentence)
        return subject.items[0] if subject else None

    def _reason_before(self, sentence: Sentence) -> None:
        """A sentence that only gives the reason of the changes before it."""
        match = words().reason.match(sentence.text)
        if match and match.end() and not sentence.opens:
            self._give_reason(sentence.text[match.end() :])

    def _reason_at(self, left: str, rest: str) -> None:
        """A reason that begins in `left` and runs to the end of the sentence, numbers included."""
        match = words().reason.search(left)
        if match:
            self._give_reason(rest[match.end() :])

    def _give_reason(self, text: str) -> None:
        reason = text.strip("。；：:，")
        if reason.count(")") > reason.count("("):
            reason = reason.removesuffix(")")
        if not reason:
            return
        pending = [fact for fact in self.at.paragraph if fact.direction and fact.reason is None]
        for fact in pending:
            fact.reason = reason


def clean_owner_name(name: str | None) -> str | None:
    """The body's name as a sentence would print it: flattened."""
    return re.sub(r"\s+", "", name) if name else None


def _short(item: str) -> str:
    """An item without its budget and without the difference of total and grand total, to know a subject named again."""
    return re.sub(r"^(fiscal_grant|gpb|gov_fund)\.|grand_", "", item)


def _cut(left: str) -> tuple[str, str, str]:
    match = words().unchanged.search(left)
    assert match is not None
    return left[: match.end()], match.group(), left[match.end() :]


def _consistent(amount: Decimal | None, base: Decimal | None, percent: Quantity) -> bool:
    """Whether `amount` against `base` is a change of about `percent`."""
    if amount is None or base is None or base == 0:
        return False
    return abs(abs(amount / base - 1) * 100 - abs(percent.value)) <= 1


def ordered(found: Sequence[Fact]) -> list[Fact]:
    """Facts in reading order."""
    return sorted(found, key=lambda fact: fact.page)
