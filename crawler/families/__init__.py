"""CMS families: one module per platform dialect, pure functions from a fetched page to values (`base.Family`)."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.errors import CrawlerError
from crawler.families import (
    ah_openness,
    epoint,
    generic_static,
    gkmlpt,
    hanweb_jpaas,
    hanweb_jpage,
    hanweb_xxgk,
    hb_uuid,
    lonsun,
    plat_jiangsu,
    plat_nmg,
    signatures,
    trs,
    ucap,
    vsb,
)
from crawler.families.base import Family, Page
from crawler.families.dialects import Dialect, Unknown

_MODULES: tuple[Family, ...] = (
    ah_openness,
    epoint,
    generic_static,
    gkmlpt,
    hanweb_jpaas,
    hanweb_jpage,
    hanweb_xxgk,
    hb_uuid,
    lonsun,
    plat_jiangsu,
    plat_nmg,
    trs,
    ucap,
    vsb,
)


class UnknownFamilyError(CrawlerError):
    """A registry entry names a family that does not exist."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Detection:
    """The family a page belongs to, and the mark that says so."""

    family: str
    evidence: str


def _families() -> dict[str, Family]:
    modules = {module.NAME: module for module in _MODULES}
    found: dict[str, Family] = {}
    for signature in signatures.table().values():
        if signature.engine == "none":
            found[signature.family] = Unknown(signature.family)
        elif signature.engine != signature.family:
            found[signature.family] = Dialect(signature.family, modules[signature.engine])
        else:
            found[signature.family] = modules[signature.family]
    return found


FAMILIES: dict[str, Family] = _families()
"""All families by name, in the order detection tries them."""


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


def detect(page: Page) -> Detection:
    """The first family whose signature the page carries; `generic_static` for anything with text, `generic_js` for a shell."""
    for name, family in FAMILIES.items():
        if evidence := family.detect(page):
            return Detection(name, evidence)
    return Detection("generic_static", "no signature, plain links")
