"""Rebuilds the site of the sample portal from its facts: `python -m crawler.sample_portal.build`.

Needs the development dependencies (the font of `writers.pdf` is one of them) and LibreOffice (writer); the products are checked in, so that a fresh
machine needs none of them. The same facts give the same documents; only LibreOffice's own files differ in their bytes from run to run,
so a rebuild replaces the whole site at once.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import jinja2

from crawler.sample_portal.documents import TEMPLATES, document
from crawler.sample_portal.facts import units
from crawler.sample_portal.government import COUNTY, GOVERNMENT_DOCUMENTS, government_document
from crawler.sample_portal.government import title as government_title
from crawler.sample_portal.seeds import seed_documents
from crawler.sample_portal.server import SITE
from crawler.sample_portal.sheets import Block, Grid, Heading, PageBreak
from crawler.sample_portal.writers.office import convert
from crawler.sample_portal.writers.pdf import write_pdf, write_scan
from crawler.sample_portal.writers.sheet import write_xls, write_xlsx
from crawler.sample_portal.writers.web import article_body
from crawler.sample_portal.writers.word import write_docx

BUDGET_YEARS = (2022, 2023, 2024, 2025)
FINAL_YEARS = (2022, 2023, 2024)
ROWS_A_PAGE = 12
STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Section:
    """A column of the site; `trs` ones page by script and keep attachments beside the article."""

    path: str
    name: str
    trs: bool = False


BUDGETS = Section("zwgk/bmys/", "部门预算")
FINALS = Section("xxgk/bmjs/", "部门决算", trs=True)
GOVERNMENT = Section("zwgk/zfyjs/", "政府预决算")
SECTIONS = (BUDGETS, FINALS, GOVERNMENT)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of an article: how the link reads, its bytes."""

    label: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Article:
    """One published article."""

    number: int
    section: Section
    title: str
    publisher: str
    published: date
    body: str = "<p>详见附件。</p>"
    attachments: tuple[Attachment, ...] = field(default=())
    phase: int = 1

    @property
    def path(self) -> str:
        """Path below the site's root, in the manner of the section's CMS."""
        if self.section.trs:
            return f"{self.section.path}{self.published:%Y%m}/t{self.published:%Y%m%d}_{self.number}.html"
        return f"{self.section.path}{self.published:%Y/%m/%d}/{self.number}.html"

    def attachment_path(self, position: int) -> str:
        """Path of an attachment below the site's root."""
        suffix = Path(self.attachments[position].label).suffix
        if self.section.trs:
            return f"{self.section.path}{self.published:%Y%m}/P0{self.published:%Y%m%d}0930{self.number:06d}{position}{suffix}"
        return f"uploads/{self.published:%Y%m}/{self.number}_{position}{suffix}"


def build(site: Path) -> None:
    """Write the whole site below `site`."""
    with tempfile.TemporaryDirectory() as folder:
        articles = _articles(Path(folder))
    if site.exists():
        shutil.rmtree(site)
    for phase in (1, 2):
        shown = [article for article in articles if article.phase <= phase]
        fresh = [article for article in articles if article.phase == phase]
        root = site / f"phase{phase}"
        for article in fresh:
            _write_article(root, article)
        for section in SECTIONS:
            if any(article.section == section for article in fresh):
                _write_lists(root, section, [article for article in shown if article.section == section])
    home = _render("home.html.j2", sections=SECTIONS)
    (site / "phase1/index.html").write_text(home, encoding="utf-8")
    for file in STATIC.iterdir():
        shutil.copy(file, site / "phase1" / file.name)


