"""Codes of rows: classification codes in one to three cells or in front of a label, cumulative or at their own level only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.catalogue import Kind
from loaders.tables.columns import Column
from loaders.tables.grid import Grid, packed
from loaders.tables.subjects import functional_codes, subject_name

_DIGITS = re.compile(r"^[\['‘(]?(\d[\d .]*)[\])]?类?$")
_EMBEDDED = re.compile(
    r"^[\[(]?(?P<code>[1235]\d{2}(?:\d{2}){0,2}|\d{6})[\])]?[-—_:.、|]?(?P<label>[一-鿿(“《].*)$"
)
_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_NOT_A_CODE = re.compile(r"^(万|元|个|台|年|号|人|家|户|省道|国道|县道|路|工程|项目|医院|团|师)")


@dataclass(frozen=True, slots=True)
class Code:
    """A row's code with its classification; `spelled` is a word that stands where the code should (合计).

    `other` is the government's economic code beside a department's.
    """

    code: str | None
    classification: str | None = None
    confidence: float = 1.0
    spelled: str | None = None
    other: str | None = None


class CodeReader:
    """Reads the codes of one block from top to bottom; those printed at their own level only need the rows above."""

    def __init__(self, grid: Grid, keys: Sequence[Column], labels: Sequence[Column], kind: Kind) -> None:
        self.grid = grid
        self.kind = kind
        self.labels = labels
        self.systems = _systems(keys)
        self.last_code = ""
        self.whole_items = False

    def read(self, row: int) -> Code:
        """The code of a row, or the word that stands where a code should (合计)."""
        spelled = None
        for system in self.systems:
            texts = [self.grid.text(row, column.index) for column in system]
            words = [text for text in texts if text and not _DIGITS.match(packed(text))]
            spelled = spelled or next(iter(words), None)
            if words and (
                match := _EMBEDDED.match(packed(words[-1]))
            ):  # 类, 款 and 项 with their names: the lowest
                code, spelled = match["code"], match["label"]
                self.last_code = code
                return Code(code, classify(code, system[0].classification, self.kind), 1.0, spelled)
            digits = [digits_of(text) or "" for text in texts]
            if not any(digits):
                continue
            confidence = 1.0
            if len(system) > 1:
                code = self._joined(digits)
            else:
                code, confidence = self._completed(digits[0])
            hint = next((column.classification for column in system if column.classification), None)
            if classify(code, hint, self.kind) is not None:
                self.last_code = code
            return Code(code, classify(code, hint, self.kind), confidence, spelled)
        return Code(None, spelled=spelled)

    def within(self, label: str) -> tuple[Code, str]:
        """The code that a label begins with, and the label without it."""
        match = _EMBEDDED.match(label.translate(_HALF_WIDTH))
        if match is None:
            return Code(None), label
        known = match["code"] in functional_codes(subject_name(match["label"]), None)
        if not known and _NOT_A_CODE.match(match["label"]):
            return Code(None), label
        self.last_code = match["code"]
        return Code(match["code"], classify(match["code"], None, self.kind)), match["label"].strip()

    def crossed(self, row: int, own: Code) -> Code:
        """Both codes of a row that splits a functional code by economic codes: it is neither's total."""
        if own.code is None or self.kind.rows not in ("function", "economic"):
            return own
        found = {own.classification: own.code}
        for column in self.labels:
            match = _EMBEDDED.match(self.grid.packed(row, column.index))
            if match and (other := classify(match["code"], column.classification, self.kind, strict=False)):
                found.setdefault(other, match["code"])
        for system in self.systems:
            digits = "".join(digits_of(self.grid.text(row, column.index)) or "" for column in system)
            if digits and (other := classify(digits, system[0].classification, self.kind, strict=False)):
                found.setdefault(other, digits)
        department, government = found.get("economic_dept"), found.get("economic_gov")
        economic = department or government
        if economic is None or "functional" not in found:
            return replace(own, other=government) if department else own
        code = f"{found['functional']}/{economic}"
        return replace(own, code=code, classification="cross", other=government if department else None)

    def _joined(self, digits: Sequence[str]) -> str:
        """类, 款, 项 in cells of their own, each either cumulative (20103) or its own level only (03)."""
        above = [self.last_code[:3], self.last_code[3:5], self.last_code[5:7]]
        lowest = max(index for index, part in enumerate(digits) if part)
        code = ""
        for level in range(lowest + 1):
            part = digits[level] or (above[level] if level < 3 else "")
            if level and len(part) == 1:
                part = f"0{part}"  # a number lost its leading zero
            code = part if code and part.startswith(code) else code + part
        return code

    def _completed(self, digits: str) -> tuple[str, float]:
        """A two-digit code in a single column hangs under the codes above it: a 款 where items are printed whole or classes are economic."""
        if len(digits) != 2 or len(self.last_code) < 3:
            self.whole_items = self.whole_items or len(digits) == 7
            return digits, 1.0
        last = self.last_code
        if self.whole_items or last[0] in "35":
            return last[:3] + digits, 0.8
        if len(last) == 3:
            return last + digits, 0.8
        if len(last) == 5 or digits > last[5:7]:
            return last[:5] + digits, 0.7
        return last[:3] + digits, 0.6


def classify(code: str, hint: str | None, kind: Kind, *, strict: bool = True) -> str | None:
    """The classification of a code by its first digit and length, checked against header and (if strict) kind; None for units."""
    if len(code) not in (3, 5, 7, 9):
        return None
    lead = {"1": "revenue", "2": "functional", "3": "economic_dept", "5": "economic_gov"}.get(code[0])
    if lead is None:
        return None
    doubtful = strict and kind.rows == "function" and (hint or "functional") == "functional"
    if lead.startswith("economic") and doubtful:
        return None
    if lead == "functional" and hint is not None and hint.startswith("economic"):
        return None
    spent = (
        kind.rows in ("function", "economic") and kind.flow == "expenditure" and kind.family != "government"
    )
    if lead == "revenue" and (spent or code[:2] not in ("10", "11")):
        return None
    return lead


def _systems(keys: Sequence[Column]) -> tuple[tuple[Column, ...], ...]:
    """The code columns of each classification in a block: one column, or 类, 款 and 项; a department's own before a government's."""
    systems: list[list[Column]] = []
    for column in keys:
        if column.role not in ("code", "code_class", "code_group", "code_item"):
            continue
        new = (
            not systems or column.role in ("code", "code_class") or systems[-1][-1].index != column.index - 1
        )
        if new:
            systems.append([column])
        else:
            systems[-1].append(column)
    return tuple(tuple(s) for s in sorted(systems, key=lambda s: s[0].classification == "economic_gov"))


def digits_of(text: str) -> str | None:
    """The digits of a text that is a code and nothing else, brackets and spaces taken off."""
    match = _DIGITS.match(packed(text))
    return re.sub(r"\D", "", match[1]) if match else None


def unit_code_of(text: str) -> str | None:
    """The code of a unit that stands where a project should: 3 or 6 digits and nothing else."""
    return text if re.fullmatch(r"\d{3}(\d{3})?", text) else None
