"""Renders the seeds (extracted text of five real disclosures) as documents again, each in its own format class.

The text and the truth come from the folder of shared samples and are not part of the project; what is rendered goes to a temporary
folder and is never shipped. Lines with tabs become ruled tables (headers merged as their blanks say), hard-wrapped lines stay
wrapped, the flattened forms of seed 000 are rebuilt from the truth.

    python -m tests.seeds.render SHARED_FOLDER TARGET_FOLDER [--format pdf|docx|html]
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from crawler.sample_portal.sheets import Block, Grid, Heading, Text
from crawler.sample_portal.writers.web import article_body

FORMATS = {"000": "pdf", "001": "docx", "002": "pdf", "003": "pdf", "004": "docx"}
MARKUP = re.compile(r"\*\*|^#+ +")


def render(
    shared: Path, seed: str, target: Path, file_format: str | None = None, *, as_printed: bool = False
) -> Path:
    """Write the document of one seed (`"000"` … `"004"`) into the folder `target`.

    `as_printed` leaves a header where the seed has it, a column beside its numbers; else it stands over them.
    """
    text_file = next((shared / "seeds").glob(f"{seed}_*.txt"))
    truth = json.loads((shared / "seeds/truth" / f"{text_file.stem}.json").read_text(encoding="utf-8"))
    lines = text_file.read_text(encoding="utf-8").split("\n")
    blocks = list(READERS.get(seed, partial(tabular, as_printed=as_printed))(lines, truth))
    file_format = file_format or FORMATS[seed]
    path = target / f"seed{seed}.{file_format}"
    if file_format == "pdf":
        from crawler.sample_portal.writers.pdf import write_pdf

        write_pdf(blocks, path)
    elif file_format == "docx":
        from crawler.sample_portal.writers.word import write_docx

        write_docx(blocks, path)
    else:
        path.write_text(
            f"<html><meta charset='utf-8'><body>{article_body(blocks)}</body></html>", encoding="utf-8"
        )
    return path


def tabular(lines: list[str], truth: dict[str, Any], *, as_printed: bool) -> Iterator[Block]:
    """Seeds 002–004: tables as tab-separated rows, blank lines where a page ended."""
    tables = {table["lines"][0]: table for table in truth["tables"]}
    number = 1
    title = truth["document"]["title_lines"]
    while number <= len(lines):
        if number in tables:
            table = tables[number]
            yield _tab_grid(lines, table, as_printed)
            number = min(table["lines"][1], len(lines)) + 1
            continue
        text = MARKUP.sub("", lines[number - 1]).strip()
        if text and not text.startswith(("表名", "图")):
            if number in range(title[0], title[1] + 1):
                yield Heading(text, 0)
            else:
                yield (
                    Heading(text, 2)
                    if re.match(r"第.部分|[一二三四五六七八九十]+、.{4,40}$|（[一二三四五六]）.{4,25}$", text)
                    else Text(text)
                )
        number += 1


def _tab_grid(lines: list[str], table: dict[str, Any], as_printed: bool) -> Grid:
    first, last = table["lines"][0], min(table["lines"][1], len(lines))
    header_first, header_last = table.get("header_lines") or (0, 0)
    captions: list[str] = []
    header: list[list[str]] = []
    body: list[list[str]] = []
    notes: list[str] = []
    for number in range(first, last + 1):
        line = lines[number - 1]
        cells = [cell.strip() for cell in line.split("\t")]
        if header_first <= number <= header_last:
            header.append(cells)
        elif "\t" in line:
            body.append(cells)
        elif line.strip():
            (notes if body else captions).append(MARKUP.sub("", line).strip())
    if table["kind"] == "final_info_stats":
        body = _sections(lines, first, last)
        notes = notes[-1:]
    if table["id"] == "t01" and len(header) == 4 and not as_printed:
        header = [[*row[:15], row[16] or row[15]] for row in header]
        body = [row[:16] for row in body]
    return _grid(captions, header, body, notes)


def _sections(lines: list[str], first: int, last: int) -> list[list[str]]:
    """The information table of seed 003: section titles stand on lines of their own, across the table."""
    found = []
    for line in lines[first - 1 : last]:
        cells = [cell.strip() for cell in line.split("\t")]
        if "\t" in line or re.match(r"[一二三]、", line):
            found.append([*cells, *[""] * (3 - len(cells))])
    return found


def _grid(
    captions: Sequence[str], header: list[list[str]], body: list[list[str]], notes: Sequence[str]
) -> Grid:
    """A grid whose header spans are read from its blanks, and whose printed lines keep their order."""
    width = max(len(row) for row in [*header, *body])
    cells: list[list[str | None]] = [[*row, *[""] * (width - len(row))] for row in [*header, *body]]
    spans = [*_header_spans(cells, len(header))]
    if not header:
        spans += [
            (number, len(row) - 1, 1, width - len(row) + 1)
            for number, row in enumerate(body)
            if len(row) < width - 1
        ]
    for row, column, high, wide in spans:
        for down in range(high):
            for right in range(wide):
                if (down, right) != (0, 0):
                    cells[row + down][column + right] = None
    title, *rest = captions or [""]
    form = next((line for line in rest if line.startswith("公开")), "")
    unit = next((line for line in rest if "名称" in line or "编制部门" in line), "")
    money = " ".join(line for line in rest if re.search(r"单位[：:]|^万元$", line) and line != unit)
    left = " ".join(line for line in rest if line not in (form, unit) and line not in money.split(" "))
    widths = tuple(_share(cells, column) for column in range(width))
    return Grid(
        title,
        tuple(tuple(row) for row in cells),
        tuple(spans),
        len(header),
        form,
        " ".join(filter(None, (unit, left))),
        "",
        money,
        tuple(notes),
        widths,
        width > 6,
    )


def _share(cells: list[list[str | None]], column: int) -> float:
    longest = max((len(row[column] or "") for row in cells[1:]), default=1)
    return min(max(longest, 4), 40) ** 0.5


def _header_spans(cells: list[list[str | None]], height: int) -> Iterator[tuple[int, int, int, int]]:
    width = len(cells[0])
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(height):
        for column in range(width):
            if not cells[row][column] or (row, column) in owner:
                continue
            above = owner.get((row - 1, column)) if row else None
            wide = 1
            while (
                column + wide < width
                and not cells[row][column + wide]
                and (row, column + wide) not in owner
                and (row == 0 or owner.get((row - 1, column + wide)) == above)
            ):
                wide += 1
            high = 1
            while (
                row + high < height
                and cells[row + high][0] != "栏次"
                and not any(cells[row + high][column : column + wide])
            ):
                high += 1
            for down in range(high):
                for right in range(wide):
                    owner[row + down, column + right] = (row, column)
            if wide > 1 or high > 1:
                yield row, column, high, wide


def tab_indented(lines: list[str], truth: dict[str, Any]) -> Iterator[Block]:
    """Seed 001: one cell a line, rows divided by blank lines."""
    tables = {table.get("title_line", table["lines"][0]): table for table in truth["tables"]}
    title = truth["document"]["title_lines"]
    number = 1
    while number <= len(lines):
        if number in tables:
            table = tables[number]
            yield _cell_lines(lines, table)
            number = table["lines"][1] + 1
            continue
        text = lines[number - 1].strip()
        if text:
            yield Heading(text, 0) if number in range(title[0], title[1] + 1) else Text(text)
        number += 1


def _cell_lines(lines: list[str], table: dict[str, Any]) -> Grid:
    first, last = table["lines"]
    columns = [column["path"] for column in table["columns"]]
    depth = max(map(len, columns))
    header = [[path[level] if level < len(path) else "" for path in columns] for level in range(depth)]
    for row in header:
        for column in range(len(row) - 1, 0, -1):
            if row[column] and row[column] == row[column - 1]:
                row[column] = ""
    body, captions, notes, current = [], [], [], []
    for line in [*lines[first - 1 : last], ""]:
        if line.startswith("\t"):
            current.append(line.strip())
        elif line.strip() and current:
            current[-1] += "\n" + line.strip()
        elif line.strip():
            captions.append(line.strip())
        elif current:
            body.append(current)
            current = []
    kept = []
    for row in body:
        if len(row) == len(columns) and not set(row) <= set(sum(columns, [""])):
            kept.append(row)
        elif len(row) <= 2 and "：" in "".join(row):
            captions += row
    if table["kind"] == "procurement_budget":
        kept = [["", "", "", "", "", "", "", "0", "0", "", "", "", "", ""], [""] * 14]
        notes = [table["empty_statement"]]
        captions = [line for line in captions if not line.startswith("注")]
    return _grid(
        [table["title"], *[line for line in captions if line != table["title"]]], header, kept, notes
    )


def wrapped(lines: list[str], truth: dict[str, Any]) -> Iterator[Block]:
    """Seed 000: hard-wrapped PDF text; each physical line stays a line, the forms are rebuilt as ruled tables."""
    forms = {table["lines"][0]: table for table in truth["tables"] if table.get("form")}
    title = truth["document"]["title_lines"]
    number = 1
    while number <= len(lines):
        if number in forms:
            table = forms[number]
            yield _form(
                lines,
                table,
                [i for i in truth["performance_indicators"] if i["id"] in table["indicators_ref"]],
            )
            number = table["lines"][1] + 1
            continue
        line = lines[number - 1].rstrip()
        if line.strip():
            yield Heading(line.strip(), 0) if number in range(title[0], title[1] + 1) else Text(line.strip())
        number += 1


FORM_TEXTS = (
    ("项目前两年预算及", "项目资金来源"),
    ("项目主要内容", "项目总预算"),
    ("项目申请理由", "项目主要内容"),
)


def _between(lines: list[str], table: dict[str, Any], label: str, following: str) -> str:
    """The text of a form's row: what stands between its label and the next one, lines joined."""
    first, last = table["lines"]
    text = "".join(line.strip() for line in lines[first - 1 : last])
    after = text.split(label, 1)[1]
    return after.split(following, 1)[0].removeprefix("当年预算变动情况").strip()


