"""Conversion by LibreOffice: .docx → .doc and .docx → .pdf. Only the generator needs it; its products are checked in."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path


def convert(source: Path, target: Path) -> None:
    """Convert a file to the format that the target's suffix names.

    Raises:
        RuntimeError: LibreOffice is not installed or failed.
    """
    program = shutil.which("soffice")
    if program is None:
        raise RuntimeError(
            "LibreOffice is needed to rebuild .doc and office PDF files: install libreoffice-writer"
        )
    kind = {"doc": "doc:MS Word 97", "pdf": "pdf:writer_pdf_Export"}[target.suffix[1:]]
    with tempfile.TemporaryDirectory() as folder:
        command = [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            kind,
        ]
        subprocess.run(
            [*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=180
        )
        made = Path(folder) / f"{source.stem}.{target.suffix[1:]}"
        if not made.exists():
            raise RuntimeError(f"LibreOffice wrote no {target.suffix} of {source.name}")
        shutil.move(made, target)
