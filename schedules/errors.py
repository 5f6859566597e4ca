"""Errors of orchestration: each is one sentence that names the thing and the way out."""


class ScheduleError(Exception):
    """Base of the orchestration errors; `exit_code` is what the command line ends with."""

    exit_code = 1


class UsageError(ScheduleError):
    """What the user asked for cannot be: a missing home, an unknown source, a wrong setting."""

    exit_code = 2


class StoppedError(ScheduleError):
    """A signal ended the run; the next one takes it up."""

    exit_code = 143
