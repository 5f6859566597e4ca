"""Tell people how the night went: a webhook, a mail through their own SMTP server, or a command; and a dead-man ping.

A notification that fails is tried again and then noted in the run record; it never fails the harvest.
"""

from __future__ import annotations

import json
import logging
import shlex
import smtplib
import subprocess
import urllib.request
from collections.abc import Callable
from dataclasses import asdict
from email.message import EmailMessage

from tenacity import (
    RetryError,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)

from schedules import summary
from schedules.config import NotifySettings
from schedules.home import Home
from schedules.runs import RunRecord

TIMEOUT_SECONDS = 20.0
ATTEMPTS = 4
TRANSIENT = (OSError, smtplib.SMTPException, subprocess.SubprocessError)

logger = logging.getLogger(__name__)


def tell(settings: NotifySettings, record: RunRecord, home: Home, wait_seconds: float = 2.0) -> list[str]:
    """Send the summary over every configured channel; returns one sentence for each that failed.

    With `quiet` a run that ended well is not told, but the dead-man ping is always sent: its silence is the alarm.
    """
    text = summary.text(record, home)
    channels: list[tuple[str, Callable[[], None]]] = []
    if not (settings.quiet and record.exit_code == 0):
        if settings.webhook:
            channels.append(("webhook", lambda: _webhook(settings.webhook, record, text)))
        if settings.mail_to:
            channels.append(("mail", lambda: _mail(settings, record, text, summary.page(record, home))))
        if settings.command:
            channels.append(("command", lambda: _command(settings.command, record, text)))
    if settings.ping:
        channels.append(("ping", lambda: _get(settings.ping)))
    problems = []
    for name, send in channels:
        try:
            for attempt in Retrying(
                stop=stop_after_attempt(ATTEMPTS),
                wait=wait_exponential_jitter(multiplier=wait_seconds, max=60, jitter=wait_seconds),
                retry=retry_if_exception_type(TRANSIENT),
            ):
                with attempt:
                    send()
        except RetryError as error:
            cause = error.last_attempt.exception()
            problems.append(f"the {name} notification failed {ATTEMPTS} times: {cause}")
            logger.warning(problems[-1])
    return problems


def subject(record: RunRecord) -> str:
    """The first line of every message."""
    word = "all well" if record.exit_code == 0 else "needs a look"
    new = sum(source.disclosures for source in record.sources)
    return f"Gongkai {record.run_id}: {word}, {new:,} new disclosures, {record.figures:,} figures"


def _webhook(url: str, record: RunRecord, text: str) -> None:
    body = json.dumps(
        {"text": f"{subject(record)}\n{text}", "run": asdict(record)}, ensure_ascii=False
    ).encode()
    request = urllib.request.Request(
        url, data=body, headers={"Content-Type": "application/json; charset=utf-8"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        answer.read()


def _get(url: str) -> None:
    with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:
        answer.read()


def _mail(settings: NotifySettings, record: RunRecord, text: str, page: str) -> None:
    message = EmailMessage()
    message["Subject"] = subject(record)
    message["From"] = settings.mail_from or settings.mail_to[0]
    message["To"] = ", ".join(settings.mail_to)
    message.set_content(text)
    message.add_alternative(page, subtype="html")
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS) as server:
        if settings.smtp_starttls:
            server.starttls()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message)


def _command(command: str, record: RunRecord, text: str) -> None:
    subprocess.run(
        shlex.split(command),
        input=f"{subject(record)}\n{text}\n",
        text=True,
        check=True,
        capture_output=True,
        timeout=TIMEOUT_SECONDS,
    )
