"""What listed amounts add up to, once everything is read: grand totals that only their parts tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from itertools import takewhile

from loaders.narrative.fact import Fact
from loaders.narrative.scene import Scene
from loaders.narrative.totals import (
    SIDES,
    is_line,
    is_sum,
    is_total,
    name_of,
    of_same_budget,
    own_again,
    side_of,
)

_MEANS = re.compile("财力$")
"""What a budget has to spend (`总财力9万元，其中：收入3万元、补助5万元`)."""
_NEAR = 40
_OPENS = r"[^，；。(]*(\(|，(其中|主要))"
_INNER = re.compile(r"\d+[.、]")


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
        if own != whole.item and apart and is_sum(whole.amount, behind):
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
            if of_same_budget(one, own)
            and one.aside <= whole.aside
            and (one.amount or name_of(one) != name_of(whole))
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
            is_total(scene, whole, own)
        elif _has_means(whole, own, parts, side):
            is_total(scene, whole, own)


def _listed_sum(amount: Decimal | None, parts: list[Fact]) -> bool:
    """Whether all that is listed adds up to an amount, or what is known of it, where reasons tell of other amounts."""
    return is_sum(amount, parts) or is_sum(amount, [one for one in parts if one.item])


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
            own = behind[0] if own_again(behind[0], whole, behind[0]) else None
            if is_line(behind[-1 if own else 0], side):
                is_total(scene, whole)
