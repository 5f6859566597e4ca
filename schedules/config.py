"""Settings of one home: `gongkai.toml`, overridden by `GONGKAI_<SECTION>__<KEY>` in the environment; every wrong key is an error."""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from schedules.errors import UsageError

PREFIX = "GONGKAI_"


def _cron(at: str) -> str:
    from schedules import nights

    nights.trigger(at)
    return at


def _url(text: str) -> str:
    if text and not re.fullmatch(r"https?://\S+", text):
        raise ValueError("it should be an address that begins with http:// or https://")
    return text


def _mail(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        raise ValueError("it should be a mail address")
    return text


def _line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("it should be one line of printable characters")
    return text


Night = Annotated[str, AfterValidator(_cron)]
Url = Annotated[str, AfterValidator(_url)]
Line = Annotated[str, AfterValidator(_line)]
Address = Annotated[str, AfterValidator(_mail)]

_WORDS = {
    "bool_type": "it should be true or false, without quotes",
    "bool_parsing": "it should be true or false",
    "int_type": "it should be a whole number, without quotes",
    "int_parsing": "it should be a whole number",
    "float_type": "it should be a number, without quotes",
    "float_parsing": "it should be a number",
    "string_type": "it should be a text in quotes",
    "tuple_type": 'it should be a list, such as ["one", "two"]',
}
"""Pydantic's error types in plainer words; the others say it well themselves."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HarvestSettings(_Section):
    """What a night covers and how long it may take."""

    sources: tuple[str, ...] = Field(
        default=(), description="portal ids, `province:河南`, `prefecture:洛阳市`, or `all`"
    )
    at: Night = Field(
        default="30 22 * * *", description="when the night begins: five cron fields, Asia/Shanghai"
    )
    deadline_hours: float = Field(default=7.0, gt=0, description="no new source is started after this")
    source_hours: float = Field(default=2.0, gt=0, description="a source that takes longer is stopped")
    source_memory_megabytes: int = Field(
        default=2000, ge=0, description="a source whose process wants more memory fails; 0 means no limit"
    )
    tries: int = Field(
        default=2,
        ge=1,
        le=10,
        description="how often a source that fails for the moment is tried in one night",
    )
    retry_minutes: float = Field(
        default=30.0, ge=0, description="how long after the others such a source is tried again"
    )
    parallel_sources: int = Field(
        default=4, ge=1, le=64, description="sources crawled at once (never two of one platform)"
    )
    jobs: int = Field(default=0, ge=0, description="parsing processes; 0 means one per core")
    ocr_pages: int = Field(
        default=60, ge=0, description="scanned pages read per file; the rest stay needs_ocr"
    )
    free_gigabytes: float = Field(default=2.0, ge=0, description="less free disk than this stops the run")


class CrawlSettings(_Section):
    """How the crawler introduces itself and how much it may take."""

    contact: Line = Field(
        default="", description="an address or URL under which a county's operator can reach you"
    )
    max_requests: int = Field(
        default=0, ge=0, description="requests per source and run; 0 means the portal's own daily cap"
    )
    max_megabytes: int = Field(
        default=0, ge=0, description="files per source and run, in megabytes; 0 means no limit"
    )


class PublishSettings(_Section):
    """What a release holds."""

    formats: tuple[Literal["parquet", "csv", "dta", "xlsx"], ...] = Field(
        default=("parquet", "csv"), description="files beside the database: parquet, csv, dta, xlsx"
    )
    keep: int = Field(default=14, ge=1, description="releases kept beside the current one")
    memory_megabytes: int = Field(
        default=0, ge=0, description="what publishing may keep in memory; 0 means 40 % of the machine's"
    )


class NotifySettings(_Section):
    """Whom to tell how the night went."""

    quiet: bool = Field(default=False, description="say nothing when all is well (the ping is always sent)")
    webhook: Url = Field(default="", description="a URL that gets the run as JSON by POST")
    ping: Url = Field(default="", description="a dead-man URL fetched after every finished run")
    command: str = Field(default="", description="a command that gets the summary on standard input")
    mail_to: tuple[Address, ...] = Field(default=(), description="who gets the summary by mail")
    mail_from: Line = Field(default="", description="the sender; empty means the first recipient")
    smtp_host: str = Field(default="localhost", description="your mail server")
    smtp_port: int = Field(default=25, ge=1, le=65535, description="its port")
    smtp_starttls: bool = Field(default=False, description="whether to encrypt with STARTTLS")
    smtp_user: str = Field(default="", description="the name to log in with; empty means no login")
    smtp_password: str = Field(
        default="", description="the password (better in the environment than in the file)"
    )


class Settings(_Section):
    """All settings of a home; the defaults are those of a missing file."""

    harvest: HarvestSettings = HarvestSettings()
    crawl: CrawlSettings = CrawlSettings()
    publish: PublishSettings = PublishSettings()
    notify: NotifySettings = NotifySettings()


SECTIONS: dict[str, type[_Section]] = {
    name: type(field.default) for name, field in Settings.model_fields.items()
}


def load(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in `path` (a missing file means defaults), with the environment's overrides.

    Raises:
        UsageError: the file is no TOML, or keys or values are wrong; the message names each of them.
    """
    stored = _file(path)
    problems = [f"in {path}: {text}" for text in _wrong_keys(stored)]
    known = _known(stored)
    try:
        # as JSON, so that types are strict (`jobs = true` is no number) and lists still become tuples
        Settings.model_validate_json(json.dumps(known, default=repr), strict=True)
    except ValidationError as error:
        problems += [f"in {path}: {text}" for text in _wrong_values(error)]
    overrides, wrong = _environment(os.environ if environment is None else environment)
    problems += wrong
    if problems:
        raise UsageError("wrong settings: " + "\n  ".join(["", *problems] if len(problems) > 1 else problems))
    return Settings.model_validate(
        {section: {**known.get(section, {}), **overrides.get(section, {})} for section in SECTIONS}
    )


def _file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError(f"cannot read the settings in {path}: save the file as UTF-8") from error
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"cannot read the settings in {path}: {error}") from error


