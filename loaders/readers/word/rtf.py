"""Rich Text Format: paragraphs and tables with spans. Programs without a Word library write it, often named .doc."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from loaders.document import Document, Page, Paragraph, Table
from loaders.errors import ReadError
from loaders.limits import Limits
from loaders.readers.captions import attach
from loaders.readers.encoding import known
from loaders.readers.grid import RawCell, VerticalMerge
from loaders.readers.word import rows
from loaders.readers.word.assemble import Assembler

MAX_GROUPS = 1000

_TOKEN = re.compile(
    rb"\\bin(?P<bin>\d+) ?|\\(?P<word>[a-zA-Z]+)(?P<number>-?\d+)? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)",
    re.S,
)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict objdata fldinst datafield themedata colorschememapping latentstyles "
    b"listtable listoverridetable rsidtbl generator xmlnstbl filetbl revtbl nonesttables shppict objclass objname footnote "
    b"header headerl headerr headerf footer footerl footerr footerf annotation pntext sp".split()
)
_CHARSETS = {
    134: "gb18030",
    136: "big5hkscs",
    128: "cp932",
    129: "cp949",
    77: "mac-roman",
    2: "latin-1",
    0: "cp1252",
    204: "cp1251",
}
_SYMBOLS = {b"~": " ", b"_": "-", b"-": "", b"\t": "\t"}
_WORDS = {
    **{b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’"},
    **{b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " "},
}
_BODY_TEXT = 9


@dataclass(frozen=True, slots=True)
class _Group:
    """What a `{ … }` group changes and its end restores."""

    codec: str
    skipped: bool = False
    hidden: bool = False
    unicode_skip: int = 1


@dataclass(slots=True)
class _Row:
    """The row definition being written, from `trowd` to the last `cellx`."""

    edges: list[int] = field(default_factory=list)
    merges: list[tuple[bool, VerticalMerge]] = field(default_factory=list)
    joins: bool = False
    merge: VerticalMerge = "none"
    left: int = 0
    is_header: bool = False


def read_rtf(path: Path, limits: Limits) -> Document:
    """Read an RTF file; it has one page of kind `flow`.

    Raises:
        ReadError: `corrupt`, `too_large`.
    """
    if path.stat().st_size > limits.part_bytes:
        raise ReadError("too_large", f"more than {limits.part_bytes} bytes of RTF")
    data = path.read_bytes()
    if not data.startswith(b"{\\rtf"):
        raise ReadError("corrupt", "no RTF header")
    blocks = attach(_Reader(data, limits).read())
    return Document("rtf", (Page(1, None, None, "flow" if blocks else "blank", blocks),))


class _Reader:
    """Runs through the tokens once."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._story = Assembler("rtf", limits)
        self._default = _default_codec(data)
        self._fonts = dict(_fonts(data))
        self._groups = [_Group(self._default)]
        self._raw = b""
        self._text: list[str] = []
        self._drop = 0
        self._depth = 0
        self._heading = 0
        self._row = self._outer = _Row()
        self._actions: dict[bytes, Callable[[int | None], None]] = {
            b"par": lambda _: self._end_paragraph(),
            b"sect": lambda _: self._end_paragraph(),
            b"cell": lambda _: self._end_cell(1),
            b"nestcell": lambda _: self._end_cell(max(2, self._depth)),
            b"row": lambda _: self._end_row(1),
            b"nestrow": lambda _: self._end_row(max(2, self._depth)),
            b"pard": lambda _: self._reset(),
            b"intbl": lambda _: self._set_depth(max(1, self._depth)),
            b"itap": lambda number: self._set_depth(number or 0),
            b"outlinelevel": self._outline,
            b"trowd": lambda _: self._begin_row(),
            b"nesttableprops": lambda _: self._nest(),
            b"trhdr": lambda _: self._mark_header(),
            b"trleft": self._row_left,
            b"clvmgf": lambda _: self._merge("restart"),
            b"clvmrg": lambda _: self._merge("continue"),
            b"clmrg": lambda _: self._join(),
            b"cellx": self._cell_edge,
            b"f": self._font,
            b"u": self._unicode,
            b"uc": lambda number: self._change(unicode_skip=min(number if number is not None else 1, 10)),
            b"v": lambda number: self._change(hidden=number != 0),
            b"deleted": lambda number: self._change(hidden=number != 0),
            b"plain": lambda _: self._change(hidden=False),
        }

    def read(self) -> list[Paragraph | Table]:
        at = 0
        starred = False
        while match := _TOKEN.match(self._data, at):
            at = match.end()
            if match.group("bin"):
                at += int(match.group("bin")[:9])
            elif match.group("brace"):
                self._brace(match.group("brace"))
            elif match.group("word"):
                self._word(match.group("word"), match.group("number"), starred)
            elif match.group("hex"):
                self._bytes(bytes.fromhex(match.group("hex").decode()))
            elif match.group("symbol"):
                starred = match.group("symbol") == b"*"
                self._symbol(match.group("symbol"))
                continue
            elif match.group("text"):
                self._bytes(match.group("text"))
            starred = False
        self._end_paragraph()
        return self._story.finish()

    def _brace(self, brace: bytes) -> None:
        self._flush()
        if brace == b"{":
            if len(self._groups) > MAX_GROUPS:
                raise ReadError("too_large", f"groups nested deeper than {MAX_GROUPS}")
            self._groups.append(self._groups[-1])
        elif len(self._groups) > 1:
            self._groups.pop()

    def _word(self, word: bytes, number: bytes | None, starred: bool) -> None:
        if word in _SKIPPED or (starred and word not in (b"nesttableprops", b"shptxt")):
            self._change(skipped=True)
        if self._groups[-1].skipped:
            return
        value = int(number[:9]) if number else None
        if word in _WORDS:
            self._put(_WORDS[word])
        elif word in self._actions:
            if word != b"u":
                self._flush()
            self._actions[word](value)

    def _symbol(self, symbol: bytes) -> None:
        if symbol in (b"\\", b"{", b"}"):
            self._bytes(symbol)
        elif symbol in (b"\n", b"\r"):
            self._end_paragraph()
        elif symbol in _SYMBOLS:
            self._put(_SYMBOLS[symbol])

    def _bytes(self, data: bytes) -> None:
        taken = min(self._drop, len(data))
        self._drop -= taken
        group = self._groups[-1]
        if not group.skipped and not group.hidden:
            self._raw += data[taken:]

    def _put(self, text: str) -> None:
        self._flush()
        group = self._groups[-1]
        if not group.skipped and not group.hidden:
            self._text.append(text)

    def _flush(self) -> None:
        """Decode what has come in bytes: a character may be spread over several tokens."""
        if self._raw:
            self._text.append(self._raw.decode(self._groups[-1].codec, "replace"))
            self._raw = b""
        self._drop = 0

    def _unicode(self, number: int | None) -> None:
        self._put(chr((number or 0) & 0xFFFF))
        self._drop = self._groups[-1].unicode_skip

    def _taken(self) -> str:
        self._flush()
        text = "".join(self._text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self._text = []
        return text

    def _end_paragraph(self) -> None:
        self._story.paragraph(self._taken(), self._depth, self._heading)

    def _end_cell(self, depth: int) -> None:
        self._story.cell(self._taken(), depth)

    def _end_row(self, depth: int) -> None:
        row = rows.Definition((self._row.left, *self._row.edges), ()) if self._row.edges else None
        self._story.row(
            _cells(row, self._row, self._story.texts(depth)), depth, is_header=self._row.is_header
        )
        self._text = []
        if depth > 1:
            self._row = self._outer

    def _nest(self) -> None:
        self._outer = self._row

    def _reset(self) -> None:
        self._depth = self._heading = 0

    def _set_depth(self, depth: int) -> None:
        self._depth = min(depth, 16)

    def _outline(self, number: int | None) -> None:
        self._heading = number + 1 if number is not None and 0 <= number < _BODY_TEXT else 0

    def _begin_row(self) -> None:
        self._row = _Row()

    def _mark_header(self) -> None:
        self._row.is_header = True

    def _row_left(self, number: int | None) -> None:
        self._row.left = number or 0

    def _merge(self, merge: VerticalMerge) -> None:
        self._row.merge = merge

    def _join(self) -> None:
        self._row.joins = True

    def _cell_edge(self, number: int | None) -> None:
        row = self._row
        row.edges.append(max(number or 0, row.edges[-1] if row.edges else row.left))
        row.merges.append((row.joins, row.merge))
        row.joins, row.merge = False, "none"

    def _font(self, number: int | None) -> None:
        self._change(codec=self._fonts.get(number or 0, self._default))

    def _change(self, **changes: object) -> None:
        self._groups[-1] = replace(self._groups[-1], **changes)  # type: ignore[arg-type]


def _cells(row: rows.Definition | None, written: _Row, texts: list[str]) -> list[RawCell]:
    if row is None:
        return rows.cells(None, texts)
    found: list[RawCell] = []
    for index, (joins, merge) in enumerate(written.merges):
        text = texts[index] if index < len(texts) else ""
        left, right = row.edges[index], row.edges[index + 1]
        if joins and found:
            before = found.pop()
            left, text, merge = before.left, "\n".join(filter(None, (before.text, text))), before.merge
        found.append(RawCell(left, right, text, merge))
    return found


def _default_codec(data: bytes) -> str:
    match = re.search(rb"\\ansicpg(\d+)", data[:4096])
    return (known(f"cp{match.group(1).decode()}") if match else None) or "gb18030"


def _fonts(data: bytes) -> Iterator[tuple[int, str]]:
    """Font number → codec, of the fonts that name a character set of their own."""
    head = data[: 1 << 20]
    for match in re.finditer(rb"\\f(\d+)[^{};]*?\\fcharset(\d+)", head):
        codec = _CHARSETS.get(int(match.group(2)))
        if codec and match.group(2) != b"0":
            yield int(match.group(1)), codec