def _articles(work: Path) -> list[Article]:
    found: list[Article] = []

    def add(section: Section, title: str, publisher: str, published: date, **rest: object) -> None:
        found.append(Article(1001 + len(found), section, title, publisher, published, **rest))  # type: ignore[arg-type]

    for position, unit in enumerate(units().values()):
        for year in BUDGET_YEARS:
            title = f"{unit.name}{year}年{unit.body}预算公开"
            file_format = (
                "scan"
                if (unit.unit, year) == ("107", 2022)
                else "docx"
                if unit.format == "doc"
                else unit.format
            )
            body, attachments = publish(document(unit.unit, year, "budget"), title, file_format, work)
            add(
                BUDGETS,
                title,
                unit.name,
                date(year, 2, 10) + timedelta(position),
                body=body,
                attachments=attachments,
            )
        for year in FINAL_YEARS:
            if (unit.unit, year) in (("105", 2022), ("107", 2022)):
                continue  # published together, in one archive
            title = f"{unit.name}{year}年度{unit.body}决算公开"
            body, attachments = publish(document(unit.unit, year, "final"), title, unit.format, work)
            day = date(year + 1, 9, 5) + timedelta(position)
            add(FINALS, title, unit.name, day, body=body, attachments=attachments)
            if (unit.unit, year) == ("101", 2024):
                add(
                    BUDGETS,
                    f"县财政局{year}年度部门决算",
                    unit.name,
                    day + timedelta(9),
                    attachments=attachments,
                )
    add(
        FINALS,
        "演示县2022年度单位决算公开（档案馆、文化馆）",
        "演示县财政局",
        date(2023, 9, 20),
        attachments=(Attachment("2022年度单位决算（打包下载）.zip", _archive(work)),),
    )
    broken = _renamed(document("105", 2023, "final"), "演示县档案馆", "演示县统计局")
    whole = publish(broken, "演示县统计局2023年度单位决算公开", "pdf", work)[1][0]
    cut = replace(whole, content=whole.content[: len(whole.content) // 3])
    add(FINALS, "演示县统计局2023年度单位决算公开", "演示县统计局", date(2024, 9, 18), attachments=(cut,))
    notice = (TEMPLATES / "notice.html").read_text(encoding="utf-8")
    add(
        BUDGETS,
        "演示县财政局召开2025年部门预算编制公开工作培训会",
        "演示县财政局",
        date(2024, 10, 15),
        body=notice,
    )
    title = "演示县水利局2024年度部门决算公开（更正）"
    body, attachments = publish(document("104", 2024, "final", corrected=True), title, "xlsx", work)
    add(FINALS, title, "演示县水利局", date(2025, 10, 20), body=body, attachments=attachments, phase=2)
    for written in seed_documents():
        section = FINALS if written.stage == "final" else BUDGETS
        body, attachments = publish(written.blocks, written.title, written.file_format, work)
        add(section, written.title, written.unit, written.published, body=body, attachments=attachments)
    for year, stage, file_format, published in GOVERNMENT_DOCUMENTS:
        title = government_title(year, stage)
        body, attachments = publish(government_document(year, stage), title, file_format, work)
        add(GOVERNMENT, title, f"{COUNTY}财政局", published, body=body, attachments=attachments)
    return found


def publish(
    blocks: Sequence[Block], title: str, file_format: str, work: Path
) -> tuple[str, tuple[Attachment, ...]]:
    """The article body and the attachments by which a unit publishes a document in its format."""
    see = "<p>详见附件。</p>"
    if file_format == "html":
        return article_body(blocks), ()
    if file_format in ("xlsx", "xls"):
        # the tables go into a workbook, the explanation stays in the article
        writer: Callable[[Sequence[Grid], Path], None] = write_xlsx if file_format == "xlsx" else write_xls
        target = work / f"document.{file_format}"
        writer([block for block in blocks if isinstance(block, Grid)], target)
        prose = [block for block in blocks if not isinstance(block, Grid | PageBreak)]
        return article_body(prose), (Attachment(f"{title}表.{file_format}", target.read_bytes()),)
    if file_format == "pdf":
        write_pdf(blocks, work / "document.pdf")
    elif file_format == "scan":
        write_pdf(blocks, work / "paper.pdf")
        write_scan(work / "paper.pdf", work / "document.pdf")
    else:
        write_docx(blocks, work / "document.docx")
    suffix = {"pdf_office": "pdf", "scan": "pdf"}.get(file_format, file_format)
    if file_format in ("doc", "pdf_office"):
        convert(work / "document.docx", work / f"document.{suffix}")
    return see, (Attachment(f"{title}.{suffix}", (work / f"document.{suffix}").read_bytes()),)


def _archive(work: Path) -> bytes:
    """A zip as Windows makes it: member names in GBK without the UTF-8 flag."""
    target = work / "archive.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for unit in ("105", "107"):
            title = f"{units()[unit].name}2022年度单位决算公开"
            blocks = document(unit, 2022, "final")
            _, (attachment,) = publish(blocks, title, "docx" if unit == "107" else "xls", work)
            info = _GbkName(attachment.label, date_time=(2023, 9, 18, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, attachment.content)
    return target.read_bytes()


class _GbkName(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def _renamed(blocks: Sequence[Block], old: str, new: str) -> list[Block]:
    renamed: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid):
            renamed.append(replace(block, unit_name=block.unit_name.replace(old, new)))
        elif isinstance(block, PageBreak):
            renamed.append(block)
        elif isinstance(block, Heading):
            renamed.append(replace(block, text=block.text.replace(old, new)))
        else:
            renamed.append(replace(block, text=block.text.replace(old, new)))
    return renamed


def _write_article(root: Path, article: Article) -> None:
    links = []
    for position, attachment in enumerate(article.attachments):
        path = article.attachment_path(position)
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(attachment.content)
        href = "./" + Path(path).name if article.section.trs else "/" + path
        links.append({"href": href, "label": attachment.label})
    page = _render(
        "article.html.j2",
        section=article.section,
        root="../" * article.path.count("/"),
        article={
            "title": article.title,
            "publisher": article.publisher,
            "published": article.published.isoformat(),
            "index_number": f"990101-{article.published:%Y}-{article.number}",
            "body": article.body,
            "attachments": links,
        },
    )
    target = root / article.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, encoding="utf-8")


def _write_lists(root: Path, section: Section, articles: list[Article]) -> None:
    newest_first = sorted(articles, key=lambda article: (article.published, article.number), reverse=True)
    pages = [newest_first[start : start + ROWS_A_PAGE] for start in range(0, len(newest_first), ROWS_A_PAGE)]
    for page, shown in enumerate(pages):
        suffix = "" if page == 0 else f"_{page if section.trs else page + 1}"
        lines = [
            {
                "href": "./" + article.path.removeprefix(section.path) if section.trs else "/" + article.path,
                "title": article.title,
                "published": article.published.isoformat(),
            }
            for article in shown
        ]
        target = root / f"{section.path}index{suffix}.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        html = _render(
            "list.html.j2",
            section=section,
            root="../" * target.relative_to(root).as_posix().count("/"),
            articles=lines,
            page=page,
            pages=len(pages),
            total=len(articles),
        )
        target.write_text(html, encoding="utf-8")


def _render(template: str, **values: object) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), undefined=jinja2.StrictUndefined
    )
    return environment.get_template(template).render(**values)


if __name__ == "__main__":
    build(SITE)
