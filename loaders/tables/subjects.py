"""Subjects that a row only names: their codes by the reference of 政府收支分类科目, economic ones within the class that stands above."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

import warehouse
from loaders.catalogue import catalogue
from loaders.tables.grid import packed
from loaders.tables.outline import ordinal_of

REFERENCE = Path(warehouse.__file__).parent / "reference" / "subject.csv"
_SHORT = 4
_ALWAYS = 9999
_PURPOSE = re.compile(r"^(一般|专项)(?=商品和服务)|(?<=^工资)和(?=福利)")
"""What old budgets call the goods and services of basic expenditure and of projects, and Guangdong the wages."""


@lru_cache(maxsize=8192)
def function_code(text: str) -> str | None:
    """The three-digit functional class that a line such as 一般公共服务支出 names."""
    return next((code for code, pattern in catalogue().functions if pattern.match(text)), None)


@lru_cache(maxsize=8192)
def economic_code(label: str, classification: str, above: str, year: int | None = None) -> str | None:
    """The code of an economic subject, None where the name fits none or several.

    Args:
        label: the subject's name without an ordinal.
        classification: `economic_dept` or `economic_gov`.
        above: the last code of the rows above, `""` at the top; a name of several classes belongs to the class above it.
        year: whose classification holds; the names of one that ended before count for its years only.
    """
    names, name = _names(classification), _PURPOSE.sub("", subject_name(label))
    # a class that a reform has divided is the first of its parts where it is printed whole: 机关资本性支出
    found = names.get(name) or names.get(f"{name}支出(一)", ())
    now = [of for of in found if (year or _ALWAYS) <= of[2]]
    codes = list(dict.fromkeys(code for code, first, _ in now if year is None or first <= year))
    codes = codes or list(dict.fromkeys(code for code, *_ in now))
    beneath = [code for code in codes if above and code != above[:3] and code.startswith(above[:3])]
    if len(beneath) == 1:
        return beneath[0]
    classes = [code for code in codes if len(code) == 3]
    fitting = classes or codes
    return fitting[0] if len(fitting) == 1 else None


@lru_cache(maxsize=8192)
def functional_codes(name: str, year: int | None) -> tuple[str, ...]:
    """The codes of a functional subject (its `subject_name`) that a year had, else those of a name known from later or from former years only."""
    found = _names("functional").get(name, ())
    kept = [of for of in found if year is None or year <= of[2]]
    now = [code for code, first, _ in kept if year is None or first <= year]
    return tuple(now or (code for code, *_ in kept or found))


@lru_cache(maxsize=1024)
def functional_names(code: str) -> tuple[str, ...]:
    """What a functional subject is called (`subject_name`), in any year."""
    return tuple(name for name, found in _names("functional").items() if any(of[0] == code for of in found))


def is_name_of(name: str, classification: str) -> bool:
    """Whether a subject of a classification has a name in any year."""
    return subject_name(name) in _names(classification)


def is_common(name: str) -> bool:
    """Whether items of several 款 have a name."""
    return len({code[:5] for code, *_ in _names("functional").get(name, ()) if len(code) == 7}) > 1


@lru_cache(maxsize=16384)
def subject_name(label: str) -> str:
    """A subject's name as it is compared: no 的, no final 支出, 费 for 费用."""
    name = packed(label).replace("的", "")
    name = name.removesuffix("支出") if len(name) > _SHORT else name
    return name.removesuffix("用") if name.endswith("费用") else name


def subject_label(label: str) -> str:
    """The name of a subject without its ordinal and the mark of its level."""
    text = packed(label)
    ordinal = ordinal_of(text)
    return re.sub(r"\((类|款|项)\)$", "", text[len(ordinal.text) :] if ordinal else text)


@cache
def _names(classification: str) -> dict[str, tuple[tuple[str, int, int], ...]]:
    """The names of a classification, each with its codes and their first and last years."""
    found: dict[str, tuple[tuple[str, int, int], ...]] = {}
    for row in reference():
        if row["classification"] == classification:
            name = subject_name(row["subject_name"])
            years = (int(row["first_year"]), int(row["last_year"] or _ALWAYS))
            found[name] = (*found.get(name, ()), (row["code"], *years))
    return found


@cache
def reference() -> tuple[dict[str, str], ...]:
    """The rows of the reference of subjects."""
    with REFERENCE.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
