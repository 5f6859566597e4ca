"""Whose document this is: region, unit, kind, scope, fiscal year and stage of every disclosure in a file.

What the document says about itself goes first (title, cover, captions of its tables), what the web said about the file last
(article titles, link texts, the file name): file names lie, a 2022 document is published as 2026.
"""

from loaders.identity.decide import identify
from loaders.identity.values import Evidence, Hints, Identity

__all__ = ["Evidence", "Hints", "Identity", "identify"]
