"""Errors of the warehouse: each is one sentence that names the thing and the way out."""


class WarehouseError(Exception):
    """Base of the warehouse's errors; `exit_code` is what the command line ends with."""

    exit_code = 1


class LockHeldError(WarehouseError):
    """Another run holds the writer lock."""

    exit_code = 3
