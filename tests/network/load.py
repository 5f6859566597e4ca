"""Load test, by hand: a portal of many articles on loopback, crawled without politeness, beside bare Scrapy on the same server.

    python tests/network/load.py --articles 100000 --kill-at 30000

Bare Scrapy fetches the same addresses first (fewer of them) and keeps nothing. Then the portal is crawled from empty, killed with
SIGKILL once so many files are on the disk, and crawled to its end by a second process; the server says what was asked for twice.
Rates are given by the clock and by the processor's time: the clock means little on a machine that does other work.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

ROWS = 100
PARALLEL = 8
FILE_BYTES = 20_000
PADDING = "<p>" + "为便于社会公众监督，现将有关情况说明如下。" * 20 + "</p>"

BARE = """
import sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
base, parallel = sys.argv[1], int(sys.argv[2])
class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        yield scrapy.Request(base + "/list/index_0.html")
    def parse(self, response):
        for url in response.css("li a::attr(href)").getall():
            yield response.follow(url, self.article, priority=1)
        for url in response.css("body > a::attr(href)").getall():
            yield response.follow(url)
    def article(self, response):
        yield response.follow(response.css("a::attr(href)").get(), self.file, priority=2)
    def file(self, response):
        pass
process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": parallel, "CONCURRENT_REQUESTS_PER_DOMAIN": parallel,
    "REMOTE_CONTROL_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
process.crawl(Bare)
process.start()
"""


# -- the portal


class Connection(asyncio.Protocol):
    """Just enough HTTP."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            status, media_type, body = self.portal.page(path)
            self.transport.write(
                f"HTTP/1.1 {status} X\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                + body
            )


class Portal:
    """The pages and files of one portal, and the count of what was asked for."""

    def __init__(self, articles: int) -> None:
        self.articles = articles
        self.asked: Counter[str] = Counter()
        self.noise = random.Random(1).randbytes(FILE_BYTES)

    def page(self, path: str) -> tuple[int, str, bytes]:
        """Status, media type and body of an address."""
        if path == "/twice":
            twice = {path: times for path, times in self.asked.items() if times > 1}
            return 200, "application/json", json.dumps(twice).encode()
        if path.startswith(("/a/", "/f/")):
            self.asked[path] += 1
        if path.startswith("/list/"):
            return 200, "text/html", self.listing(int(path.removeprefix("/list/index_")[:-5])).encode()
        if path.startswith("/a/"):
            return 200, "text/html", article(path[3:-5]).encode()
        if path.startswith("/f/"):
            return 200, "application/pdf", f"%PDF-1.7 {path}\n".encode() + self.noise
        return 404, "text/plain", b""

    def listing(self, number: int) -> str:
        """One page of the list."""
        rows = []
        for item in range(number * ROWS, min((number + 1) * ROWS, self.articles)):
            day, title = f"{2024 - item % 8}-0{item % 9 + 1}-1{item % 9}", title_of(str(item))
            rows.append(f'<li><a href="/a/{item}.html" title="{title}">{title}</a><span>{day}</span></li>')
        last = (number + 1) * ROWS >= self.articles
        more = "" if last else f'<a href="/list/index_{number + 1}.html">下一页</a>'
        return f"<html><body><ul>{''.join(rows)}</ul>{more}</body></html>"


def title_of(item: str) -> str:
    """The title of an article."""
    return f"演示区第{item}单位2024年部门预算"


def article(item: str) -> str:
    """An article with one file."""
    title = title_of(item)
    head = f'<title>{title}</title><meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2024-02-03">'
    return f'<html><head>{head}</head><body><h1>{title}</h1>{PADDING}<a href="/f/{item}.pdf">{title}.pdf</a></body></html>'


def _serve(articles: int, ports: multiprocessing.SimpleQueue[int]) -> None:
    async def main() -> None:
        portal = Portal(articles)
        server = await asyncio.get_running_loop().create_server(lambda: Connection(portal), "127.0.0.1", 0)
        ports.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


