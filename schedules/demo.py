"""What `gongkai demo` adds to a harvest: the sample portal's registry entry in the home, and what to try next."""

from __future__ import annotations

from pathlib import Path

import yaml

from crawler.registry import Portal
from schedules.home import Home

PORT = 8642
"""Where the sample portal listens, so that a second demo finds the same addresses again."""


def register(home: Home, portal: Portal) -> None:
    """Write the running sample portal into the home's own registry, so that `gongkai harvest` knows it too."""
    folder = home.root / "portals"
    folder.mkdir(exist_ok=True)
    entry = portal.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump({"portals": [entry]}, allow_unicode=True, sort_keys=False)
    (folder / "sample.yml").write_text(text, encoding="utf-8")


def next_steps(home: Home) -> str:
    """Three commands to try."""
    where = f"--home {home.root}" if home.root != Path("data") else ""
    gongkai = "gongkai" if Path(".venv/bin/gongkai").exists() is False else ".venv/bin/gongkai"
    return f"""
Three things to try:
  {gongkai} query {where} "select unit_name, fiscal_year, stage, amount from out.three_public where item = 'sangong.total' order by all"
  {gongkai} query {where} "select figure_id, row_label, amount from core.figure where item = 'sangong.total' limit 3"
      … then: {gongkai} trace FIGURE_ID {where} --image page.png
  {gongkai} demo {where} --phase 2        a department publishes a correction: revision 2 beside revision 1"""