def _form(lines: list[str], table: dict[str, Any], indicators: list[dict[str, Any]]) -> Grid:
    form = table["form"]
    rows = [
        ["项目名称", form["项目名称"], "", "", ""],
        ["项目主管部门", form["项目主管部门"], "项目执行单位", form["项目执行单位"], ""],
        ["项目类型", form["项目类型"], "", "", ""],
        ["项目总预算", form["项目总预算"], "项目当年预算", form["项目当年预算"], ""],
        ["项目资金来源", "资金来源", "金额", "", ""],
    ]
    spans = [(0, 1, 1, 4), (1, 3, 1, 2), (2, 1, 1, 4), (3, 3, 1, 2), (4, 2, 1, 3)]
    for label, following in FORM_TEXTS:
        rows.insert(4, [label, _between(lines, table, label, following), "", "", ""])
        spans = [(row + (row >= 4), column, high, wide) for row, column, high, wide in spans] + [(4, 1, 1, 4)]
    block = "项目资金来源"
    for row in table["rows"]:
        if row["block"] != block:
            block = row["block"]
            spans.append((len(rows), 2, 1, 3))
            rows.append(["项目支出明细预算", "项目支出明细", "金额", "", ""])
        spans.append((len(rows), 2, 1, 3))
        rows.append(["", row.get("ordinal", "") + row["name"], row["cells"].get("金额", ""), "", ""])
    rows.append(["一级指标", "二级指标", "指标内容", "指标值", "绩效标准"])
    for item in indicators:
        rows.append([item["level1_raw"], item["level2"], item["level3"], item["raw_value"], item["standard"]])
    cells: list[list[str | None]] = [list(row) for row in rows]
    for row_number, column, _, wide in spans:
        for right in range(1, wide):
            cells[row_number][column + right] = None
    filled = f"填报日期：{table['filled_date']}"
    return Grid(
        table["title_raw"],
        tuple(tuple(row) for row in cells),
        tuple(spans),
        0,
        "",
        filled,
        "",
        f"单位：{table['unit']}",
        (),
        (2, 3, 3, 2, 2),
    )


READERS: dict[str, Callable[[list[str], dict[str, Any]], Iterator[Block]]] = {
    "000": wrapped,
    "001": tab_indented,
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--format", choices=["pdf", "docx", "html"])
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    for wanted in FORMATS:
        print(render(options.shared, wanted, options.target, options.format))