def _wrong_keys(stored: Mapping[str, Any]) -> list[str]:
    found = []
    for section, values in stored.items():
        if section not in SECTIONS:
            found.append(f"there is no section [{section}]{_nearest(section, SECTIONS)}")
        elif not isinstance(values, dict):
            found.append(f"{section} is a section: write [{section}] and its settings below it")
        else:
            known = SECTIONS[section].model_fields
            found += [
                f"there is no setting {section}.{key}{_nearest(key, known)}"
                for key in values
                if key not in known
            ]
    return found


def _known(stored: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What is left of a file without what `_wrong_keys` names: the values are looked at all the same."""
    return {
        section: {key: value for key, value in values.items() if key in SECTIONS[section].model_fields}
        for section, values in stored.items()
        if section in SECTIONS and isinstance(values, dict)
    }


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; do you mean {near[0]}?" if near else f"; there are {', '.join(known)}"


def _wrong_values(error: ValidationError) -> list[str]:
    return [
        f"{'.'.join(str(part) for part in each['loc'])} = {each['input']!r}: {_words(each['type'], each['msg'])}"
        for each in error.errors()
    ]


def _words(kind: str, message: str) -> str:
    said = message.removeprefix("Value error, ").replace("Input should", "it should")
    return _WORDS.get(kind, said)


def _environment(environment: Mapping[str, str]) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The overrides by section and key, as their own types, and what is wrong with them."""
    found: dict[str, dict[str, Any]] = {}
    problems = []
    for name, text in sorted(environment.items()):
        section, split, key = name.removeprefix(PREFIX).lower().partition("__")
        if not (name.startswith(PREFIX) and split):
            continue
        if wrong := _wrong_keys({section: {key: text}}):
            problems.append(f"in the environment, {name}: {wrong[0]}")
            continue
        is_list = isinstance(SECTIONS[section].model_fields[key].default, tuple)
        value = [part.strip() for part in text.split(",") if part.strip()] if is_list else text
        try:
            checked = SECTIONS[section].model_validate({key: value})
        except ValidationError as error:
            first = error.errors()[0]
            problems.append(f"in the environment, {name} = {text!r}: {_words(first['type'], first['msg'])}")
        else:
            found.setdefault(section, {})[key] = getattr(checked, key)
    return found, problems
