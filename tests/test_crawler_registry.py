"""The registry: what ships, what is refused, which hosts a portal may ask."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError

from crawler import families
from crawler.portals import seed
from crawler.registry import Portal, RegistryError, bundled, find, hosts_around, load, read


def portal(**changes: object) -> Portal:
    plain = {
        "region_code": "419901",
        "name": "云山县",
        "entries": [{"url": "http://www.yunshan.gov.cn/zwgk/czyjs/"}],
    }
    return Portal.model_validate({**plain, **changes})


def test_every_region_of_the_published_list_ships() -> None:
    portals = load()
    assert len(portals) == 3215
    assert len({item.portal_id for item in portals}) == 3215
    assert all(item.source for item in portals)
    # seeds are facts nobody has checked since: none may pass for verified
    assert {item.status for item in portals} == {"unverified", "needs_js"}
    levels = Counter(item.level for item in portals)
    assert (levels["province"], levels["prefecture"], levels["county"]) == (34, 354, 2827)


def test_every_shipped_family_exists_and_unknown_interfaces_say_so() -> None:
    for item in load():
        family = families.get(item.family)
        assert item.family == family.NAME
    assert all(
        item.status == "needs_js"
        for item in load()
        if item.family in ("plat_shanxi", "plat_mofdiv", "plat_jiangsu")
    )
    assert {item.platform for item in load() if item.family == "plat_nmg"} == {"nmg_yjs"}


def test_a_portal_is_found_by_its_id() -> None:
    assert find("410105").name == "金水区"
    with pytest.raises(RegistryError, match="portals list"):
        find("999999")


def test_hosts_follow_from_the_addresses() -> None:
    assert hosts_around(["https://czj.yunshan.gov.cn/x"]) == ("*.yunshan.gov.cn",)
    assert hosts_around(["https://yanji.jl.gov.cn/x"]) == ("*.yanji.jl.gov.cn",)
    assert hosts_around(["http://a.czyjsgk.com:5000/"]) == ("a.czyjsgk.com",)
    assert hosts_around(["https://czt.nmg.gov.cn/yjs"], exact=True) == ("czt.nmg.gov.cn",)


def test_allowed_hosts_are_exact_or_below() -> None:
    item = portal()
    assert item.allows("www.yunshan.gov.cn")
    assert item.allows("RSJ.yunshan.gov.cn.")
    assert not item.allows("yunshan.gov.cn.evil.com")
    assert not item.allows("evilyunshan.gov.cn")
    assert not portal(platform="p").allows("rsj.yunshan.gov.cn")


@pytest.mark.parametrize(
    "changes",
    [
        {"region_code": "4199"},
        {"family_name": "trs"},
        {"entries": [{"url": "ftp://www.yunshan.gov.cn/"}]},
        {"entries": [{"url": "http://user@www.yunshan.gov.cn/"}]},
        {"allowed_hosts": ["www.elsewhere.gov.cn"]},
        {"delay_seconds": -1},
        {"status": "fine"},
    ],
)
def test_what_is_wrong_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        portal(**changes)


def test_a_wrong_file_is_named_with_the_region(tmp_path: Path) -> None:
    path = tmp_path / "41_henan.yml"
    path.write_text(
        "portals:\n- {region_code: '419901', name: 云山县, status: wonderful}\n", encoding="utf-8"
    )
    with pytest.raises(RegistryError, match=r"41_henan.yml: portal 419901"):
        read(path)
    other = tmp_path / "bad.yml"
    other.write_text("- just a list\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="add-a-portal"):
        read(other)


def test_two_portals_with_one_id_are_refused(tmp_path: Path) -> None:
    text = "portals:\n- {region_code: '419901', name: 云山县}\n"
    (tmp_path / "41_a.yml").write_text(text, encoding="utf-8")
    (tmp_path / "41_b.yml").write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match="419901"):
        load(tmp_path)


def test_the_seed_script_makes_the_shipped_files(shared: Path) -> None:
    import csv

    import yaml

    with (shared / "portals" / "portals.csv").open(encoding="utf-8-sig", newline="") as file:
        made = seed.files(list(csv.DictReader(file)))
    for name, content in made.items():
        shipped = yaml.load(
            (bundled() / name).read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )
        assert shipped == content
