"""Where a label stands, and what it names there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a label stands.

    Attributes:
        kind: the document kind.
        headings: the headings above, outermost first.
        parent_items: items of the amounts whose parts are listed, and of the one that the paragraph begins with.
        whole_items: items of the amount whose parts are listed, alone.
        whole_code: its code, if it is of a functional subject.
        after: the label before this one, `after_items` its items, `after_code` its code.
        family: the budget spoken of.
        default: the budget of what names none.
        stage: the document's stage.
        sentence: the whole sentence.
    """

    kind: str
    headings: tuple[str, ...]
    parent_items: tuple[str, ...]
    whole_items: tuple[str, ...]
    whole_code: str | None
    after: str
    after_items: tuple[str, ...]
    after_code: str | None
    family: str
    default: str
    stage: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a label names. `items` has two entries where one amount is said of two (`收入、支出总计各…`)."""

    label: str
    items: tuple[str, ...] = ()
    code: str | None = None
    family: str = "any"

    @property
    def named(self) -> bool:
        """Whether the vocabulary or a classification knows it."""
        return bool(self.items) or self.code is not None

    @property
    def by_place(self) -> bool:
        """Whether it is a subject of a classification only because of those before it."""
        return self.code is None and any(item.endswith((".function", ".economic")) for item in self.items)
