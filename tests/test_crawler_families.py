"""Every family on stored pages in our own markup, against golden results that a person has read.

A case without a golden file fails. `python tests/test_crawler_families.py` writes the missing ones for review.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from crawler import families
from crawler.families.base import Page, Request

FIXTURES = Path(__file__).parent / "fixtures" / "families"


@dataclass(frozen=True)
class Case:
    family: str
    name: str
    call: str
    url: str
    file: str = ""
    request: dict[str, Any] | None = None

    @property
    def golden(self) -> Path:
        return FIXTURES / self.family / f"{self.name}.golden.json"

    def page(self) -> Page:
        return Page(self.url, (FIXTURES / self.family / self.file).read_bytes(), request=self.asked())

    def asked(self) -> Request | None:
        if self.request is None:
            return None
        plain = dict(self.request)
        plain["body"] = plain.get("body", "").encode()
        plain["headers"] = tuple((name, value) for name, value in plain.get("headers", ()))
        return Request(self.url, **plain)

    def result(self) -> Any:
        family = families.get(self.family)
        argument = self.url if self.call == "first_requests" else self.page()
        return plain(getattr(family, self.call)(argument))


def plain(value: Any) -> Any:
    """Values as JSON has them; fields at their defaults are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = {}
        for field in dataclasses.fields(value):
            found = getattr(value, field.name)
            default = field.default if field.default is not dataclasses.MISSING else None
            if found != default or field.default is dataclasses.MISSING:
                kept[field.name] = plain(found)
        return kept
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.decode() if isinstance(value, bytes) else value


def cases() -> list[Case]:
    return [
        Case(folder.name, **item)
        for folder in sorted(FIXTURES.iterdir())
        for item in yaml.safe_load((folder / "cases.yml").read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.family}-{case.name}")
def test_stored_page_gives_the_golden_result(case: Case) -> None:
    assert case.golden.is_file(), f"{case.golden} is missing: write it, read it, commit it"
    assert case.result() == json.loads(case.golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "case",
    [case for case in cases() if case.file and case.call == "list_page"],
    ids=lambda case: f"{case.family}-{case.name}",
)
def test_list_pages_are_recognised_as_their_family(case: Case) -> None:
    if case.name in ("stub", "static", "list_2", "lookalike", "list_counted"):
        pytest.skip("a later or look-alike page carries no signature of its own")
    assert families.detect(case.page()).family == case.family


def test_every_family_with_code_of_its_own_has_stored_pages() -> None:
    own = {
        name
        for name, family in families.FAMILIES.items()
        if not isinstance(family, families.Dialect | families.Unknown)
    }
    assert own <= {folder.name for folder in FIXTURES.iterdir()}


def test_an_unknown_family_is_refused_by_name() -> None:
    with pytest.raises(families.UnknownFamilyError, match="no family is called 'wordpress'"):
        families.get("wordpress")


@pytest.mark.parametrize(
    "case", [case for case in cases() if case.file], ids=lambda case: f"{case.family}-{case.name}"
)
def test_every_function_survives_every_page(case: Case) -> None:
    page = case.page()
    for family in families.FAMILIES.values():
        family.detect(page)
        family.list_page(page)
        family.article(page)
        family.attachments(page)
        family.list_page(Page(page.url, page.body[: len(page.body) // 2], request=page.request))


if __name__ == "__main__":
    for case in cases():
        if not case.golden.is_file():
            case.golden.write_text(
                json.dumps(case.result(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
            print("wrote", case.golden)
