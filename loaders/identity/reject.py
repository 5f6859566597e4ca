"""Why a file is no disclosure: notices, regulations, web-site reports, lists of links, blank official forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from crawler.titles import classify
from loaders.document import Paragraph, Table
from loaders.identity.front import Block, Cover, block_lines, has_budget_header, kind_votes
from loaders.identity.titles import Titled, plain, read_title
from loaders.identity.words import words

_FIGURE = re.compile(
    r"(?<![\d年月第〔\[])\d[\d,]*(\.\d+)?(?=(万|亿|千)?元|%|万|辆|人次|批次)|\d[\d,]*\.\d+(?![\d.年])"
)
_CELL_FIGURE = re.compile(r"^[-−]?[\d,]+(\.\d+)?%?$")
_MARKS_OF_A_FORM = 6
_FIGURES_OF_A_TABLE = 3
_TO_CONGRESS = re.compile(r"(主任|各位(代表|委员))[^。]{0,30}:$")
"""How a report to a congress begins, below a title that may be that of the resolution on it."""
_OPEN = re.compile(r"[预决]算(信息)?公开")
_LETTER = re.compile(r"^[^，。;:《]{0,24}[〔\[]20\d\d[〕\]]\d+号[^，。;:》]{0,12}$")
"""The number of a letter on a line of its own; a text may cite others."""
_HEADINGS_OF_A_TEXT = 2
_HEADING = 40
_NUMBERED = re.compile(r"(第[一二三四五六]部分|[一二三四五六]、)[^，。;:]{8,60}$")
_BOOK = re.compile("[预决]算")
_LEADERS = re.compile(r"[.…]{2,}\(?\d*\)?$")
"""What a table of contents prints between a heading and its page."""
_OF_THE_PAGE = ("article title", "link text")
_CONTENTS = re.compile(r"\n\s*目\s*录\s*(?:\n|$)")
_RUNNING = re.compile(r"^(?!\d+月\d+日).{40,}。")
"""A first line that is a sentence of a text, and no news of a day, is not judged as a title."""
_CITED = re.compile(r"(根据|按照|依据|依照)[^《。]{0,24}《[^》]*》")
"""What a disclosure says it follows (`根据…《关于…的通知》要求`) is not its own title."""


def why_not(
    blocks: Sequence[Block], faces: Sequence[str], printed: Cover | None, told: Sequence[Titled] = ()
) -> str | None:
    """The reason why these blocks are no disclosure, or `None` if they may be one.

    Args:
        blocks: the whole file.
        faces: the title of a web page, if it is one; the first lines of the file, joined.
        printed: the title found on its first pages.
        told: what the web calls it: the title of its article may stand nowhere in the text.
    """
    flat = _CITED.sub("", plain(_CONTENTS.split(faces[-1])[0]))
    kind = (printed.reading.kind if printed else None) or "none"
    tables = kind_votes(blocks)["tables"]
    titles = _titles(faces, printed)
    report = kind.startswith("gov_") and any(
        map(_TO_CONGRESS.match, map(plain, chain(*map(block_lines, blocks))))
    )
    for said in () if tables else map(classify, titles):
        rule, _, what = said.reasons[0].partition(":")
        if rule == "reject" or (what == "budget_notice" and not report):
            return f"its title tells of {what.replace('_', ' ')}"
    if words().press.search(flat) and not (tables and any(isinstance(block, Table) for block in blocks)):
        return "news"
    if not tables and kind == "none" and any(map(_LETTER.search, map(plain, faces[-1].split("\n")))):
        return "an official letter"
    figures = count_figures(blocks)
    if any(map(words().templates.search, (flat, *map(plain, titles)))) or _is_blank_form(
        blocks, flat, figures
    ):
        return "a blank official form"
    if figures == 0:
        return "no figures"
    shows_one = tables > 0 or _is_headed(blocks, kind, told, figures)
    doubtful = kind.startswith("any_") and figures < 3 and not any(map(_OPEN.search, titles))
    if not shows_one and (kind == "none" or doubtful):
        return "neither a title nor a table of a budget or a final account"
    return None


def _is_headed(blocks: Sequence[Block], kind: str, told: Sequence[Titled], figures: int) -> bool:
    """Whether the header of a table, the title of the article or headings of the text tell a budget or an account."""
    titles = (
        [title for where, title in told if where in _OF_THE_PAGE and title.kind] if kind == "none" else []
    )
    if any(title.owner for title in titles):
        return True
    # the tables and texts behind a government's report, of three-public costs or debt need not say 预算 themselves
    annexed = any(title.kind.startswith(("gov_", "sangong", "debt")) for title in titles if title.kind)
    return figures >= _FIGURES_OF_A_TABLE and (
        annexed or any(map(has_budget_header, blocks)) or _has_headings(blocks)
    )


def _has_headings(blocks: Sequence[Block]) -> bool:
    """Whether headings of the text that explains a budget or an account stand on lines of their own, and one of them names it."""
    texts = (block.text for block in blocks if isinstance(block, Paragraph))
    lines = {_LEADERS.sub("", plain(line)) for text in texts for line in text.split("\n")}
    found = [line for line in lines if len(line) <= _HEADING and words().headings.fullmatch(line)]
    found += [line for line in lines if _NUMBERED.match(line) and read_title(line).is_whole]
    return len(found) >= _HEADINGS_OF_A_TEXT and any(map(_BOOK.search, found))


def _titles(faces: Sequence[str], printed: Cover | None) -> list[str]:
    """The titles of a file: the printed one and the lines of it that say a kind for themselves, else the first line; that of a web page."""
    if printed is None:
        return [line for line in (face.split("\n")[0] for face in faces) if not _RUNNING.match(plain(line))]
    text = printed.reading.text
    return [*faces[:-1], text, *(line for line in printed.lines if line in text and read_title(line).kind)]


def count_figures(blocks: Sequence[Block]) -> int:
    """How many numbers the blocks print as amounts: with a unit or decimals in text, alone in a cell of a table."""
    count = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            count += len(_FIGURE.findall(plain(block.text)))
        else:
            texts = [plain(c.text) for c in block.cells if c.column > 0 and (c.row > 1 or "." in c.text)]
            count += sum(map(bool, map(_CELL_FIGURE.match, texts)))
    return count


def _is_blank_form(blocks: Sequence[Block], face: str, figures: int) -> bool:
    marks = words().template_marks
    if marks.search(face):
        return True
    holes = sum(len(marks.findall(plain(line))) for block in blocks for line in block_lines(block))
    return holes >= _MARKS_OF_A_FORM and holes > figures
