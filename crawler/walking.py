"""Walking lists: which rows are new, when to stop, when a list leads nowhere.

The stop rule of a nightly walk: two pages in a row on which everything is known, and rows older than 45 days reached (sticky and
back-dated rows break "stop at the first known one"). A list whose first walk was cut goes on where it was cut.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from crawler.discovery import (
    Decision,
    UnreadablePageError,
    drift,
    is_error_page,
    is_home_path,
    judge_rows,
    read_list,
)
from crawler.families.base import Family, ListPage, Page, Row
from crawler.frontier import Frontier
from crawler.health import look_at_first
from crawler.journal import Journal, Task
from crawler.known import Column, Item, age, is_fleeting, item_key, request_key
from crawler.progress import Progress
from crawler.registry import Portal
from crawler.report import Mode, Severity

WINDOW = timedelta(days=45)
KNOWN_PAGES = 2
DEEP_LOOK = timedelta(days=3)
MAX_DEPTH = 4
MAX_COLUMNS = 3000
BARREN_COLUMNS = 300
BARREN_PAGES = 3


@dataclass(frozen=True)
class Step:
    """What a list page leads to: items to fetch, lists to ask for next.

    `doubtful`: nothing on this first page looks like a disclosure; compare it with the home page before anything on it is believed.
    """

    items: tuple[Item, ...] = ()
    following: tuple[Task, ...] = ()
    doubtful: bool = False


class Walker:
    """Walks all columns of a portal; decides, but fetches nothing."""

    def __init__(
        self, portal: Portal, family: Family, frontier: Frontier, journal: Journal, mode: Mode
    ) -> None:
        self.portal = portal
        self.family = family
        self.frontier = frontier
        self.journal = journal
        self.mode = mode
        self._progress: dict[str, Progress] = {}
        self._columns = 0
        self._below_barren = 0
        self.undated = 0

    def entries(self) -> list[Task]:
        """The first requests of the registry's entries."""
        if not self.portal.entries:
            message = (
                f"no disclosure column of {self.portal.name} is known; `gongkai portals probe` may find it"
            )
            self.journal.find("no_entry", "error", message)
        tasks = []
        for entry in self.portal.entries:
            for request in self.family.first_requests(entry.url):
                label = request.label or ""
                task = self._enter(Column(request_key(request), request, label, 0))
                if task is not None:
                    tasks.append(task)
        return tasks

    def _enter(self, column: Column) -> Task | None:
        walk = self.frontier.walk(column)
        if self.mode != "full" and self.frontier.is_resting(column, walk):
            self.journal.counts["resting_columns"] += 1
            return None
        if not self.frontier.claim(column):
            return None
        self._columns += 1
        self._progress[column.key] = Progress(asked={request_key(column.request)})
        fresh = walk.completed_at is None and walk.resume is None
        return Task(
            "list", column.request, column=column, tail=fresh or (self.mode == "full" and walk.resume is None)
        )

    def step(self, task: Task, page: Page, *, unchanged: bool = False, trusted: bool = False) -> Step:
        """Read a list page: note every row, collect what is new, choose the next page.

        `unchanged` says that the page is the same byte for byte as when it was last seen, `trusted` that it was compared with
        the home page.
        """
        column = task.column
        assert column is not None
        progress = self._progress[column.key]
        first = progress.pages == 0
        listing = self._read(column, page, first=first, trusted=trusted)
        if listing is None:
            return Step()
        context = " ".join(part for part in (column.label, listing.column) if part)
        judged = judge_rows(listing.rows, context)
        if first and not trusted and self._is_doubtful(column, page, listing, judged):
            return Step(doubtful=True)
        if first:
            look_at_first(self.portal, self.journal, column, page, listing)
        if not progress.turn(task.request, listing):
            return self._repeated(task, page, progress)
        if progress.pages == 2:
            self.frontier.note_deep_look(column)
        if listing.unfollowed:
            message = f"a script of {page.url} opens {len(listing.unfollowed)} disclosures without saying where: {', '.join(listing.unfollowed[:3])}"
            self.journal.find("unfollowed_link", "warning", message, page.url)
        items, known, repeated = self._note_rows(replace(column, label=context), page, judged)
        progress.count(len(judged), known, repeated)
        if first and unchanged and judged and self._looked_deep_lately(column):
            progress.known_pages = KNOWN_PAGES
        following = [*self._next_page(task, page, listing, progress), *self._below(column, page, listing)]
        return Step(tuple(items), tuple(following))

    def _read(self, column: Column, page: Page, *, first: bool, trusted: bool) -> ListPage | None:
        """The list of a page; `None`, with a finding, when the page is an error page or the family fails on it."""
        if first and (why := is_error_page(page)):
            message = f"the column {column.request.url} is missing: {page.url} answers {why}"
            self.journal.find(why, "error", message, page.url)
            return None
        if first and not column.depth and not trusted:
            drifted = drift(self.family, page, guessed=self.portal.status == "unverified")
            if drifted is not None:
                self.journal.find("family_drift", "warning", drifted.message, page.url)
                self.family = drifted.family
        try:
            return read_list(self.family, page)
        except UnreadablePageError as error:
            self.journal.find("unreadable_page", "error", str(error), page.url)
            return None

    def lost(self, task: Task, why: str) -> None:
        """A list page could not be fetched: the walk stays open and the health gate knows."""
        column = task.column
        if column is None:
            return
        progress = self._progress.get(column.key)
        if progress is not None and progress.pages and why.startswith("HTTP 404"):
            # static siblings end with a 404 when a site does not say how many pages there are; it may also be an accident
            progress.whole = progress.fell_short()
            self._end(task, progress)
            return
        severity: Severity = "error" if column.depth == 0 else "warning"
        message = f"the list {task.request.url} could not be fetched: {why}"
        self.journal.find("list_failed", severity, message, task.request.url)

    def _is_doubtful(
        self, column: Column, page: Page, listing: ListPage, judged: list[tuple[Row, Decision]]
    ) -> bool:
        if is_home_path(page.url):
            return False
        if column.depth or listing.columns or not judged or any(d.verdict == "accept" for _, d in judged):
            return False
        return not any(self.frontier.item(item_key(row)) for row, _ in judged)

    def home_instead(self, column: Column, page: Page) -> None:
        """The column's address serves the home page: a missing column."""
        message = f"the column {column.request.url} is missing: the site serves its home page in its place"
        self.journal.find("home_page", "error", message, page.url)

    def _note_rows(
        self, column: Column, page: Page, judged: list[tuple[Row, Decision]]
    ) -> tuple[list[Item], int, int]:
        items: list[Item] = []
        known = repeated = 0
        for row, decision in judged:
            sighting, item = self.frontier.see(row, column, page.url, decision.verdict, decision.reason)
            known += sighting == "known"
            repeated += sighting == "repeated"
            self.undated += row.published_on is None
            if sighting != "new":
                continue
            if item.state == "rejected":
                self.journal.counts["rejected"] += 1
            else:
                self.journal.counts["new_items"] += 1
                items.append(item)
        self.journal.counts["rows"] += len(judged)
        return items, known, repeated

    def _next_page(self, task: Task, page: Page, listing: ListPage, progress: Progress) -> list[Task]:
        column, following = task.column, listing.next_page
        assert column is not None
        if following is None:
            return self._end(task, progress)
        if request_key(following) in progress.asked:
            self.journal.find(
                "page_trap",
                "warning",
                f"the list {column.request.url} leads back to {following.url}",
                page.url,
            )
            return self._end(task, progress)
        if progress.barren_pages >= BARREN_PAGES:
            self.journal.find(
                "page_trap", "warning", f"the list {column.request.url} goes on without new rows", page.url
            )
            return []
        if progress.pages >= self.portal.caps.list_pages:
            message = f"the list {column.request.url} was left after {progress.pages} pages"
            self.journal.find("list_pages_cap", "warning", message, page.url)
            return []
        if self._may_stop(task, listing, progress):
            walk = self.frontier.walk(column)
            if walk.resume is None or request_key(walk.resume) in progress.asked:
                progress.whole = False
                return []
            following, progress.whole, task = walk.resume, False, replace(task, tail=True)
        if task.tail and not is_fleeting(following):
            self.frontier.advance(column, following)
        progress.asked.add(request_key(following))
        return [Task("list", following, column=column, tail=task.tail)]

    def _may_stop(self, task: Task, listing: ListPage, progress: Progress) -> bool:
        if task.tail or progress.known_pages < KNOWN_PAGES or self.mode == "full":
            return False
        walk = self.frontier.walk(task.column) if task.column else None
        walked = walk is not None and walk.completed_at is not None and self.mode == "nightly"
        longest = timedelta(days=self.portal.schedule.full_walk_days)
        if walked and walk is not None and age(walk.completed_at, self.frontier.now) > longest:
            return False
        dates = [row.published_on for row in listing.rows if row.published_on]
        return not dates or min(dates) < (self.frontier.now - WINDOW).date()

    def _looked_deep_lately(self, column: Column) -> bool:
        """An unchanged first page speaks for the second too, if that one was seen within `DEEP_LOOK`."""
        return age(self.frontier.walk(column).deep_at, self.frontier.now) < DEEP_LOOK

    def _end(self, task: Task, progress: Progress) -> list[Task]:
        """The list's end: complete when walked without a gap and as long as it claimed to be."""
        column = task.column
        assert column is not None
        if progress.whole and progress.fell_short():
            message = f"the list {column.request.url} ended after {progress.shown_pages} of {progress.claimed_pages} pages"
            self.journal.find("ended_early", "warning", message, column.request.url)
            return []
        if progress.whole or task.tail:
            self.frontier.advance(column, None)
        if progress.whole and progress.rows:
            for title in self.frontier.mark_missing(column):
                self.journal.counts["missing"] += 1
                self.journal.find("item_missing", "info", f"{column.request.url} no longer lists {title}")
        return []

    def _repeated(self, task: Task, page: Page, progress: Progress) -> Step:
        """A page equal to the one before it: another numbering, or a server that ignores page numbers."""
        assert task.column is not None
        otherwise = task.request.otherwise
        if otherwise is not None and request_key(otherwise) not in progress.asked:
            progress.asked.add(request_key(otherwise))
            return Step(following=(replace(task, request=otherwise),))
        if progress.fell_short():
            message = f"page {progress.pages + 1} of {task.column.request.url} repeats the page before it"
            self.journal.find("page_repeated", "error", message, page.url)
            return Step()
        return Step(following=tuple(self._end(task, progress)))

    def _below(self, column: Column, page: Page, listing: ListPage) -> list[Task]:
        """Sub-columns: year folders, departments; within depth and number, and not down a staircase of empty ones."""
        if not listing.columns:
            return []
        if not listing.rows:
            self._below_barren += len(listing.columns)
        barren = self._below_barren > BARREN_COLUMNS + self.journal.counts["rows"]
        if column.depth >= MAX_DEPTH or self._columns >= MAX_COLUMNS or barren:
            message = f"sub-columns of {page.url} were not followed any deeper"
            self.journal.find("column_trap", "warning", message, page.url)
            return []
        tasks = []
        own = {item_key(row) for row in listing.rows}
        for request in listing.columns:
            if request_key(request) in own:
                continue
            label = f"{column.label} {request.label}".strip()
            task = self._enter(Column(request_key(request), request, label, column.depth + 1))
            if task is not None:
                tasks.append(task)
        return tasks
