"""The command line and the settings in the docs are those of the program."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT
from typer.main import get_command

from schedules import config, reference, settings_cli
from schedules.cli import ROOMS, app
from schedules.home import Home


def test_the_page_is_the_programs_own_help() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert page == reference.markdown(), "run `python -m schedules.reference`"


def test_every_command_option_and_setting_says_what_it_means() -> None:
    found = list(reference.commands(get_command(app)))
    assert {name.split()[1] for name, _ in found} == set(ROOMS)
    for name, command in found:
        assert command.help, name
        for each in command.params:
            assert getattr(each, "help", None), f"{name} {each.opts}"
    for section, kind in config.SECTIONS.items():
        for key, field in kind.model_fields.items():
            assert field.description, f"{section}.{key}"


def test_commands_named_in_the_docs_exist() -> None:
    known = {name.removeprefix("gongkai ") for name, _ in reference.commands(get_command(app))}
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for words in re.findall(r"gongkai ((?:[a-z]+ ?){1,2})", page.read_text(encoding="utf-8")):
            first, *rest = words.split()
            if first in ROOMS:
                assert first in known or not rest or f"{first} {rest[0]}" in known, (
                    f"{page.name}: gongkai {words}"
                )


def test_the_printed_settings_are_a_valid_file_with_the_same_meaning(tmp_path: Path) -> None:
    home = Home(tmp_path)
    given = config.load(
        home.configuration,
        {"GONGKAI_HARVEST__SOURCES": "410101,province:河南", "GONGKAI_NOTIFY__QUIET": "yes"},
    )
    home.configuration.write_text(settings_cli.text(given, home), encoding="utf-8")
    assert config.load(home.configuration, {}) == given
    # also when every line counts
    bare = re.sub(r"(?m)^# (\w+ = )", r"\1", settings_cli.text(config.Settings(), home))
    assert set(tomllib.loads(bare)["harvest"]) == set(config.HarvestSettings.model_fields)
    home.configuration.write_text(bare, encoding="utf-8")
    assert config.load(home.configuration, {}) == config.Settings()


def test_a_password_is_not_printed(tmp_path: Path) -> None:
    given = config.load(tmp_path / "none", {"GONGKAI_NOTIFY__SMTP_PASSWORD": "sesame"})
    assert "sesame" not in settings_cli.text(given, Home(tmp_path))


WRONG = {
    bool: ("perhaps", '"true"'),
    int: ("many", '"3"'),
    float: ("long", "true"),
    str: (None, "7"),
    tuple: (None, '"one"'),
}


@pytest.mark.parametrize(
    ("section", "key"),
    [(section, key) for section, kind in config.SECTIONS.items() for key in kind.model_fields],
)
def test_every_setting_refuses_a_wrong_name_and_a_wrong_type(section: str, key: str, tmp_path: Path) -> None:
    path = tmp_path / "gongkai.toml"
    in_environment, in_file = WRONG[type(config.SECTIONS[section].model_fields[key].default)]
    path.write_text(f"[{section}]\n{key} = {in_file}\n", encoding="utf-8")
    with pytest.raises(config.UsageError, match=rf"{section}\.{key} = .*: it should be"):
        config.load(path, {})
    path.write_text(f"[{section}]\n{key}x = 1\n", encoding="utf-8")
    with pytest.raises(config.UsageError, match=rf"there is no setting {section}\.{key}x; do you mean {key}"):
        config.load(path, {})
    path.write_text("", encoding="utf-8")
    if in_environment is not None:
        name = f"GONGKAI_{section}__{key}".upper()
        with pytest.raises(config.UsageError, match=f"{name} = .*: it should be"):
            config.load(path, {name: in_environment})
