"""One crawl as a process: stopped, killed, taken up again, and never two at once on one host."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from network.runs import NOW, QUICK, night
from network.site import Answer, Asked, Site, paged

from crawler.archive import Archive
from crawler.turns import turn


def test_a_stopped_run_ends_cleanly_and_goes_on(tmp_path: Path, site: Site) -> None:
    paged(site, 20)
    command = process_of(site, tmp_path)

    def stop(asked: Asked) -> Answer:
        running[0].send_signal(signal.SIGTERM)
        time.sleep(0.05)
        return Answer("%PDF 5", media_type="application/pdf")

    running: list[subprocess.Popen[str]] = []
    site.routes["/files/5.pdf"] = stop
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        running.append(process)
        said = process.communicate(timeout=30)[1]
    assert process.returncode == 130
    assert "goes on where this one was" in said
    site.routes["/files/5.pdf"] = Answer("%PDF 5", media_type="application/pdf")
    done = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    assert done["status"] == "ok"
    with Archive(tmp_path / "archive") as archive:
        ended = archive.ledger.execute("SELECT status FROM run ORDER BY started_at").fetchall()
        assert [tuple(row) for row in ended] == [("partial",), ("ok",)]
        assert archive.verify().files == 20


def test_a_run_taken_up_again_under_its_old_name_walks_everything(archive: Archive, site: Site) -> None:
    paged(site, 12)
    assert night(site, archive, run_id="night", max_requests=7).status == "partial"
    again = night(site, archive, run_id="night", now=NOW + timedelta(hours=1))
    assert again.status == "ok"
    assert again.list_pages == 3
    assert archive.ledger.execute("SELECT count(*) FROM attachment WHERE state = 'done'").fetchone()[0] == 12


def test_a_killed_runs_requests_count_for_the_day(archive: Archive, site: Site) -> None:
    paged(site, 12)
    portal = site.portal(caps={"requests_per_day": 10})
    night(site, archive, portal, max_requests=8)
    archive.ledger.execute("UPDATE run SET requests = NULL, finished_at = NULL")
    assert night(site, archive, portal, now=NOW + timedelta(minutes=30)).requests == 2


def process_of(site: Site, folder: Path) -> list[str]:
    """The command that crawls a site in a process of its own."""
    entry = folder / "portal.json"
    entry.write_text(site.portal().model_dump_json(), encoding="utf-8")
    options = replace(QUICK, now=None, any_hour=True).to_json()
    command = [sys.executable, "-m", "crawler.run", "--archive", str(folder / "archive")]
    return [*command, "--portal-json", str(entry), "--options", options]


def test_a_killed_run_goes_on_without_fetching_anything_twice(tmp_path: Path, site: Site) -> None:
    paged(site, 20)
    for number in range(20):
        body = site.routes[f"/files/{number}.pdf"]
        assert isinstance(body, Answer)

        def slow(asked: Asked, body: Answer = body) -> Answer:
            time.sleep(0.01)
            return body

        site.routes[f"/files/{number}.pdf"] = slow
    command = process_of(site, tmp_path)
    killed = 0
    for enough in (15, 28):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while len(site.asked) < enough and process.poll() is None:
                time.sleep(0.005)
            os.kill(process.pid, signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
    assert killed == 2
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["status"] == "ok"
    files = [path for path in site.paths() if path.startswith("/files/")]
    assert len(set(files)) == 20
    assert len(files) <= 20 + 2, "only what was under way when the run was killed is asked for again"
    with Archive(tmp_path / "archive") as archive:
        assert archive.verify().damage == ()
        assert archive.verify().files == 20


def test_two_processes_never_crawl_one_host_at_once(archive: Archive, site: Site) -> None:
    portal = site.portal()
    with turn(archive.root, portal) as ours:
        assert ours
        report = night(site, archive, portal)
        assert (report.status, report.requests) == ("busy", 0)
        other = site.portal(platform="another", portal_id="410105-2")
        assert night(site, archive, other).status == "busy", (
            "the host counts, whatever the platform is called"
        )
    assert night(site, archive, portal).status == "ok"


def test_a_crawl_waits_for_its_turn_until_its_deadline(archive: Archive, site: Site) -> None:
    with turn(archive.root, site.portal()):
        assert night(site, archive, deadline_seconds=0.6).status == "busy"
