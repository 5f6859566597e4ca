"""Texts ready to install: a crontab entry, a systemd service with its timer. Cron, systemd and the daemon are equals."""

from __future__ import annotations

import getpass
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path

from schedules import nights
from schedules.errors import UsageError
from schedules.home import Home


def crontab(home: Home, when: str) -> str:
    """A crontab entry for the nights of `when` (five fields, Asia/Shanghai), written in this machine's own time.

    Not every cron knows `CRON_TZ`: Debian's reads all times as local time.

    Raises:
        UsageError: cron cannot say `when`.
    """
    here = datetime.now().astimezone().tzinfo
    try:
        if len(when.split()) == 6:
            raise ValueError(f"{when!r} has six fields: cron knows no seconds, the daemon does")
        local = nights.in_zone(when, here, datetime.now(UTC))
    except ValueError as error:
        raise UsageError(f"harvest.at = {error}") from error
    root = home.root.resolve()
    log = root / "logs" / "cron.log"
    # cron ends a command at a percent sign
    command = f"{shlex.join(_command(root))} >> {shlex.quote(str(log))} 2>&1".replace("%", "\\%")
    return (
        "# Gongkai: the nightly harvest. Install: crontab -e\n"
        f"# {when} in {nights.TIMEZONE} is {local} in this machine's time ({here}); print it again when that changes\n"
        f"{local} {command}\n"
    )


def units(home: Home, when: str) -> dict[str, str]:
    """A oneshot service and its timer by file name; `Persistent` makes up for a night the machine slept through."""
    # systemd reads a percent sign as a specifier
    command = shlex.join(_command(home.root.resolve())).replace("%", "%%")
    service = f"""[Unit]
Description=Gongkai: harvest local budget disclosures
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
User={getpass.getuser()}
ExecStart={command}
SuccessExitStatus=143
TimeoutStopSec=30
Nice=10
"""
    timer = f"""[Unit]
Description=Gongkai every night

[Timer]
OnCalendar={nights.on_calendar(when)}
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {"gongkai.service": service, "gongkai.timer": timer}


def systemd(home: Home, when: str) -> str:
    """The two units as one text that says where they belong."""
    files = [f"# /etc/systemd/system/{name}\n{text}" for name, text in units(home, when).items()]
    return "\n".join([*files, "# then: systemctl daemon-reload && systemctl enable --now gongkai.timer\n"])


def _command(root: Path) -> list[str]:
    return [str(Path(sys.executable).parent / "gongkai"), "harvest", "--scheduled", "--home", str(root)]
