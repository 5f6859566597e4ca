"""Errors of the crawler: each is one sentence that names the thing and the way out."""


class CrawlerError(Exception):
    """Base of the crawler's errors; `exit_code` is what the command line ends with."""

    exit_code = 1
