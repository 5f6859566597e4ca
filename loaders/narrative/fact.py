"""The fact: what one clause of one sentence states."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from loaders.catalogue import FUND_OF_DEBT

_SORTS = {"一般债": "general_public", "专项债": "gov_fund"}
_FUNDS = {
    "gpb": "general_public",
    "gov_fund": "gov_fund",
    "state_capital": "state_capital",
    "social_insurance": "social_insurance",
    "fiscal_grant": "fiscal_grant",
}
"""The fund of a family of budgets; what speaks of all of them names none."""

_OF_DEBT = (".debt", ".debt_repayment", ".debt_on_lending")
_OF_ANY = {
    **dict.fromkeys(("transfer.tax_return", "transfer.general", "transfer.special"), "general_public"),
    **dict.fromkeys(("fiscal_grant.carryover.opening", "fiscal_grant.carryover.closing"), "fiscal_grant"),
}
"""The fund of what any budget may have, where none is spoken of."""


@dataclass(slots=True, eq=False)
class Fact:
    """One fact while it is being read; fields as in `warehouse.records.NarrativeRow`.

    Later clauses add to it (share, change, reason), so it is compared by identity. `family` is the budget it speaks of
    (`gpb`, `gov_fund`, …, `any`), which its parts inherit; `supposed` says that no word told the stage compared with, `aside` that it
    stands in brackets, `whole` the fact that it was told as a part of, `of_budget` that its reason is one of its distance
    from the budget.
    """

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
    supposed: bool = False
    aside: bool = False
    of_budget: bool = False
    whole: Fact | None = None

    @property
    def fund(self) -> str | None:
        """The fund of an amount: that of its item, of a debt by its sort, else that of the budget it speaks of."""
        if self.quantity is not None:
            return None
        family, *parts = (self.item or "").split(".")
        if family == "debt":
            return FUND_OF_DEBT.get(parts[-1])
        if (self.item or "").endswith(_OF_DEBT):
            return next(
                (fund for sort, fund in _SORTS.items() if sort in self.raw_label), _FUNDS.get(self.family)
            )
        if self.item in _OF_ANY:
            return _FUNDS.get(self.family, _OF_ANY[self.item])
        own = parts[-1] if parts and parts[-1] in _FUNDS.values() else None
        return own or _FUNDS.get(family) or _FUNDS.get(self.family)

    @property
    def says_something(self) -> bool:
        """Whether any number came with it, or that there is nothing new."""
        numbers = (
            self.amount,
            self.quantity,
            self.change_amount,
            self.change_percent,
            self.share_percent,
            self.completion_percent,
        )
        return self.direction == "unchanged" or any(number is not None for number in numbers)


def bare(fact: Fact) -> Fact:
    """What a fact is of, without its numbers."""
    return replace(
        fact,
        amount=None,
        direction=None,
        change_amount=None,
        change_percent=None,
        share_percent=None,
        completion_percent=None,
        base_year=None,
        base_stage=None,
        reason=None,
    )
