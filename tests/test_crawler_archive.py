"""The archive of originals: what is kept, what a crash leaves, what verification finds."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawler.archive import Archive, ArchiveError, Capture

WHEN = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)


def capture(url: str = "http://a.gov.cn/1.pdf", **values: object) -> Capture:
    return Capture(**{"url": url, "kind": "file", "outcome": "ok", "captured_at": WHEN, **values})  # type: ignore[arg-type]


def test_bytes_are_kept_under_their_hash_and_read_only(archive: Archive) -> None:
    stored = archive.put([b"%PDF", b"-1.7"])
    path = archive.path(stored.sha256)
    assert stored.sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert path.read_bytes() == b"%PDF-1.7"
    assert path.relative_to(archive.root).parts == ("files", stored.sha256[:2], stored.sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_the_same_bytes_are_kept_once(archive: Archive) -> None:
    assert archive.put(b"same").is_new
    assert not archive.put(b"same").is_new
    assert len(list((archive.root / "files").glob("*/*"))) == 1


def test_a_truncated_file_is_replaced_by_the_whole_one(archive: Archive) -> None:
    stored = archive.put(b"whole")
    path = archive.path(stored.sha256)
    path.chmod(0o644)
    path.write_bytes(b"who")
    archive.put(b"whole")
    assert path.read_bytes() == b"whole"


def test_a_source_that_breaks_off_leaves_nothing(archive: Archive) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ArchiveError, match="cannot write"):
        archive.put(chunks())
    assert not list((archive.root / "tmp").iterdir())
    assert not list((archive.root / "files").glob("*/*"))


def test_a_killed_writer_leaves_no_half_file(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from crawler.archive import Archive\n"
        "def chunks():\n"
        "    yield b'x' * 100000\n"
        "    print('half', flush=True); time.sleep(60)\n"
        "Archive(Path(sys.argv[1])).put(chunks())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "archive")], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "half\n"
        os.kill(writer.pid, signal.SIGKILL)
    with Archive(tmp_path / "archive") as archive:
        assert not list((archive.root / "files").glob("*/*"))
        assert archive.verify().damage == ()
        for path in (archive.root / "tmp").iterdir():
            os.utime(path, (0, 0))
    with Archive(tmp_path / "archive") as archive:
        assert not list((archive.root / "tmp").iterdir()), "a day-old leftover is swept"


def test_a_capture_comes_back_as_it_was_written(archive: Archive) -> None:
    written = capture(
        article_title="某县财政局2024年度部门决算",
        published_on=date(2025, 9, 1),
        evidence=(("title", "某县财政局2024年度部门决算", "meta:ArticleTitle"),),
        headers=(("Content-Type", "application/pdf"),),
        http_status=200,
        file_sha256=archive.put(b"%PDF").sha256,
        byte_size=4,
    )
    archive.record(written)
    archive.record(written)
    archive.record(capture(outcome="failed", detail="timed out"))
    assert list(archive.captures(written.file_sha256)) == [written]
    assert [c.outcome for c in archive.captures()] == ["ok", "failed"]
    assert list(archive.sha256s()) == [written.file_sha256]


def test_a_reader_sees_what_the_writer_committed(archive: Archive) -> None:
    with Archive(archive.root, read_only=True) as reader:
        assert list(reader.captures()) == []
        archive.record(capture())
        assert len(list(reader.captures())) == 1


def test_pages_are_kept_compressed_and_once(archive: Archive) -> None:
    sha256 = archive.put_page("列表".encode() * 500)
    assert archive.put_page("列表".encode() * 500) == sha256
    assert archive.page(sha256) == "列表".encode() * 500
    assert archive.page("0" * 64) is None


def test_a_transaction_that_fails_changes_nothing(archive: Archive) -> None:
    with pytest.raises(RuntimeError), archive.transaction():
        archive.record(capture())
        raise RuntimeError
    assert list(archive.captures()) == []


def test_verification_names_changed_missing_and_unnamed_files(archive: Archive) -> None:
    good, changed, missing = (archive.put(text) for text in (b"good", b"changed", b"missing"))
    unnamed = archive.put(b"unnamed")
    for number, stored in enumerate((good, changed, missing)):
        archive.record(capture(f"http://a.gov.cn/{number}.pdf", file_sha256=stored.sha256))
    archive.path(changed.sha256).chmod(0o644)
    archive.path(changed.sha256).write_bytes(b"tampere")
    archive.path(missing.sha256).unlink()
    report = archive.verify()
    assert {(d.sha256, d.problem) for d in report.damage} == {
        (changed.sha256, "changed"),
        (missing.sha256, "missing"),
    }
    assert report.files == 3
    assert report.unnamed == 1
    assert archive.path(unnamed.sha256).exists()


def test_an_archive_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="check the path"):
        Archive(tmp_path / "file" / "archive")
