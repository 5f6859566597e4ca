"""The registry of portals: one YAML file per province, one entry per region, validated; nothing here touches the network.

Addresses of a first seed are facts of April 2026 (see `source` in each file) and carry `status: unverified` until a probe or a
person has seen the page.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from crawler.errors import CrawlerError

Status = Literal["unverified", "active", "blocked", "dead", "needs_js"]
Role = Literal["hub", "gov_budget", "gov_final", "dept_budget", "dept_final", "mixed"]
Level = Literal["province", "prefecture", "county", "township", "department"]
TlsProfile = Literal["default", "legacy", "seclevel1", "no_dh"]
_SERVICE_LABELS = {"www", "czj", "czt", "cz", "zwgk", "xxgk", "gk", "zfxxgk", "zwfw", "admin"}
RegionCode = Annotated[str, Field(pattern=r"^\d{6}$")]


# the C loader reads the 3,215 portals ten times faster
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RegistryError(CrawlerError):
    """A registry file or a wanted portal is wrong; the message names the file or code and the way out."""

    exit_code = 2


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(_Strict):
    """One address to start from; `role` says what it lists, for people."""

    url: str
    role: Role = "mixed"

    @field_validator("url")
    @classmethod
    def _plain_web_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{url!r} is not an http(s) address")
        if parts.username or parts.password:
            raise ValueError(f"{url!r} carries a user name; give the plain address")
        return url


class Caps(_Strict):
    """Budgets of one run and one day: requests, files, bytes per file, pages of one list."""

    requests_per_day: int = Field(default=800, ge=1)
    file_bytes: int = Field(default=300_000_000, ge=1)
    list_pages: int = Field(default=300, ge=1)


class Expectations(_Strict):
    """What a healthy run looks like: fewer rows or a foreign `SiteIDCode` is a finding."""

    min_rows: int = Field(default=1, ge=0)
    site_id_prefix: str = ""
    title_must_match: str = ""


class Schedule(_Strict):
    """How often to look: in the disclosure seasons and outside them, and how often to walk everything again (days)."""

    in_season_days: int = Field(default=1, ge=1)
    off_season_days: int = Field(default=7, ge=1)
    full_walk_days: int = Field(default=90, ge=1)


def hosts_around(addresses: list[str], *, exact: bool = False) -> tuple[str, ...]:
    """Hosts that a portal's own pages and files may stand on.

    A government host brings its siblings, because departments and file servers have hosts of their own: `czj.example.gov.cn` gives
    `*.example.gov.cn`. A host without a service label stands for itself and what is below it (`yanji.jl.gov.cn` never opens
    `*.jl.gov.cn`). Any other host, and every host of a shared platform (`exact`), stands for itself only.
    """
    found: dict[str, None] = {}
    for host in filter(None, (urlsplit(address).hostname for address in addresses)):
        labels = host.split(".")
        kept = labels[1:] if labels[0] in _SERVICE_LABELS else labels
        siblings = not exact and host.endswith(".gov.cn") and len(kept) >= 3
        found["*." + ".".join(kept) if siblings else host] = None
    return tuple(found)


class Portal(_Strict):
    """One source: a region's disclosure column(s), how to read them and how politely.

    `platform` names a shared machine (a provincial platform serves a hundred counties): everything with the same key is throttled
    together. `allowed_hosts` are exact host names, or `*.example.gov.cn` for a host and all below it; left out, they follow from
    the addresses (`hosts_around`). `home` is the region's front page, where a probe looks for the column. `sample` marks the
    bundled sample portal on loopback.
    """

    region_code: RegionCode
    name: str = Field(min_length=1)
    province: str = ""
    prefecture: str = ""
    level: Level = "county"
    portal_id: str = ""
    home: str = ""
    entries: tuple[Entry, ...] = ()
    family: str = "generic_static"
    allowed_hosts: tuple[str, ...] = ()
    tls_profile: TlsProfile = "default"
    verify_tls: bool = True
    delay_seconds: float = Field(default=4.0, ge=0)
    caps: Caps = Caps()
    platform: str = ""
    cookies: bool = True
    user_agent: str = ""
    robots_override: str = ""
    expect: Expectations = Expectations()
    schedule: Schedule = Schedule()
    status: Status = "unverified"
    verified_on: date | None = None
    source: str = ""
    notes: str = ""
    sample: bool = False

    @model_validator(mode="before")
    @classmethod
    def _derive(cls, data: object) -> object:
        if isinstance(data, dict):
            data = dict(data)
            if isinstance(data.get("region_code"), int):
                data["region_code"] = str(data["region_code"])  # YAML reads a code without quotes as a number
            data.setdefault("portal_id", str(data.get("region_code", "")))
            if not data.get("allowed_hosts"):
                entries = data.get("entries") or ()
                addresses = [
                    entry.get("url", "") if isinstance(entry, dict) else entry.url for entry in entries
                ]
                if not data.get("platform"):
                    addresses.append(str(data.get("home") or ""))
                data["allowed_hosts"] = hosts_around(addresses, exact=bool(data.get("platform")))
        return data

    @model_validator(mode="after")
    def _entries_are_allowed(self) -> Portal:
        for entry in self.entries:
            host = urlsplit(entry.url).hostname or ""
            if not self.allows(host):
                raise ValueError(f"entry {entry.url} is outside allowed_hosts {list(self.allowed_hosts)}")
        return self

    def allows(self, host: str) -> bool:
        """Whether a host may be asked for this portal."""
        host = host.lower().rstrip(".")
        for pattern in self.allowed_hosts:
            bare = pattern.removeprefix("*.").lower()
            if host == bare or (pattern.startswith("*.") and host.endswith("." + bare)):
                return True
        return False


@lru_cache(maxsize=64)
def read(path: Path) -> tuple[Portal, ...]:
    """The portals of one YAML file: `{province, source, portals: […]}`; file-level keys are defaults of its portals.

    Raises:
        RegistryError: the file is not valid; the message names the file, the region and the field.
    """
    try:
        document = yaml.load(path.read_bytes(), Loader=_LOADER)
    except (OSError, yaml.YAMLError) as error:
        raise RegistryError(f"cannot read the portal file {path}: {' '.join(str(error).split())}") from error
    if not isinstance(document, dict) or not isinstance(document.get("portals"), list):
        raise RegistryError(f"{path} holds no list named `portals`; see docs/add-a-portal.md")
    defaults = {key: value for key, value in document.items() if key != "portals"}
    portals = []
    for number, item in enumerate(document["portals"], start=1):
        try:
            portals.append(Portal.model_validate({**defaults, **item}))
        except (ValidationError, TypeError) as error:
            code = item.get("region_code", f"entry {number}") if isinstance(item, dict) else f"entry {number}"
            why = _one_line(error) if isinstance(error, ValidationError) else str(error)
            raise RegistryError(
                f"{path.name}: portal {code} is not valid: {why}; docs/add-a-portal.md shows an entry"
            ) from error
    return tuple(portals)


def _one_line(error: ValidationError) -> str:
    """What is wrong with an entry, field by field."""
    wrong = ((".".join(map(str, item["loc"])) or "the entry", item["msg"]) for item in error.errors())
    return "; ".join(f"{field}: {message.removeprefix('Value error, ')}" for field, message in wrong)


def bundled() -> Path:
    """The folder of the registry that comes with the program."""
    return Path(str(resources.files("crawler") / "portals"))


def load(folder: Path | None = None) -> tuple[Portal, ...]:
    """All portals of a folder (the bundled registry by default), ordered by portal id.

    Raises:
        RegistryError: a file is invalid, or two portals share an id.
    """
    base = folder or bundled()
    found: dict[str, Portal] = {}
    for path in sorted(base.glob("*.y*ml")):
        for portal in read(path):
            if portal.portal_id in found:
                message = f"two portals of {base} have the id {portal.portal_id}; give one of them another portal_id"
                raise RegistryError(message)
            found[portal.portal_id] = portal
    return tuple(found[portal_id] for portal_id in sorted(found))


def merged(own: Path) -> tuple[Portal, ...]:
    """The bundled registry with the entries of one's own folder (`<home>/portals`) in place of those with the same id.

    Raises:
        RegistryError: as `load`.
    """
    found = {portal.portal_id: portal for portal in (*load(), *load(own))}
    return tuple(found[portal_id] for portal_id in sorted(found))


def find(portal_id: str, folder: Path | None = None) -> Portal:
    """The portal with this id (the region code, unless a region has several).

    Raises:
        RegistryError: there is none.
    """
    base = folder or bundled()
    # the bundled files are named by province, so that usually one is read
    for path in (*sorted(base.glob(f"{portal_id[:2]}_*.yml")), *sorted(base.glob("*.y*ml"))):
        for portal in read(path):
            if portal.portal_id == portal_id:
                return portal
    search = f"--province {portal_id[:2]}" if portal_id.isdigit() else f"--name {portal_id}"
    raise RegistryError(
        f"no portal has the id {portal_id}, usually a region's six digits; `gongkai portals list {search}` looks for it"
    )
