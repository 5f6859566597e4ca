"""Governments' grand totals: a side of the budget with the lines of the balance, by whatever name a report calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from itertools import dropwhile, takewhile

from loaders.narrative.fact import Fact
from loaders.narrative.prose import Sentence
from loaders.narrative.scene import Scene

SIDES = (".income", ".expenditure")
_FUNDS = ("gpb", "gov_fund", "state_capital")
_LINES = {
    ".income": re.compile(r"transfer\.(?!paid)|income\.(carryover|debt|transfer|stabilisation|remit)"),
    ".expenditure": re.compile(r"transfer\.paid|expenditure\.(carryover|debt_|transfer|stabilisation|remit)"),
}
"""Lines of the balance that stand beside what a budget itself raises or spends."""
_TOGETHER = re.compile("补助|转移|结转|结余|调入|调出|转贷|还本|上解|调节基金")
"""Words of such lines in the name of several (`上级补助、上年结转等收入9万元`)."""
_SUMMED_UP = re.compile("(?<!本年)(?<!当年)(?<!本级)(收入|支出)方?[合总共]计")
_ALL_SUMMED = re.compile("(收入|支出)方?([合总共]计|总量|总额)$")
_TOTAL_NAMED = re.compile("总(收入|支出|财力)|财力")
_MEANS = re.compile("财力$")
"""What a budget has to spend (`总财力9万元，其中：收入3万元、补助5万元`)."""
_TOGETHER_ALL = re.compile("[，、]?(两项|三项|以上)?[共合总]计")
_REPAID = ("debt.repayment", "debt.interest")
_NEAR = 40
_ROUNDED = Decimal("0.001")
"""How far printed amounts may be from their sum, of the sum."""
_OPENS = r"[^，；。(]*(\(|，(其中|主要))"
_INNER = re.compile(r"\d+[.、]")
_ADDED = re.compile("(^|[^增追])加(上|下|省|市)")
"""What is added to a side (`收入9万元，其中…，加上补助3万元`) is none of its parts."""


def enter(scene: Scene, sentence: Sentence, part: Fact) -> None:
    """Take in a fact: it may sum up those before it, or tell that their whole has lines of the balance in it."""
    if not scene.government:
        return
    headings, before = scene.sibling or ((), part)
    opens = not scene.paragraph and part.about is None and headings == sentence.headings != ()
    if opens and any(is_line(part, side) for side in SIDES):
        part.family = before.family if part.family == "any" else part.family
        part.about = before.about  # 区级收入9万元。|市级补助5万元，上年结转1万元，收入总计15万元。
    if _sums_up(scene, part):
        part.item = f"{part.item}.grand_total"
    _closes(scene, part)
    if part.raw_label == "结余" and any(
        _alike(one, part) and one.item == "income.carryover" for one in scene.paragraph
    ):
        part.item = "expenditure.carryover"  # what is left of the year before is in it
    if part.item == "balance.current" and _is_left_over(scene, part):
        part.item = "expenditure.carryover"
    _has_lines(scene, sentence, part)


def _is_left_over(scene: Scene, part: Fact) -> bool:
    """Whether an amount is what all that a budget takes in, with the lines of its balance, leaves for the next year."""
    taken, spent = (
        _with_lines([one for one in scene.paragraph if _alike(one, part)], side) for side in SIDES
    )
    return bool(taken and spent and abs(taken - spent - (part.amount or 0)) <= taken * _ROUNDED)


def _with_lines(told: list[Fact], side: str) -> Decimal | None:
    """The grand total of a side, or what the side and its lines add up to; none of a revenue told without lines."""
    totals = [one.amount for one in told if (one.item or "").endswith(f"{side}.grand_total")]
    own = [place for place, one in enumerate(told) if side_of(one) == side]
    lines = [one.amount or Decimal(0) for one in told[own[-1] if own else 0 :] if is_line(one, side)]
    if totals:
        return totals[-1]
    return (
        sum(lines, told[own[-1]].amount or Decimal(0)) if own and (lines or side == ".expenditure") else None
    )


def summed_up(scene: Scene, left: str, amount: Decimal | None) -> str | None:
    """The item of what a sentence's amounts come to together (`本金6万元，利息3万元，共计9万元`); empty where none is of them all."""
    told = [one for one in scene.paragraph if scene.group and one.sentence == scene.group[0].sentence]
    if not _TOGETHER_ALL.fullmatch(left) or not _is_sum(amount, told):
        return None
    return "debt.service" if all((one.item or "").startswith(_REPAID) for one in told) else ""


def settle(scene: Scene) -> None:
    """Say what listed amounts add up to, once everything is read."""
    if scene.government:
        _told_plainly(scene)
        _of_places(scene)
        _of_listed_lines(scene)
        _of_changed_lines(scene)
    else:
        _with_carryover(scene)


