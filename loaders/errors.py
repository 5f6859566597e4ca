"""Errors of the loaders: each is one sentence that names the thing and the way out."""


class LoaderError(Exception):
    """Base of the loaders' errors; `exit_code` is what the command line ends with."""

    exit_code = 1


class MissingFileError(LoaderError):
    """A path the user named does not exist."""

    exit_code = 2


class ReadError(LoaderError):
    """A file that cannot be read; `status` is the `file.status` it ends with."""

    def __init__(self, status: str, detail: str) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail
