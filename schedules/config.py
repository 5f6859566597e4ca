"""Settings of one home: `gongkai.toml`, overridden by `GONGKAI_<SECTION>__<KEY>` in the environment; every wrong key is an error."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schedules.errors import UsageError

PREFIX = "GONGKAI_"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HarvestSettings(_Section):
    """What a night covers and how long it may take."""

    sources: tuple[str, ...] = Field(
        default=(), description="portal ids, `province:河南`, `prefecture:洛阳市`, or `all`"
    )
    at: str = Field(
        default="30 22 * * *", description="when the daemon or cron begins: five cron fields, Asia/Shanghai"
    )
    deadline_hours: float = Field(default=7.0, gt=0, description="no new source is started after this")
    parallel_sources: int = Field(
        default=4, ge=1, description="sources crawled at once (never two of one platform)"
    )
    jobs: int = Field(default=0, ge=0, description="parsing processes; 0 means one per core")
    ocr_pages: int = Field(
        default=60, ge=0, description="scanned pages read per file; the rest stay needs_ocr"
    )
    free_gigabytes: float = Field(default=2.0, ge=0, description="less free disk than this stops the crawl")
    source_hours: float = Field(default=2.0, gt=0, description="a source that takes longer is stopped")


class CrawlSettings(_Section):
    """How the crawler introduces itself and how much it may take."""

    contact: str = Field(
        default="", description="an address or URL that a county's operator can reach you under"
    )
    max_requests: int = Field(
        default=0, ge=0, description="requests per source and run; 0 means the portal's own cap"
    )


class PublishSettings(_Section):
    """What a release holds."""

    formats: tuple[Literal["parquet", "csv", "dta", "xlsx"], ...] = ("parquet", "csv")
    keep: int = Field(default=14, ge=1, description="releases kept beside the current one")


class NotifySettings(_Section):
    """Whom to tell how the night went."""

    quiet: bool = Field(default=False, description="say nothing when all is well (the ping is always sent)")
    webhook: str = Field(default="", description="a URL that takes the run as JSON by POST")
    ping: str = Field(default="", description="a dead-man URL fetched after every finished run")
    command: str = Field(default="", description="a command that takes the summary on standard input")
    mail_to: tuple[str, ...] = ()
    mail_from: str = ""
    smtp_host: str = "localhost"
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_starttls: bool = False
    smtp_user: str = ""
    smtp_password: str = ""


class Settings(_Section):
    """All settings of a home; the defaults are those of a missing file."""

    harvest: HarvestSettings = HarvestSettings()
    crawl: CrawlSettings = CrawlSettings()
    publish: PublishSettings = PublishSettings()
    notify: NotifySettings = NotifySettings()


def load(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in `path` (a missing file means defaults), with the environment's overrides.

    Raises:
        UsageError: the file is no TOML, or a key or value is wrong; the message names it and what is known.
    """
    stored: dict[str, Any] = {}
    if path.is_file():
        try:
            stored = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError(f"cannot read the settings in {path}: {error}") from error
    for name, value in (environment if environment is not None else os.environ).items():
        section, _, key = name.removeprefix(PREFIX).lower().partition("__")
        if name.startswith(PREFIX) and key:
            values = stored.setdefault(section, {})
            values[key] = value.split(",") if _is_list(section, key) else value
    try:
        return Settings.model_validate(stored)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        known = ", ".join(f"{s}.{k}" for s, k in _known())
        raise UsageError(
            f"wrong setting {where} in {path}: {first['msg']}; known settings: {known}"
        ) from error


def _known() -> list[tuple[str, str]]:
    return [
        (section, key)
        for section, field in Settings.model_fields.items()
        for key in type(field.default).model_fields
    ]


def _is_list(section: str, key: str) -> bool:
    field = Settings.model_fields.get(section)
    default = getattr(field.default, key, None) if field else None
    return isinstance(default, tuple)
