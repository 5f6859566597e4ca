"""Makes the placeholder font of `loaders/readers/pdf/fonts.py`: one box for every character of the Basic Multilingual Plane.

python tests/pdfs/placeholder_font.py        prints the text to paste
"""

from __future__ import annotations

import base64
import io
import zlib

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable


def placeholder_font() -> bytes:
    """The font file."""
    pen = TTGlyphPen(None)
    pen.moveTo((50, -80))
    for corner in ((50, 800), (950, 800), (950, -80)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({0x4E00: "box"})
    builder.setupGlyf({".notdef": box, "box": box})
    builder.setupHorizontalMetrics({".notdef": (1000, 50), "box": (1000, 50)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Placeholder", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost(keepGlyphNames=False)
    font = builder.font
    font["head"].created = font["head"].modified = 0
    font.recalcTimestamp = False
    every = CmapSubtable.newSubtable(13)
    every.platformID, every.platEncID, every.language = 3, 10, 0
    every.format, every.reserved, every.length, every.nGroups = 13, 0, 0, 0
    every.cmap = dict.fromkeys(range(0x21, 0x10000), "box")
    font["cmap"].tables = [every]
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


if __name__ == "__main__":
    text = base64.b64encode(zlib.compress(placeholder_font(), 9)).decode()
    print("\n".join(text[start : start + 100] for start in range(0, len(text), 100)))
