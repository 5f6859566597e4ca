"""Load test, by hand: a portal of many articles on loopback, crawled without politeness, beside bare Scrapy on the same server.

    python tests/network/load.py --articles 100000

Prints articles per second with their files, the bare rate of Scrapy fetching the same addresses, and the peak memory of each.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROWS = 100
PADDING = "<p>" + "为便于社会公众监督，现将有关情况说明如下。" * 20 + "</p>"


def page(path: str, articles: int) -> tuple[int, str, bytes]:
    """Status, media type and body of an address."""
    if path.startswith("/list/"):
        name = path.removeprefix("/list/")
        number = int(name[6:-5]) if name.startswith("index_") else 0
        rows = []
        for item in range(number * ROWS, min((number + 1) * ROWS, articles)):
            day = f"{2024 - item % 8}-0{item % 9 + 1}-1{item % 9}"
            rows.append(
                f'<li><a href="/a/{item}.html" title="演示区第{item}单位2024年部门预算">演示区第{item}单位2024年部门预算</a>'
                f"<span>{day}</span></li>"
            )
        more = f'<a href="/list/index_{number + 1}.html">下一页</a>' if (number + 1) * ROWS < articles else ""
        return 200, "text/html", f"<html><body><ul>{''.join(rows)}</ul>{more}</body></html>".encode()
    if path.startswith("/a/"):
        item = path[3:-5]
        title = f"演示区第{item}单位2024年部门预算"
        head = f'<title>{title}</title><meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2024-02-03">'
        body = f'<h1>{title}</h1>{PADDING}<a href="/f/{item}.pdf">{title}.pdf</a>'
        return 200, "text/html", f"<html><head>{head}</head><body>{body}</body></html>".encode()
    if path.startswith("/f/"):
        return 200, "application/pdf", f"%PDF-1.7 {path} ".encode() + b"x" * 20000
    return 404, "text/plain", b""


class Serve(asyncio.Protocol):
    """Just enough HTTP."""

    articles = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            status, media_type, body = page(path, self.articles)
            self.transport.write(
                f"HTTP/1.1 {status} X\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                + body
            )


def serve(articles: int, ports: multiprocessing.SimpleQueue[int]) -> None:
    """Run the server until killed; its port goes to `ports`."""

    async def main() -> None:
        Serve.articles = articles
        server = await asyncio.get_running_loop().create_server(Serve, "127.0.0.1", 0)
        ports.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


BARE = """
import resource, sys, time
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
base, articles = sys.argv[1], int(sys.argv[2])
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
process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": 8, "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "REMOTE_CONTROL_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
process.crawl(Bare)
started = time.monotonic()
process.start()
seconds = time.monotonic() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"bare Scrapy: {articles / seconds:.0f} articles with files per second, peak {peak:.0f} MB")
"""


def main() -> None:
    """Run both crawls and print their rates."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--bare", type=int, default=2000, help="articles for the bare rate")
    given = parser.parse_args()
    for articles, bare in ((given.bare, True), (given.articles, False)):
        ports: multiprocessing.SimpleQueue[int] = multiprocessing.SimpleQueue()
        server = multiprocessing.Process(target=serve, args=(articles, ports), daemon=True)
        server.start()
        base = f"http://127.0.0.1:{ports.get()}"
        try:
            if bare:
                with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
                    script.write(BARE)
                    script.flush()
                    subprocess.run([sys.executable, script.name, base, str(articles)], check=True)
            else:
                ours(base, articles)
        finally:
            server.kill()


def watch(process: subprocess.Popen[str], folder: Path) -> None:
    """Print the memory and the files so far, once a minute."""
    while process.poll() is None:
        time.sleep(60)
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{process.pid}/status").read_text()
            resident = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
            files = sum(1 for _ in (folder / "archive" / "files").glob("*/*"))
            print(f"  {files} files, {int(resident) / 1024:.0f} MB", flush=True)


def ours(base: str, articles: int) -> None:
    """Crawl the portal with Gongkai and print the rate and the peak memory."""
    portal = {
        "region_code": "990102",
        "name": "负载县",
        "entries": [{"url": f"{base}/list/index_0.html"}],
        "delay_seconds": 0,
        "sample": True,
        "caps": {"list_pages": 10**6},
    }
    with tempfile.TemporaryDirectory() as folder:
        entry = Path(folder) / "portal.json"
        entry.write_text(json.dumps(portal))
        options = json.dumps({"allow_loopback": True, "delay_seconds": 0.0, "concurrency": 8})
        command = [
            sys.executable,
            "-m",
            "crawler.run",
            "--archive",
            f"{folder}/archive",
            "--portal-json",
            str(entry),
        ]
        started = time.monotonic()
        with subprocess.Popen([*command, "--options", options], stdout=subprocess.PIPE, text=True) as process:
            threading.Thread(target=watch, args=(process, Path(folder)), daemon=True).start()
            said = process.communicate()[0]
        seconds = time.monotonic() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        report = json.loads(said)
        print(
            f"Gongkai: {report['downloads']} files in {seconds:.0f} s, {articles / seconds:.0f} articles with files per second, "
        )
        print(
            f"peak {peak:.0f} MB; status {report['status']}, findings {[f['code'] for f in report['findings']]}"
        )


if __name__ == "__main__":
    main()
