"""What one file may cost. Past a limit a file ends `too_large` or `timed_out`; nothing else suffers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings for one file, generous to every real disclosure and fatal to bombs.

    Sizes are bytes, times are seconds. `archive_ratio` compares unpacked with packed size and counts only from
    `archive_ratio_floor` unpacked bytes on, because a short run of zeros packs a thousandfold. `memory_bytes` limits the address
    space of the child process, where the file is read.
    """

    file_bytes: int = 512 * 1024**2
    max_pages: int = 3000
    ocr_pages: int = 60
    max_cells: int = 2_000_000
    max_rows: int = 200_000
    max_columns: int = 1024
    archive_members: int = 2000
    archive_ratio: int = 250
    archive_ratio_floor: int = 16 * 1024**2
    archive_bytes: int = 1024**3
    archive_depth: int = 4
    part_bytes: int = 256 * 1024**2
    image_pixels: int = 120_000_000
    result_bytes: int = 512 * 1024**2
    wall_seconds: float = 600.0
    cpu_seconds: int = 900
    memory_bytes: int = 4 * 1024**3
