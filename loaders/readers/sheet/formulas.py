"""Formulas whose results a program left for Excel to compute when the workbook is opened: sums, differences and what they lead to.

Whatever else a formula asks stays unread; nothing is guessed.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from typing import Any

from loaders.readers.sheet.layout import Sheet

Scalar = Decimal | str
Place = tuple[int, int, int]
"""Sheet, row and column, from 0."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*|\.\d+)(?![\w!])|"(?P<text>(?:[^"]|"")*)"|(?P<name>[A-Za-z]+)\(
    |(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^\W\d][\w.]*))!)?\$?(?P<left>[A-Za-z]{1,3})\$?(?P<top>\d+)
     (?::\$?(?P<right>[A-Za-z]{1,3})\$?(?P<bottom>\d+))?
    |(?P<operator><=|>=|<>|[-+*/&=<>(),%]))""",
    re.X,
)
_LEVELS: tuple[dict[str, Callable[..., Any]], ...] = (
    {
        "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
    },
    {"&": operator.concat},
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": operator.truediv},
)  # fmt: skip
"""Operators from the loosest to the tightest."""

_DEEPEST, _MOST_CELLS = 60, 2_000_000
"""Formulas within each other, and cells that all ranges of a workbook may have: past them a formula stays unread."""


class UnreadError(Exception):
    """A formula asks for what is not computed here, or for what Excel has no result for."""


class Formulas:
    """The results of a workbook's formulas that have none stored; each is computed once."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        self._numbers = {sheet.name: number for number, sheet in enumerate(sheets)}
        self._known: dict[Place, Scalar] = {}
        self._open: list[Place] = []
        self._left = _MOST_CELLS

    def result(self, place: Place) -> Scalar:
        """What the cell at a place holds; a blank one holds an empty text.

        Raises:
            UnreadError: what it asks for is not computed.
        """
        if place in self._known:
            return self._known[place]
        sheet, at = self._sheets[place[0]], place[1:]
        if at not in sheet.formulas:
            value = sheet.cells.get(at)
            if value is not None and value.stored is None and value.text.startswith("#"):
                raise UnreadError
            return "" if value is None else value.text if value.stored is None else _decimal(value.stored)
        if place in self._open or len(self._open) > _DEEPEST:
            raise UnreadError
        self._open.append(place)
        try:
            self._known[place] = _Reading(self, place[0], sheet.formulas[at][0]).result()
        except (DecimalException, TypeError, ValueError, LookupError, RecursionError) as error:
            raise UnreadError from error
        finally:
            self._open.pop()
        return self._known[place]

    def area(self, own: int, sheet: str | None, corners: tuple[int, int, int, int]) -> list[Scalar]:
        """The cells of a range, of the own sheet or a named one."""
        number = own if sheet is None else self._numbers[sheet]
        top, left, bottom, right = corners
        self._left -= max(0, (bottom - top + 1) * (right - left + 1))
        if self._left < 0:
            raise UnreadError
        return [
            self.result((number, row, column))
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]


class _Reading:
    """One formula, read from left to right."""

    def __init__(self, formulas: Formulas, sheet: int, formula: str) -> None:
        self._formulas = formulas
        self._sheet = sheet
        self._tokens = list(_tokens(formula))
        self._at = 0

    def result(self) -> Scalar:
        value = self._one(0)
        if self._at < len(self._tokens):
            raise UnreadError
        return value

    def _one(self, level: int) -> Scalar:
        values = self._expression(level)
        if len(values) != 1:
            raise UnreadError
        return values[0]

    def _expression(self, level: int) -> list[Scalar]:
        """The values at a level of operators: a range has many, all else has one."""
        if level == len(_LEVELS):
            return self._operand()
        values = self._expression(level + 1)
        while (mark := self._mark()) in _LEVELS[level]:
            self._at += 1
            (left,), right = values, self._one(level + 1)
            if level == 1:
                values = [_text(left) + _text(right)]
            elif level:
                values = [Decimal(_LEVELS[level][mark](_decimal(left), _decimal(right)))]
            else:
                values = [Decimal(_LEVELS[0][mark](*_alike(left, right)))]
        return values

    def _operand(self) -> list[Scalar]:
        token = self._tokens[self._at]
        self._at += 1
        kind = token.lastgroup
        mark = token.group("operator")
        if mark in ("-", "+"):
            (value,) = self._operand()
            values: list[Scalar] = [-_decimal(value) if mark == "-" else value]
        elif mark == "(":
            values = self._expression(0)
            self._expect(")")
        elif token.group("name"):
            values = [self._call(token.group("name").upper())]
        elif token.group("number"):
            values = [Decimal(token.group("number"))]
        elif kind == "text":
            values = [token.group("text").replace('""', '"')]
        elif token.group("left"):
            sheet = token.group("quoted") or token.group("sheet")
            values = self._formulas.area(self._sheet, sheet and sheet.replace("''", "'"), _corners(token))
        else:
            raise UnreadError
        while self._mark() == "%":
            self._at += 1
            values = [_decimal(values[0]) / 100]
        return values

    def _call(self, name: str) -> Scalar:
        arguments: list[list[Scalar]] = []
        while self._mark() != ")":
            arguments.append(self._expression(0))
            if self._mark() == ",":
                self._at += 1
        self._expect(")")
        if name == "SUM":
            return sum(
                (value for each in arguments for value in each if isinstance(value, Decimal)), Decimal()
            )
        if name == "ROUND":
            (number,), (places,) = arguments
            return _decimal(number).quantize(Decimal(1).scaleb(-int(_decimal(places))), ROUND_HALF_UP)
        if name == "IF":
            condition, *ways = arguments
            (value,) = ways[0] if _decimal(condition[0]) else ways[1]
            return value
        raise UnreadError

    def _mark(self) -> str:
        return self._tokens[self._at].group("operator") or "" if self._at < len(self._tokens) else ""

    def _expect(self, mark: str) -> None:
        if self._mark() != mark:
            raise UnreadError
        self._at += 1


def _tokens(formula: str) -> Iterator[re.Match[str]]:
    at = 0
    text = formula.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise UnreadError
        yield found
        at = found.end()


def _corners(token: re.Match[str]) -> tuple[int, int, int, int]:
    first = int(token.group("top")) - 1, column_index(token.group("left"))
    if not token.group("right"):
        return (*first, *first)
    return (*first, int(token.group("bottom")) - 1, column_index(token.group("right")))


def column_index(letters: str) -> int:
    """`A` → 0, `AA` → 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def _decimal(value: Scalar) -> Decimal:
    """A number as arithmetic takes it: a blank is nothing, a text that is a number is one."""
    if isinstance(value, Decimal):
        return value
    return Decimal(value.replace(",", "").strip() or 0)


def _text(value: Scalar) -> str:
    return value if isinstance(value, str) else format(value.normalize(), "f")


def _alike(left: Scalar, right: Scalar) -> tuple[Scalar, Scalar]:
    """Two values to compare: a blank beside a number is nothing."""
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    return tuple(Decimal() if value == "" else value for value in (left, right))  # type: ignore[return-value]
