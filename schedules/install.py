"""Texts ready to install: a crontab line, a systemd service with its timer. Cron and the daemon are equals."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from schedules import nights
from schedules.home import Home


def crontab(home: Home, when: str) -> str:
    """A crontab entry for `when` (five fields, Asia/Shanghai); cron mails what a failed harvest prints."""
    root = home.root.resolve()
    log = root / "logs" / "cron.log"
    command = shlex.join([str(_program()), "harvest", "--scheduled", "--home", str(root)])
    return (
        "# Gongkai: the nightly harvest. Install with: crontab -e (times are Asia/Shanghai)\n"
        "CRON_TZ=Asia/Shanghai\n"
        f"{when} {command} >> {shlex.quote(str(log))} 2>&1\n"
    )


def systemd(home: Home, when: str) -> str:
    """A oneshot service and its timer; `Persistent` makes up for a night the machine slept through."""
    root = home.root.resolve()
    command = shlex.join([str(_program()), "harvest", "--scheduled", "--home", str(root)])
    return f"""# /etc/systemd/system/gongkai.service
[Unit]
Description=Gongkai: harvest local budget disclosures
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart={command}
SuccessExitStatus=0
TimeoutStopSec=30
Nice=10

# /etc/systemd/system/gongkai.timer
[Unit]
Description=Gongkai every night

[Timer]
OnCalendar={nights.on_calendar(when)}
Persistent=true

[Install]
WantedBy=timers.target
# then: systemctl daemon-reload && systemctl enable --now gongkai.timer
"""


def _program() -> Path:
    return Path(sys.executable).parent / "gongkai"
