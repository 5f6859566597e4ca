"""Errors of the warehouse: each is one sentence that names the thing and the way out."""


class WarehouseError(Exception):
    """Base of the warehouse's errors; `exit_code` is what the command line ends with."""

    exit_code = 1


class LockHeldError(WarehouseError):
    """Another run holds the writer lock."""

    exit_code = 3


class HomeMissingError(WarehouseError):
    """There is no warehouse where one was expected."""

    exit_code = 2


class QueryError(WarehouseError):
    """A query that DuckDB refuses."""

    exit_code = 2


class ReferenceDataError(WarehouseError):
    """A shipped or hand-kept data file that does not say what it should."""


class ReleaseRefusedError(WarehouseError):
    """A release that its gates stopped; the last release stays current."""
