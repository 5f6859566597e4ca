"""Governments' grand totals: a side of the budget with the lines of the balance, by whatever name a report calls it."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import dropwhile

from loaders.narrative.fact import Fact
from loaders.narrative.labels import family_of
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
_TOGETHER_ALL = re.compile("[，、]?(两项|三项|以上)?[共合总]计")
_REPAID = ("debt.repayment", "debt.interest")
_ROUNDED = Decimal("0.001")
"""How far printed amounts may be from their sum, of the sum."""
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
    if _of_several_budgets(scene, part):
        part.item, part.family = None, "any"
    if part.raw_label == "结余" and any(
        of_same_budget(one, part) and one.item == "income.carryover" for one in scene.paragraph
    ):
        part.item = "expenditure.carryover"  # what is left of the year before is in it
    if part.item == "balance.current" and _is_left_over(scene, part):
        part.item = "expenditure.carryover"
    _has_lines(scene, sentence, part)


def _is_left_over(scene: Scene, part: Fact) -> bool:
    """Whether an amount is what all that a budget takes in, with the lines of its balance, leaves for the next year."""
    taken, spent = (
        _with_lines([one for one in scene.paragraph if of_same_budget(one, part)], side) for side in SIDES
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
    if not _TOGETHER_ALL.fullmatch(left) or not is_sum(amount, told):
        return None
    return "debt.service" if all((one.item or "").startswith(_REPAID) for one in told) else ""


def side_of(fact: Fact) -> str:
    """The side of the budget that a whole is of; empty where a fact is no whole of a budget with a balance."""
    return next((side for side in SIDES if (fact.item or "") in [fund + side for fund in _FUNDS]), "")


def is_line(fact: Fact, side: str) -> bool:
    """Whether a fact is a line of the balance on a side."""
    return _LINES[side].match(fact.item or "") is not None


def _sums_up(scene: Scene, part: Fact) -> bool:
    """Whether a side of the budget is told with the lines of the balance before it: by its name, or again as their sum."""
    side = side_of(part)
    alike = [one for one in scene.paragraph if of_same_budget(one, part)] if side else []
    last = max((place for place, one in enumerate(alike) if side_of(one)), default=0)
    together = filter(_together, alike[last:])
    lines = [*(one for one in alike if is_line(one, side)), *together]
    if side and _of_named_lines(part):
        return True
    if _SUMMED_UP.search(part.raw_label):
        return bool(lines)
    own = next((one for one in alike if (one.item, one.about) == (part.item, part.about)), None)
    return bool(lines) and own is not None and is_sum(part.amount, [own, *lines])


def _of_several_budgets(scene: Scene, part: Fact) -> bool:
    """Whether a total is what the sides of several budgets, with lines of their balance, come to (`财政总支出9万元`)."""
    told = [one for one in scene.paragraph if (one.fiscal_year, one.stage) == (part.fiscal_year, part.stage)]
    sides = [place for place, one in enumerate(told) if side_of(one)]
    several = len({told[place].family for place in sides}) > 1
    named = family_of(part.raw_label) not in (None, "all_levels")
    return several and not named and is_sum(part.amount, told[sides[0] :])


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
        if any(is_line(one, side_of(lines[0])) or _together(one) for one in lines) and is_sum(
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
    if any(own_again(one, whole, line) for one in behind):
        is_total(scene, whole)


def own_again(one: Fact, whole: Fact, line: Fact) -> bool:
    """Whether a fact is a part of a whole that is called by the same name, and small enough to have a line beside it."""
    same = (one.item, one.fiscal_year, one.stage) == (whole.item, whole.fiscal_year, whole.stage)
    same = same and name_of(one) != name_of(whole)
    told = whole.amount is None or (one.amount or whole.amount) + (line.amount or 0) <= whole.amount
    return same and told and (one.about == whole.about or one.about == "本级")


def is_total(scene: Scene, whole: Fact, own: Fact | None = None) -> None:
    """Make a whole the grand total (of its `own` side, where no word names it), and with it what the same words say again (its budget, its growth)."""
    for fact in [one for one in scene.found if name_of(one) == name_of(whole)]:
        if own is not None:
            fact.item, fact.family = fact.item or own.item, own.family
        fact.item = f"{fact.item}.grand_total"


def name_of(fact: Fact) -> tuple[str | None, ...]:
    """What a fact is told as: the same for an amount and for what its words say again of it."""
    return fact.sentence, fact.raw_label, fact.item, fact.about


def of_same_budget(one: Fact, other: Fact) -> bool:
    """Whether two amounts are of one budget of one year."""
    return (one.fiscal_year, one.stage, one.family) == (other.fiscal_year, other.stage, other.family)


def is_sum(amount: Decimal | None, parts: list[Fact]) -> bool:
    """Whether amounts add up to another, as they are printed."""
    total = sum((part.amount for part in parts if part.amount is not None), Decimal(0))
    return amount is not None and len(parts) > 1 and abs(total - amount) <= amount * _ROUNDED
