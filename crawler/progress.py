"""How far the walk of one list came within a run, against what the list claims of itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.families.base import ListPage, Request


@dataclass
class Progress:
    """The walk of one column within this run."""

    pages: int = 0
    blank_pages: int = 0
    known_pages: int = 0
    barren_pages: int = 0
    whole: bool = True
    number: int = 0
    fingerprint: tuple[str, ...] = ()
    asked: set[str] = field(default_factory=set)
    rows: int = 0
    claimed_pages: int | None = None
    claimed_rows: int | None = None

    def turn(self, request: Request, listing: ListPage) -> bool:
        """Note the page just read; false when it is the page before it over again."""
        self.claimed_pages = listing.total_pages or self.claimed_pages
        self.claimed_rows = listing.total_rows or self.claimed_rows
        number = request.page or self.number + 1
        fingerprint = tuple(row.url for row in listing.rows)
        if number > self.number:
            if fingerprint and fingerprint == self.fingerprint:
                return False
            self.blank_pages += bool(self.pages) and not fingerprint
            self.pages += 1
        # a number that does not grow is the same page of another interface: a static first page, then the search behind it
        self.number, self.fingerprint = number, fingerprint
        return True

    def count(self, rows: int, known: int, repeated: int) -> None:
        """Note how many of a page's rows were known from earlier runs or already seen in this one."""
        self.rows += rows - repeated
        self.known_pages = self.known_pages + bool(known) if rows and known + repeated == rows else 0
        self.barren_pages = self.barren_pages + 1 if repeated == rows else 0

    def fell_short(self) -> bool:
        """Whether the list claimed more than it showed."""
        all_rows = self.claimed_rows is not None and self.rows >= self.claimed_rows
        return self.claimed_pages is not None and self.shown_pages < self.claimed_pages and not all_rows

    @property
    def shown_pages(self) -> int:
        """The pages that held anything: behind a first page with entries, a page without any is a stub, not the list's end."""
        return self.pages - self.blank_pages
