"""Numbers of the running text of real documents: how many end in a statement with an item, and what identity and text cost.

    python -m tests.benchmarks.narrative [--set-aside] [--missed] [--sample N --seed S] [FILTER]

Numbers are found here by an expression of its own, not by the narrative's grammar, so that what the grammar overlooks is counted.
`--missed` prints the sentences with a number that no item has; `--sample` prints N random statements with their sentences, to be
judged by eye. Not part of the test suite: reading all samples takes minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from loaders import readers
from loaders.amounts import to_yuan
from loaders.document import Document
from loaders.errors import ReadError
from loaders.figures import Context, table_figures
from loaders.identity import Hints, Identity, identify
from loaders.identity.front import Block, blocks_of, declared_unit
from loaders.limits import Limits
from loaders.narrative import Fact, facts, subject_codes
from loaders.narrative.prose import Sentence, sentences
from loaders.narrative.scene import Scene
from loaders.sniff import sniff

NUMBER = re.compile(
    r"(?<![\d.A-Za-z])[-−]?(\d+(?:\.\d+)?)(亿元|百万元|万元|千元|元|亿|%|人次|人|批次|批|辆|台)(?!以上|\(含\)以上|分点|月)"
)
SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples"
BACK = 8
"""A change belongs to a statement of at most so many sentences before."""
FORMATS = frozenset({"pdf", "docx", "doc", "html", "rtf", "wps"})


def main() -> None:
    """Print the table, the missed sentences or the sample."""
    options = _options()
    total: Counter[str] = Counter()
    drawn: list[tuple[str, Fact]] = []
    for name, document, reading in _documents(options.set_aside, options.filter):
        started = time.process_time()
        try:
            found = identify(document, Hints(file_name=(Path(name).name,)))
        except ReadError:
            continue
        blocks = blocks_of(document)
        understood = time.process_time() - started
        counts: Counter[str] = Counter()
        for identity in found:
            part = blocks[identity.first_block : identity.end_block]
            codes = subject_codes(table_figures("", part, _context(identity, part)).figures)
            started = time.process_time()
            stated = facts(part, identity, codes)
            understood += time.process_time() - started
            drawn += [(name, fact) for fact in stated if fact.item or fact.code]
            for sentence, missed in _numbers(
                list(sentences(part, Scene(identity, codes).owner)), stated, counts
            ):
                if options.missed:
                    print(f"{name}: {missed} in {sentence.text}")
        total += counts
        print(f"{_line(counts)}  read {reading:6.2f} s, identity and text {understood:5.2f} s  {name}")
    print(f"{_line(total)}  in all")
    for name, fact in random.Random(options.seed).sample(drawn, min(options.sample, len(drawn))):
        print(f"\n{name}\n  “{fact.sentence}”\n  {_told(fact)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set-aside", action="store_true")
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("filter", nargs="?", default="")
    return parser.parse_args()


def _documents(aside: bool, wanted: str) -> Iterator[tuple[str, Document, float]]:
    for path in sorted(SAMPLES.rglob("*")):
        name = str(path.relative_to(SAMPLES))
        if (
            not path.is_file()
            or wanted not in name
            or _set_aside(name) != aside
            or name.startswith("portal_pages")
        ):
            continue
        media_type = sniff(path)
        if media_type not in FORMATS:
            continue
        started = time.process_time()
        try:
            document = readers.read(path, media_type, Limits())
        except ReadError:
            continue
        yield name, document, time.process_time() - started


def _set_aside(name: str) -> bool:
    """The split of `tests/conftest.py`, which only pytest can import."""
    return int(hashlib.sha256(name.encode()).hexdigest()[0], 16) < 5


def _context(identity: Identity, blocks: list[Block]) -> Context:
    return Context(
        fiscal_year=identity.fiscal_year,
        stage=identity.stage,
        kind=identity.kind,
        declared_unit=declared_unit(blocks),
        unit_name=identity.unit_name,
    )


def _numbers(
    spoken: list[Sentence], stated: list[Fact], counts: Counter[str]
) -> Iterator[tuple[Sentence, str]]:
    """Count the numbers of the sentences by what became of them; yields those that no item has."""
    pools: dict[str, dict[str, Counter[Decimal]]] = defaultdict(
        lambda: {"item": Counter(), "label": Counter()}
    )
    for fact in stated:
        values = (
            fact.amount,
            fact.change_amount,
            fact.change_percent,
            fact.share_percent,
            fact.completion_percent,
            fact.quantity,
        )
        pools[fact.sentence]["item" if fact.item or fact.code else "label"].update(
            abs(value) for value in values if value is not None
        )
    for at, sentence in enumerate(spoken):
        for match in NUMBER.finditer(sentence.text):
            unit = "亿元" if match[2] == "亿" else match[2]
            value = abs(to_yuan(Decimal(match[1]), unit) or Decimal(match[1]))
            became = "missed"
            for near in reversed(spoken[max(0, at - BACK) : at + 1]):
                became = next(
                    (one for one in ("item", "label") if pools[near.text][one][value] > 0), "missed"
                )
                if became != "missed":
                    pools[near.text][became][value] -= 1
                    break
            counts[became] += 1
            if became != "item":
                yield sentence, match.group()


def _line(counts: Counter[str]) -> str:
    whole = sum(counts.values())
    share = f"{counts['item'] / whole:6.1%}" if whole else "     –"
    return f"{whole:6} numbers: {counts['item']:5} with an item ({share}), {counts['label']:4} kept without, {counts['missed']:4} not taken"


def _told(fact: Fact) -> str:
    fields = (
        "item",
        "code",
        "raw_label",
        "about",
        "amount",
        "quantity",
        "measure_unit",
        "fiscal_year",
        "stage",
        "direction",
        "change_amount",
        "change_percent",
        "base_year",
        "base_stage",
        "share_percent",
        "share_of",
        "completion_percent",
    )
    return ", ".join(
        f"{name}={getattr(fact, name)}" for name in fields if getattr(fact, name) not in (None, "")
    )


if __name__ == "__main__":
    main()
