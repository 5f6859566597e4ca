"""The rows of `warehouse.records` as JSON and back: `Decimal` and dates as strings, tuples as lists, defaults left out.

The text is canonical (sorted keys, no spaces), so equal rows give equal bytes. Decoding follows the declared field types and
never runs anything that the text names: it is how a process hands results over after reading an untrusted file.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from warehouse import records

Row = TypeVar("Row")
Decoder = Callable[[Any], Any]


def dumps(row: object) -> str:
    """The canonical JSON text of a row, or of a structure of rows such as `ParsedFile`."""
    return json.dumps(_plain(row), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(kind: type[Row], text: str | bytes) -> Row:
    """The row of type `kind` that `dumps` wrote.

    Raises:
        ValueError: the text is not such a row (wrong shape, unknown field, not a number where one belongs).
    """
    decode: Decoder = _decoder(cast(Any, kind))
    try:
        row = decode(json.loads(text))
    except (TypeError, KeyError, AttributeError, ArithmeticError, RecursionError) as error:
        raise ValueError(f"not a {kind.__name__}: {error}") from error
    assert isinstance(row, kind)
    return row


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if field.default is MISSING or getattr(value, field.name) != field.default
        }
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _decoder(kind: Any) -> Decoder:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = _decoder(next(argument for argument in arguments if argument is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        item = _decoder(arguments[0])
        return lambda value: tuple(item(entry) for entry in _checked(value, list))
    if kind is Decimal:
        return lambda value: Decimal(_checked(value, str))
    if kind is datetime:
        return lambda value: datetime.fromisoformat(_checked(value, str))
    if kind is date:
        return lambda value: date.fromisoformat(_checked(value, str))
    if kind is float:
        return lambda value: float(_checked(value, float | int))
    if is_dataclass(kind):
        assert isinstance(kind, type)
        return _row_decoder(kind)
    return lambda value: _checked(value, kind)


def _row_decoder(kind: type[Any]) -> Decoder:
    # resolved on first use: ParsedFile holds ParsedFile
    known: dict[str, Any] = {}

    def decode(value: Any) -> Any:
        if not known:
            known.update(get_type_hints(kind, vars(records)))
        return kind(**{name: _decoder(known[name])(item) for name, item in _checked(value, dict).items()})

    return decode


def _checked(value: Any, kind: Any) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
        raise TypeError(f"{type(value).__name__} where {kind} belongs")
    return value
