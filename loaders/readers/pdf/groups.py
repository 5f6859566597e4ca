"""Sorted arrays fall into groups of neighbours: where each begins, which number each member has.

Pages are small arrays by the thousand, so what counts is the number of numpy calls; these are the ones that every stage makes.
"""

from __future__ import annotations

import numpy as np

from loaders.readers.pdf.pdfium import Booleans, Floats, Integers


def firsts(breaks: Booleans) -> Integers:
    """Index of the first member of each group; `breaks[i]` says that member i + 1 opens a new one."""
    opens = breaks.nonzero()[0]
    first = np.zeros(len(opens) + 1, np.int64)
    np.add(opens, 1, out=first[1:])
    return first


def numbers(breaks: Booleans) -> Integers:
    """The number of each member's group, from 0; see `firsts`."""
    number = np.zeros(len(breaks) + 1, np.int64)
    np.cumsum(breaks, out=number[1:])
    return number


def lasts(first: Integers, count: int) -> Integers:
    """Index after the last member of each group, of `count` members in all."""
    after = np.empty(len(first), np.int64)
    after[:-1] = first[1:]
    after[-1] = count
    return after


def middle(values: Floats) -> float:
    """The middle value of an array that is not empty (of an even number the upper one)."""
    half = len(values) // 2
    return float(np.partition(values, half)[half])
