"""One mutation of a file's bytes, as a bad line or a forger makes it."""

from __future__ import annotations

import random


def mutated(data: bytes, dice: random.Random) -> bytes:
    """One of: bytes flipped, a stretch lost, the end cut off, a length forged, a stretch doubled, zeros, bytes of another kind."""
    changed = bytearray(data)
    at = dice.randrange(len(changed))
    match dice.randrange(7):
        case 0:
            for _ in range(dice.choice((1, 4, 64))):
                changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
        case 1:
            del changed[at : at + dice.choice((1, 16, 500))]
        case 2:
            del changed[at:]
        case 3:
            size = dice.choice((2, 4, 8))
            changed[at : at + size] = dice.choice((b"\xff", b"\x00", b"\x7f", b"\x80")) * size
        case 4:
            stretch = changed[at : at + dice.choice((4, 100, 5000))]
            changed[at:at] = stretch * dice.choice((1, 3, 40))
        case 5:
            changed[at : at + 512] = bytes(min(512, len(changed) - at))
        case _:
            changed[at : at + 32] = dice.randbytes(32)
    return bytes(changed)
