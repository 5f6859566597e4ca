"""Challenge and block pages: recognised before anything parses them, so that no family ever reads one as a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from crawler.decode import to_text
from crawler.discovery import is_document
from crawler.middlewares.outcomes import Blocked

STRIKES = 3


@dataclass(frozen=True, slots=True)
class Challenge:
    """One signature of `challenges.yml`."""

    kind: str
    status: frozenset[int]
    max_bytes: int
    body: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None = None

    def matches(self, status: int, text: str, size: int) -> bool:
        """Whether an answer looks like this challenge."""
        if (self.status and status not in self.status) or size > self.max_bytes:
            return False
        if self.unless is not None and self.unless.search(text):
            return False
        return not self.body or any(pattern.search(text) for pattern in self.body)


@cache
def signatures() -> tuple[Challenge, ...]:
    """The known challenges, in the order they are tried."""
    listed = yaml.safe_load(
        (resources.files("crawler.middlewares") / "challenges.yml").read_text(encoding="utf-8")
    )
    return tuple(
        Challenge(
            kind=entry["kind"],
            status=frozenset(entry.get("status", ())),
            max_bytes=entry.get("max_bytes", 1 << 40),
            body=tuple(re.compile(pattern) for pattern in entry.get("body", ())),
            unless=re.compile(entry["unless"]) if "unless" in entry else None,
        )
        for entry in listed
    )


def classify(status: int, body: bytes, content_type: str = "") -> str | None:
    """The kind of challenge or block that an answer is (`ruishu`, `jiasule`, `captcha`, `denied`, …), or `None`."""
    label = content_type.lower()
    textual = not is_document(body) and (
        not body or b"<" in body[:200] or "html" in label or "script" in label
    )
    text = to_text(body[:400_000], content_type) if textual else ""
    for challenge in signatures():
        if (textual or not challenge.body) and challenge.matches(status, text, len(body)):
            return challenge.kind
    return None


class ChallengeMiddleware:
    """Turns challenge pages into `Blocked`; a plain denial counts as one only at the third in a run."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self._denials = 0

    @classmethod
    def from_crawler(cls, crawler: Any) -> ChallengeMiddleware:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_response(self, request: Any, response: Any) -> Any:
        """Raise `Blocked` for a challenge, hand on everything else."""
        kind = classify(
            response.status, response.body, response.headers.get("Content-Type", b"").decode("latin-1")
        )
        if kind == "denied":
            self._denials += not request.meta.get("is_robots")
            kind = "denied" if self._denials >= STRIKES else None
        if kind is not None:
            self.crawler.spider.journal.ending = True
            raise Blocked(kind, response)
        return response
