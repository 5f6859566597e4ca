"""Families that need no code of their own: an engine under another name, or a portal whose interface nobody knows yet."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.families import generic_static, signatures
from crawler.families.base import Article, Attachment, Family, ListPage, Page, Request


@dataclass(eq=False)
class Dialect:
    """An engine (`trs`, `generic_static`) that reads another vendor's pages; only the signature differs."""

    NAME: str
    engine: Family

    def detect(self, page: Page) -> str | None:
        """The dialect's own signature."""
        return signatures.match(self.NAME, page)

    def first_requests(self, entry_url: str) -> tuple[Request, ...]:
        """As the engine."""
        return self.engine.first_requests(entry_url)

    def list_page(self, page: Page) -> ListPage:
        """As the engine."""
        return self.engine.list_page(page)

    def article(self, page: Page) -> Article:
        """As the engine."""
        return self.engine.article(page)

    def attachments(self, page: Page) -> tuple[Attachment, ...]:
        """As the engine."""
        return self.engine.attachments(page)


@dataclass(eq=False)
class Unknown:
    """A platform whose lists are filled by an interface that is not known: recognised, never guessed at."""

    NAME: str

    def detect(self, page: Page) -> str | None:
        """The platform's signature; for `generic_js`, an empty application shell."""
        if self.NAME == "generic_js":
            return "an application's empty shell" if generic_static.is_shell(page) else None
        return signatures.match(self.NAME, page)

    def first_requests(self, entry_url: str) -> tuple[Request, ...]:
        """The entry itself, so that drift is seen."""
        return generic_static.first_requests(entry_url)

    def list_page(self, page: Page) -> ListPage:
        """What plain links there are, marked as needing an adapter when there are none."""
        found = generic_static.list_page(page)
        if found.rows or found.columns or found.next_page:
            return found
        return ListPage(column=found.column, needs_js=True, unfollowed=found.unfollowed)

    def article(self, page: Page) -> Article:
        """As plain HTML."""
        return generic_static.article(page)

    def attachments(self, page: Page) -> tuple[Attachment, ...]:
        """As plain HTML."""
        return generic_static.attachments(page)
