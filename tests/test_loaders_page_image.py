"""The place of a sentence on its page."""

from __future__ import annotations

import pypdfium2
import pytest

from crawler.sample_portal.sheets import Text
from crawler.sample_portal.writers.pdf import write_pdf
from loaders.errors import ReadError
from loaders.page_image import sentence_lines

BEFORE = "本年度无政府性基金预算支出。"
LONG = "本单位本年度“三公”经费预算为１２.５０万元，比上年减少（或下降）0.50万元，主要原因是严格执行中央八项规定精神，压减公务接待批次和人数，并继续加强公务用车管理。"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> pypdfium2.PdfPage:
    path = tmp_path_factory.mktemp("pages") / "text.pdf"
    write_pdf([Text(BEFORE), Text(LONG)], path)
    return pypdfium2.PdfDocument(path)[0]


def test_a_sentence_is_found_though_it_was_kept_without_quotes_and_in_half_width(
    page: pypdfium2.PdfPage,
) -> None:
    (before,) = sentence_lines(page, BEFORE)
    lines = sentence_lines(
        page, LONG.translate({ord("“"): None, ord("”"): None, ord("１"): "1", ord("２"): "2"})
    )
    assert len(lines) >= 2
    assert all(x0 < x1 and y0 < y1 for x0, y0, x1, y1 in lines)
    assert [line[1] for line in [before, *lines]] == sorted(line[1] for line in [before, *lines])


def test_of_a_sentence_that_goes_on_overleaf_the_beginning_is_marked(page: pypdfium2.PdfPage) -> None:
    assert sentence_lines(page, BEFORE[:-1] + "，详见附表。") == sentence_lines(page, BEFORE)


def test_a_page_without_the_sentence_says_so(page: pypdfium2.PdfPage) -> None:
    with pytest.raises(ReadError, match="does not hold the sentence"):
        sentence_lines(page, "国有资本经营预算拨款收入为零。")
