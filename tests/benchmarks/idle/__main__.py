"""What an idle night costs: `python -m tests.benchmarks.idle [--portals 50] [--nights 3]`, by hand, some minutes.

Loopback portals of every family the tests can lay out are walked to their end in the first night; in the nights after it nothing is
new. Printed are the requests per portal besides robots.txt; more than three for any portal ends with exit code 1.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import shutil
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schedules.calendar import Due
from schedules.config import Settings
from schedules.crawling import CrawlStage
from schedules.home import Home
from schedules.runs import RunRecord
from schedules.source_process import SourceProcesses

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from network.county import County
from network.portals import RENDERERS, lay_out
from network.site import Site

LOOK_ALIKES = {"trs_from_one": "trs", "asp": "generic_static"}
"""Layouts that a family of another name reads."""

FIRST_NIGHT = datetime(2026, 9, 1, 14, 30, tzinfo=UTC)
MOST = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portals", type=int, default=50)
    parser.add_argument("--nights", type=int, default=3)
    given = parser.parse_args()
    home = Home.create(Path(tempfile.mkdtemp(prefix="idle-")))
    settings = Settings.model_validate({"harvest": {"parallel_sources": 2, "free_gigabytes": 0}})
    worst = 0
    with contextlib.ExitStack() as stack:
        counties, due = [], []
        for number in range(given.portals):
            family = list(RENDERERS)[number % len(RENDERERS)]
            county = County(stack.enter_context(Site()))
            lay_out(county, family)
            name = LOOK_ALIKES.get(family, family)
            code = str(410101 + number)
            portal = county.site.portal(
                county.entry, region_code=code, name=f"{family} {code}", family=name, sample=True
            )
            counties.append(county)
            due.append(Due(portal, "nightly", "idle", MOST))
        for night in range(given.nights):
            for county in counties:
                county.site.asked.clear()
            now = FIRST_NIGHT + timedelta(days=night)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            record = RunRecord(f"night{night}", now.isoformat())
            processes = SourceProcesses(home, settings, record.run_id)
            CrawlStage(processes, record, lambda result: None, now=lambda now=now: now).crawl(due)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            asked = [len(county.site.paths()) for county in counties]
            spread = ", ".join(
                f"{count} portals {number}" for number, count in sorted(Counter(asked).items())
            )
            outcomes = dict(Counter(source.outcome for source in record.sources))
            print(
                f"night {night + 1}: requests per portal: {spread}; {outcomes}; "
                f"{seconds / given.portals:.2f} s CPU per portal",
                flush=True,
            )
            for source in record.sources:
                if source.outcome != "ok":
                    print(f"    {source.line()}")
            if night:
                worst = max(worst, *asked)
                for each, county in zip(due, counties, strict=True):
                    if len(county.site.paths()) > MOST:
                        print(f"    {each.portal.name}: {county.site.paths()[:8]}")
    shutil.rmtree(home.root)
    print(f"the dearest portal of an idle night: {worst} requests (at most {MOST})")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
