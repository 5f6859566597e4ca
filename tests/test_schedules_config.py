"""Settings: defaults, file, environment, and clear words for every mistake."""

from pathlib import Path

import pytest

from schedules.config import Settings, load
from schedules.errors import UsageError


def test_a_missing_file_means_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "gongkai.toml", {}) == Settings()


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.toml"
    path.write_text('[harvest]\njobs = 2\nsources = ["410105"]\n', encoding="utf-8")
    settings = load(path, {"GONGKAI_HARVEST__JOBS": "3", "GONGKAI_HARVEST__SOURCES": "410101,410102"})
    assert settings.harvest.jobs == 3
    assert settings.harvest.sources == ("410101", "410102")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[harvest]\njob = 2\n", "harvest.job"),
        ("[harvest]\njobs = -1\n", "harvest.jobs"),
        ("[crwal]\ncontact = 'x'\n", "crwal"),
        ("[harvest\n", "cannot read"),
    ],
)
def test_every_wrong_key_is_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "gongkai.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=named):
        load(path, {})


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.toml"
    path.write_text('[harvest]\nat = "22:30"\njob = 1\n[crwal]\nx = 1\n', encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        load(path, {"GONGKAI_HARVEST__JOBS": "many"})
    told = str(raised.value)
    for words in (
        "1 fields, not five",
        "do you mean jobs?",
        "do you mean crawl?",
        "GONGKAI_HARVEST__JOBS = 'many'",
    ):
        assert words in told


def test_the_byte_order_mark_of_other_editors_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.toml"
    path.write_text("\ufeff[harvest]\njobs = 3\n", encoding="utf-8")
    assert load(path, {}).harvest.jobs == 3
    path.write_bytes("[harvest]\nsources = ['province:河南']\n".encode("gbk"))
    with pytest.raises(UsageError, match="save the file as UTF-8"):
        load(path, {})