@contextmanager
def served(articles: int) -> Iterator[str]:
    """A portal of so many articles in a process of its own; its address."""
    ports: multiprocessing.SimpleQueue[int] = multiprocessing.SimpleQueue()
    server = multiprocessing.Process(target=_serve, args=(articles, ports), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{ports.get()}"
    finally:
        server.kill()


# -- the crawls


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds by the clock and of the processor, memory at its peak (MB), and what it printed."""

    seconds: float
    processor: float
    peak: float
    said: str = ""

    def told(self, what: str, articles: int) -> str:
        """One line for people."""
        return (
            f"{what}: {articles} articles with their files, {articles / self.seconds:.0f} a second by the clock, "
            f"{articles / self.processor:.0f} a second of processor time ({1000 * self.processor / articles:.2f} ms each), "
            f"peak {self.peak:.0f} MB"
        )


def run(command: list[str], files: Path | None = None, kill_at: int = 0) -> Cost:
    """Run a process to its end and measure it; with `kill_at`, kill it once `files` holds so many."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output)
        beat = 0
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            time.sleep(0.25)
            beat += 1
            if files is not None and beat % 20 == 0:
                kept = sum(1 for _ in files.glob("*/*"))
                if kill_at and kept >= kill_at:
                    process.kill()
                    kill_at = 0
                elif beat % 240 == 0:
                    print(f"  {kept} files, {_resident(process.pid):.0f} MB", flush=True)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        processor = used.ru_utime + used.ru_stime
        return Cost(time.monotonic() - started, processor, used.ru_maxrss / 1024, output.read())


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def bare(base: str, articles: int) -> Cost:
    """Scrapy alone, keeping nothing."""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(BARE)
        script.flush()
        cost = run([sys.executable, script.name, base, str(PARALLEL)])
    print(cost.told("bare Scrapy", articles), flush=True)
    return cost


def ours(base: str, articles: int, kill_at: int) -> Cost:
    """The portal from empty to its end, in two processes when the first one is killed; their costs added."""
    portal = {
        "region_code": "990102",
        "name": "负载县",
        "entries": [{"url": f"{base}/list/index_0.html"}],
        "delay_seconds": 0,
        "sample": True,
        "caps": {"list_pages": 10**6},
    }
    with tempfile.TemporaryDirectory() as folder:
        entry, archive = Path(folder) / "portal.json", Path(folder) / "archive"
        entry.write_text(json.dumps(portal), encoding="utf-8")
        options = json.dumps({"allow_loopback": True, "delay_seconds": 0.0, "concurrency": PARALLEL})
        command = [sys.executable, "-m", "crawler.run", "--archive", str(archive)]
        command += ["--portal-json", str(entry), "--options", options]
        costs = []
        if kill_at:
            costs.append(run(command, archive / "files", kill_at))
            before = sum(1 for _ in (archive / "files").glob("*/*"))
            print(f"killed with {before} files on the disk", flush=True)
        costs.append(run(command, archive / "files"))
        kept = sum(1 for _ in (archive / "files").glob("*/*"))
    report = json.loads(costs[-1].said)
    print(f"status {report['status']}, findings {[f['code'] for f in report['findings']]}; {kept} files kept")
    with urlopen(f"{base}/twice") as answer:
        twice = json.load(answer)
    print(f"{len(twice)} addresses asked for more than once: {sorted(twice)[: 2 * PARALLEL]}")
    total = Cost(
        sum(cost.seconds for cost in costs),
        sum(cost.processor for cost in costs),
        max(cost.peak for cost in costs),
    )
    print(total.told("Gongkai", articles), flush=True)
    return total


def main() -> None:
    """Run both crawls and compare them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--bare", type=int, default=5000, help="articles for the bare rate")
    parser.add_argument("--kill-at", type=int, default=0, help="kill the crawl at so many files, then go on")
    given = parser.parse_args()
    with served(given.bare) as base:
        alone = bare(base, given.bare)
    with served(given.articles) as base:
        whole = ours(base, given.articles, given.kill_at)
    ratio = (whole.processor / given.articles) / (alone.processor / given.bare)
    print(f"Gongkai takes {ratio:.2f} times the processor time of bare Scrapy per article")


if __name__ == "__main__":
    main()
