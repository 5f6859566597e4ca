"""Special transfers that are named after the functional classes that they are for: 专项转移支付收入 over 教育, 农林水, 其他收入."""

from __future__ import annotations

import re

from loaders.catalogue import line_item
from loaders.tables.subjects import function_code, subject_label

_CLASS = 3
_BEYOND = "230"
"""The first class that is no function."""
_OTHER = re.compile(r"其他(收入|支出|方面)?$")


def is_special(label: str) -> bool:
    """Whether a line is all special transfers, received or paid."""
    name = subject_label(label)
    return "transfer.special" in (line_item("revenue", name), line_item("gov_expenditure", name))


def purpose(text: str) -> str | None:
    """The last two digits of the code of a special transfer by the name of its class (教育: 1100305)."""
    if _OTHER.match(text):
        return "99"
    code = function_code(text)
    return code[1:] if code and len(code) == _CLASS and code < _BEYOND else None


class Purposes:
    """Finds the line of special transfers that lines without ordinals say the purposes of."""

    def __init__(self) -> None:
        self._above: tuple[str, ...] = ()

    def parents(self, label: str, bare: str) -> tuple[str, ...]:
        """What the next line stands under: nothing, unless it is a purpose of the special transfers above it."""
        if is_special(bare):
            self._above = (label,)
        elif purpose(bare) is not None:
            return self._above
        else:
            self._above = ()
        return ()