def _with_carryover(scene: Scene) -> None:
    """A department's side of the budget is the grand total where what is listed of it takes in money of the year before, or for the next.

    Their shares of revenue are of it; what `1.`, `2.` list below those sources is in them.
    """
    for place, whole in enumerate(scene.found):
        side = (whole.item or "").removesuffix("total")
        if side not in ("income.", "expenditure.") or whole.amount is None:
            continue
        parts = list(takewhile(partial(_is_of, side), scene.found[place + 1 :]))
        own = [one for one in parts if one.fiscal_year == whole.fiscal_year and one.amount]
        outer = [one for one in own if not _INNER.match(one.sentence)]
        if _closes_with(own, whole) or _closes_with(outer, whole):
            before = [one for one in parts if one.sentence == whole.sentence and one not in own]
            for one in (whole, *before):
                one.item = f"{side}grand_total"
            for one in parts:
                one.share_of = whole.item if one.share_of == "income.total" else one.share_of


def _is_of(side: str, one: Fact) -> bool:
    return (one.item or side).startswith(side)


def _closes_with(listed: list[Fact], whole: Fact) -> bool:
    """Whether the listed parts of a whole, up to one of them, add up to it with the money that is carried over and not without it."""
    told = carried = Decimal(0)
    for one in listed:
        told += one.amount or 0
        if not carried and (one.item or "").endswith(".carryover"):
            carried = one.amount or carried
        if abs(told - (whole.amount or 0)) * 2 < carried:
            return True
    return False


def side_of(fact: Fact) -> str:
    """The side of the budget that a whole is of; empty where a fact is no whole of a budget with a balance."""
    return next((side for side in SIDES if (fact.item or "") in [fund + side for fund in _FUNDS]), "")


def is_line(fact: Fact, side: str) -> bool:
    """Whether a fact is a line of the balance on a side."""
    return _LINES[side].match(fact.item or "") is not None


def _sums_up(scene: Scene, part: Fact) -> bool:
    """Whether a side of the budget is told with the lines of the balance before it: by its name, or again as their sum."""
    side = side_of(part)
    alike = [one for one in scene.paragraph if _alike(one, part)] if side else []
    last = max((place for place, one in enumerate(alike) if side_of(one)), default=0)
    together = filter(_together, alike[last:])
    lines = [*(one for one in alike if is_line(one, side)), *together]
    if side and _of_named_lines(part):
        return True
    if _SUMMED_UP.search(part.raw_label):
        return bool(lines)
    own = next((one for one in alike if (one.item, one.about) == (part.item, part.about)), None)
    return bool(lines) and own is not None and _is_sum(part.amount, [own, *lines])


def _together(one: Fact) -> bool:
    """Whether an amount is of several lines of the balance."""
    return one.item is None and _TOGETHER.search(one.raw_label) is not None


def _of_named_lines(part: Fact) -> bool:
    """Whether lines of the balance without amounts stand before what sums them up (`加上上级补助、上年结余等，全年收入合计9万元`)."""
    named = rf"加上?[^。；\d]*({_TOGETHER.pattern})[^。；\d]*{re.escape(part.raw_label)}(为|达)?[\d]"
    return _ALL_SUMMED.search(part.raw_label) is not None and re.search(named, part.sentence) is not None


def _closes(scene: Scene, part: Fact) -> None:
    """What the lines of a balance add up to behind a budget's own side is its grand total, whatever it is called (`财政总收入为…`)."""
    told = [one for one in scene.paragraph if (one.fiscal_year, one.stage) == (part.fiscal_year, part.stage)]
    own = [place for place, one in enumerate(told) if side_of(one)]
    if part.item is None and own and _TOTAL_NAMED.search(part.raw_label):
        lines = told[own[-1] :]
        if any(is_line(one, side_of(lines[0])) or _together(one) for one in lines) and _is_sum(
            part.amount, lines
        ):
            part.item, part.family = f"{lines[0].item}.grand_total", lines[0].family


def _has_lines(scene: Scene, sentence: Sentence, line: Fact) -> None:
    """A whole whose parts are its own once more and lines of the balance is the grand total (`收入9万元，其中：本级收入3万元、补助…`)."""
    whole = scene.parent[0] if scene.parent else line
    side = side_of(whole)
    if not side or not is_line(line, side) or _ADDED.search(sentence.text):
        return
    behind = dropwhile(lambda one: one is not whole, scene.found)
    if any(_own_again(one, whole, line) for one in behind):
        _is_total(scene, whole)


def _own_again(one: Fact, whole: Fact, line: Fact) -> bool:
    """Whether a fact is a part of a whole that is called by the same name, and small enough to have a line beside it."""
    same = (one.item, one.fiscal_year, one.stage) == (whole.item, whole.fiscal_year, whole.stage)
    same = same and _name(one) != _name(whole)
    told = whole.amount is None or (one.amount or whole.amount) + (line.amount or 0) <= whole.amount
    return same and told and (one.about == whole.about or one.about == "本级")


