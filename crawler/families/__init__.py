"""CMS families: one module per platform dialect, pure functions from a fetched page to values (`base.Family`)."""

from __future__ import annotations

from crawler.errors import CrawlerError
from crawler.families import generic_static, trs
from crawler.families.base import Family

_MODULES: tuple[Family, ...] = (trs, generic_static)
FAMILIES: dict[str, Family] = {family.NAME: family for family in _MODULES}


class UnknownFamilyError(CrawlerError):
    """A registry entry names a family that does not exist."""

    exit_code = 2


def get(name: str) -> Family:
    """The family with this name.

    Raises:
        UnknownFamilyError: there is none.
    """
    try:
        return FAMILIES[name]
    except KeyError:
        raise UnknownFamilyError(
            f"no family is called {name!r}; choose one of {', '.join(sorted(FAMILIES))}"
        ) from None
