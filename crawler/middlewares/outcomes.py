"""How a middleware ends a request without an answer; the spider's errback reads these."""

from __future__ import annotations

import re

from scrapy.exceptions import IgnoreRequest

from crawler.report import Status


class Refused(IgnoreRequest):
    """We do not ask for this address: robots.txt, our own guard, or a limit. `code` is the reason's name."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Blocked(IgnoreRequest):
    """The site answered with a challenge or a block page; it is recorded, never solved, and the source is left alone."""

    def __init__(self, kind: str, response: object) -> None:
        super().__init__(f"blocked: {kind}")
        self.kind = kind
        self.response = response


class Halted(IgnoreRequest):
    """The run is ending because of another answer; this request was never sent and stays due."""


class Stop(IgnoreRequest):
    """The whole run ends here. `status` is the report's; `rest_seconds` says for how long to leave the source alone."""

    def __init__(self, status: Status, reason: str, message: str, rest_seconds: float = 0) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.rest_seconds = rest_seconds


_WORDS = {
    "gaierror": "nobody knows a host of this name: check the address, and whether this machine has a network",
    "CannotResolveHostError": "nobody knows a public host of this name: check the address, and whether this machine has a network",
    "DownloadTimeoutError": "no whole answer came in time",
    "DownloadConnectionRefusedError": "the connection was refused",
    "ResponseDataLossError": "it broke off before its end",
}
_LATER = "try http in place of https (or the other way round), or later"


def plainly(error: BaseException) -> str:
    """What went wrong on the way to a server, in words without the classes of the libraries below."""
    reason = getattr(error, "reason", error)
    if words := _WORDS.get(type(error).__name__) or _WORDS.get(type(reason).__name__):
        return words
    said = re.sub(r"^\[[^\]]*\]\s*|^<?urlopen error\s*", "", str(reason)).strip(" .>")
    if "max redirections" in said:
        return "it redirects without end"
    return f"{said or 'the connection broke off'}; {_LATER}"
