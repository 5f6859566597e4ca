"""Mutated files through the whole parse: `python -m benchmarks.mutations [--count 2000] [--seed 1] FOLDER …` (from `tests/`).

Every file goes through `parse_isolated` as `gongkai load` does it. Prints how many files ended with which status, per format, the
slowest file, and what must be empty: readers that failed without a status of their own, files written outside the work folders,
originals changed. The network cannot be asked: the child's sandbox kills the process that tries.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mutate import mutated

from loaders.identity import Hints
from loaders.isolate import Job, parse_isolated
from loaders.limits import Limits
from loaders.sniff import sniff


def originals(folders: list[Path], largest: int) -> list[tuple[str, bytes]]:
    """(type, bytes) of every file that is small enough, in the order of their paths."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return [(sniff(path), path.read_bytes()) for path in files if path.stat().st_size <= largest]


def balanced(found: list[tuple[str, bytes]], count: int, dice: random.Random) -> Iterator[tuple[str, bytes]]:
    """`count` originals, the types in turn, so that a hundred web pages do not crowd out two OFD files."""
    by_type: dict[str, list[bytes]] = {}
    for kind, data in found:
        by_type.setdefault(kind, []).append(data)
    kinds = sorted(by_type)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        yield kind, dice.choice(by_type[kind])


def main() -> None:
    """Mutate, parse, count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=400_000, help="bytes of an original")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--wall", type=float, default=60.0)
    given = parser.parse_args()
    dice = random.Random(given.seed)
    limits = Limits(wall_seconds=given.wall, cpu_seconds=int(given.wall), ocr_pages=2)
    with tempfile.TemporaryDirectory() as name:
        files, scratch = Path(name) / "files", Path(name) / "scratch"
        files.mkdir()
        scratch.mkdir()
        tempfile.tempdir = str(scratch)
        paths, kinds = [], []
        for number, (kind, data) in enumerate(
            balanced(originals(given.folders, given.largest), given.count, dice)
        ):
            paths.append(files / f"{number:05d}")
            paths[-1].write_bytes(mutated(data, dice))
            kinds.append(kind)
        before = {path: path.read_bytes() for path in paths}
        count: Counter[tuple[str, str]] = Counter()
        failed: list[str] = []
        slowest, began = (0.0, ""), time.monotonic()
        last = began
        jobs = [Job(path, Hints()) for path in paths]
        for kind, path, result in zip(
            kinds, paths, parse_isolated(jobs, workers=given.workers, limits=limits), strict=True
        ):
            count[kind, result.file.status] += 1
            if sum(count.values()) % 200 == 0:
                print(
                    f"… {sum(count.values())}: {dict(Counter(s for _, s in count.elements()))}, {len(failed)} failed",
                    flush=True,
                )
            now = time.monotonic()
            slowest, last = max(slowest, (now - last, path.name)), now
            if "the reader failed" in (result.file.status_detail or "") or "crashed" in (
                result.file.status_detail or ""
            ):
                failed.append(f"{path.name} ({kind}): {result.file.status_detail}")
        changed = [path.name for path, data in before.items() if path.read_bytes() != data]
        left = [path.name for path in (*scratch.iterdir(), *(set(files.iterdir()) - set(paths)))]
    print(f"{sum(count.values())} files in {time.monotonic() - began:.0f} s, longest wait {slowest[0]:.1f} s")
    for status in sorted({status for _, status in count}):
        by_kind = ", ".join(f"{kind} {n}" for (kind, s), n in sorted(count.items()) if s == status)
        print(f"{status:18} {sum(n for (_, s), n in count.items() if s == status):6}   {by_kind}")
    print(f"readers that failed or crashed: {failed}\noriginals changed: {changed}\nleft behind: {left}")


if __name__ == "__main__":
    main()