def _told_plainly(scene: Scene) -> None:
    """A 总计 without lines of the balance that is elsewhere called the side of the budget itself, beside another 总计, is that side."""
    for whole in [one for one in scene.found if (one.item or "").endswith(".grand_total")]:
        own = (whole.item or "").removesuffix(".grand_total")
        alike = [one for one in scene.found if _of_one_time(one, whole)]
        again = any((one.item, one.about, one.amount) == (own, whole.about, whole.amount) for one in alike)
        beside = any(is_line(one, side) for one in alike for side in SIDES if one.sentence == whole.sentence)
        other = any(one.item == whole.item and one.amount != whole.amount for one in alike)
        whole.item = own if again and other and not beside else whole.item


def _of_one_time(one: Fact, other: Fact) -> bool:
    return one.amount is not None and (one.fiscal_year, one.stage) == (other.fiscal_year, other.stage)


def _of_places(scene: Scene) -> None:
    """A total that is what its places spend or raise themselves is none with lines of the balance (`支出总额9万元，其中：县本级支出6万元；乡镇支出3万元`)."""
    for place, whole in enumerate(scene.found):
        own = (whole.item or "").removesuffix(".grand_total")
        behind = [
            one for one in scene.found[place + 1 : place + 3] if (one.item, one.stage) == (own, whole.stage)
        ]
        apart = all(one.about and one.about != whole.about for one in behind)
        if own != whole.item and apart and _is_sum(whole.amount, behind):
            whole.item = own


def _of_listed_lines(scene: Scene) -> None:
    """A side of the budget whose listed parts are what it spends itself and lines of the balance is the grand total."""
    for place, whole in enumerate(scene.found):
        own = (
            whole
            if whole.item
            else next((one for one in scene.found[place + 1 : place + 3] if one.amount), whole)
        )
        side = side_of(own) if whole.amount else ""
        behind = scene.found[place + 1 : place + _NEAR] if side else []
        behind = [
            one
            for one in behind
            if _alike(one, own) and one.aside <= whole.aside and (one.amount or _name(one) != _name(whole))
        ]
        parts = list(_listed(whole, behind))
        ends = (
            at
            for at, one in enumerate(parts)
            if is_line(one, side) and _listed_sum(whole.amount, parts[: at + 1])
        )
        end = next(ends, None)
        if end is not None and not is_line(parts[0], side):
            parts[end].about = whole.about
            _is_total(scene, whole, own)
        elif _has_means(whole, own, parts, side):
            _is_total(scene, whole, own)


def _listed_sum(amount: Decimal | None, parts: list[Fact]) -> bool:
    """Whether all that is listed adds up to an amount, or what is known of it, where reasons tell of other amounts."""
    return _is_sum(amount, parts) or _is_sum(amount, [one for one in parts if one.item])


def _has_means(whole: Fact, own: Fact, parts: list[Fact], side: str) -> bool:
    """Whether a whole is by its name what a budget has to spend, and its own side and lines of the balance are listed of it."""
    named = whole.item is None and _MEANS.search(whole.raw_label) is not None
    return named and parts[:1] == [own] and any(is_line(one, side) for one in parts)


def _listed(whole: Fact, behind: Iterable[Fact]) -> Iterator[Fact]:
    """The facts behind a whole that stand where its parts do: in its sentence, in those that `；` joins to it, or opened by `其中`."""
    last = whole.sentence
    for part in behind:
        opened = whole.sentence.endswith("：") or part.sentence.startswith("其中")
        if part.amount is None or not (part.sentence == last or last.endswith("；") or opened):
            return
        last = part.sentence
        yield part


def _of_changed_lines(scene: Scene) -> None:
    """The same of changes alone (`收入增加3万元，其中：本级收入增加1万元、上级补助收入增加2万元`)."""
    own: Fact | None = None
    for place, whole in enumerate(scene.found):
        side = side_of(whole) if whole.amount is None and whole is not own else ""
        behind = [one for one in scene.found[place + 1 : place + 5] if one.sentence == whole.sentence]
        inner = whole.aside or any(one.aside for one in behind[:1])
        behind = [one for one in behind if one.aside <= inner][:2]
        if side and behind and re.search(re.escape(whole.raw_label) + _OPENS, whole.sentence):
            own = behind[0] if _own_again(behind[0], whole, behind[0]) else None
            if is_line(behind[-1 if own else 0], side):
                _is_total(scene, whole)


def _is_total(scene: Scene, whole: Fact, own: Fact | None = None) -> None:
    """Make a whole the grand total (of its `own` side, where no word names it), and with it what the same words say again (its budget, its growth)."""
    for fact in [one for one in scene.found if _name(one) == _name(whole)]:
        if own is not None:
            fact.item, fact.family = fact.item or own.item, own.family
        fact.item = f"{fact.item}.grand_total"


def _name(fact: Fact) -> tuple[str | None, ...]:
    return fact.sentence, fact.raw_label, fact.item, fact.about


def _alike(one: Fact, other: Fact) -> bool:
    return (one.fiscal_year, one.stage, one.family) == (other.fiscal_year, other.stage, other.family)


def _is_sum(amount: Decimal | None, parts: list[Fact]) -> bool:
    """Whether amounts add up to another, as they are printed."""
    total = sum((part.amount for part in parts if part.amount is not None), Decimal(0))
    return amount is not None and len(parts) > 1 and abs(total - amount) <= amount * _ROUNDED
