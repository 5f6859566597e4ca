"""Every way of printing a link that portals are known to use (`fixtures/links*.yml`): what a person would click is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from crawler import families, urls
from crawler.families import unfollowed
from crawler.families.base import Page, Request

FIXTURES = Path(__file__).parent / "fixtures"
VARIANTS = [
    variant
    for name in ("links.yml", "links_of_scripts.yml", "links_of_cards.yml")
    for variant in yaml.safe_load((FIXTURES / name).read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant["name"])
def test_what_a_person_would_click_is_found(variant: dict[str, Any]) -> None:
    url = variant["url"]
    page = Page(url, variant["html"].encode(), "text/html", Request(url, page=1))
    family = families.get(families.detect(page).family)
    listing, files = family.list_page(page), family.attachments(page)

    def key(address: str) -> str:
        return urls.key(urls.join(url, address) or address)

    rows = {urls.key(row.url): row for row in listing.rows}
    for address, title, *day in variant.get("rows", ()):
        assert key(address) in rows, address
        row = rows[key(address)]
        assert (row.title, row.published_on and row.published_on.isoformat()) == (title, (day or [None])[0])
    names = {urls.key(file.url): file.name for file in files}
    for address, name in variant.get("files", ()):
        assert names.get(key(address)) == name
    columns = {urls.key(request.url) for request in listing.columns}
    assert columns >= set(map(key, variant.get("columns", ())))
    if following := variant.get("next"):
        assert listing.next_page is not None
        assert urls.key(listing.next_page.url) == key(following)
    for address in variant.get("never", ()):
        assert key(address) not in rows.keys() | names.keys() | columns
    if "rows" in variant or "unfollowed" in variant:
        assert list(listing.unfollowed) == variant.get("unfollowed", [])
    if "files" in variant:
        assert list(unfollowed.downloads(page)) == variant.get("downloads", [])


def test_a_page_whose_rows_are_data_is_no_empty_shell() -> None:
    variant = next(item for item in VARIANTS if item["name"] == "json_state")
    page = Page(variant["url"], variant["html"].encode(), "text/html")
    assert families.detect(page).family == "generic_static"


@pytest.mark.parametrize(("name", "family"), [("vsb_pb_sys", "vsb"), ("epoint_ewb", "epoint")])
def test_a_vendor_is_known_by_its_pager(name: str, family: str) -> None:
    variant = next(item for item in VARIANTS if item["name"] == name)
    assert families.detect(Page(variant["url"], variant["html"].encode(), "text/html")).family == family
