"""The values of identity: what is known from outside (`Hints`), what was seen (`Evidence`), what follows (`Identity`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the captures of one file say about it, each a sorted tuple so that the order of captures cannot matter.

    `file_name` of what an archive holds is its path within (`某县2024年部门预算/教育局.pdf`): the archive and its folders speak too. `region_code` is the
    portal's region (the files of a portal may belong to regions below it).
    """

    file_name: tuple[str, ...] = ()
    article_titles: tuple[str, ...] = ()
    link_texts: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    published_on: tuple[date, ...] = ()
    region_code: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One observation: `field` was read as `value` from `text`, seen at `where` (`title`, `table 3 caption`, `file_name`, …)."""

    field: str
    value: str
    where: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One disclosure of a file, covering blocks `first_block … end_block - 1` of the document's blocks in reading order.

    `kind`, `scope` and `stage` speak the vocabularies of `warehouse/vocabulary`; `None` means the document does not say.
    """

    kind: str
    first_block: int
    end_block: int
    region_code: str | None = None
    unit_name: str | None = None
    unit_code: str | None = None
    scope: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    title: str | None = None
    published_on: date | None = None
    is_correction: bool = False
    evidence: tuple[Evidence, ...] = ()
