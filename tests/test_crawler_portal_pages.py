"""Families on real portal pages: the links a person would click (tests/truth/links.csv, read by hand), city by city."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import set_aside

from crawler import families, urls
from crawler.families import markup, metadata
from crawler.families.base import Page

TRUTH = Path(__file__).parent / "truth" / "links.csv"
# which system a city's pages are made by; a vendor unknown to us is read by the generic engine
FAMILY_OF_CITY = {
    "004_重庆": {"trs"},
    "012_天津": {"trs"},
    "014_无锡": {"generic_static"},
    "015_长沙": {"trs"},
    "016_郑州": {"generic_static"},
    "017_福州": {"trs"},
    "020_西安": {"generic_static"},
    "021_泉州": {"trs"},
    "025_烟台": {"hanweb_jpaas"},
    "034_石家庄": {"hb_uuid"},
    "035_昆明": {"generic_static"},
    "043_金华": {"hanweb_jpaas"},
    "047_宜昌": {"generic_static"},
    "051_洛阳": {"generic_static"},
    "057_镇江": {"ucap"},
    "063_遵义": {"trs"},
    "069_沧州": {"ucap"},
    "075_乌鲁木齐": {"ucap"},
    "077_珠海": {"nfcms_gd"},
    "084_九江": {"trs"},
    "094_兰州": {"hanweb_jpage"},
    "096_周口": {"generic_static"},
}


@lru_cache(maxsize=128)
def page_of(path: Path) -> Page:
    """The stored page under the address it names itself; the folder is invented where a page does not say it."""
    page = Page("http://unknown.gov.cn/", path.read_bytes())
    said = {name.lower(): value for name, value in metadata.metas(page)}
    host = re.sub(r"^(?:https?:)?/*", "", said.get("sitedomain", "")).partition("/")[0]
    if "." not in host:
        hrefs = (urlsplit(anchor.get("href") or "").hostname for anchor in markup.tree(page).iter("a"))
        hosts = Counter(name for name in hrefs if name and name.endswith(".gov.cn") and name != "www.gov.cn")
        host = hosts.most_common(1)[0][0] if hosts else "unknown.gov.cn"
    column = "articletitle" in said or ("columnname" in said and "首页" not in said["columnname"])
    hidden_pager = "pagingProp_" in markup.text(page)
    base = f"http://{host}/" + ("zwgk/column/" if column or hidden_pager else "")
    return Page(urls.join(base, said.get("url", "") or base) or base, page.body)


def truth() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with TRUTH.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["city"]].append(row)
    return found


@pytest.mark.parametrize("city", sorted(truth()))
def test_the_links_a_person_would_click_are_found(city: str, shared: Path) -> None:
    found: dict[str, set[str]] = {}
    missing = []
    for row in truth()[city]:
        page = page_of(shared / "samples" / row["page"])
        if row["page"] not in found:
            family = families.get(families.detect(page).family)
            listing = family.list_page(page)
            links = (*listing.rows, *listing.columns, *family.attachments(page))
            found[row["page"]] = {urls.key(link.url) for link in links}
        address = urls.join(page.url, row["href"])
        if address is None or urls.key(address) not in found[row["page"]]:
            missing.append((row["page"], row["href"]))
    assert len(missing) <= 0.05 * len(truth()[city]), missing


def test_the_truth_covers_both_halves() -> None:
    counts = Counter(set_aside(city) for city, rows in truth().items() for _ in rows)
    assert counts[True] >= 100
    assert counts[False] >= 700


@pytest.mark.parametrize("city", sorted(FAMILY_OF_CITY))
def test_real_pages_are_recognised(city: str, shared: Path) -> None:
    for path in sorted((shared / "samples" / "portal_pages" / city).iterdir()):
        assert families.detect(page_of(path)).family in FAMILY_OF_CITY[city], path.name
