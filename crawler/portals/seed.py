"""Make the registry's YAML files from a list of disclosure columns: `python -m crawler.portals.seed portals.csv`.

The list has one row per region: region_code, province, prefecture, name, level, budget_column_url, portal_url, portal_access,
http_status, page_title. Only facts are taken over; nothing is fetched. A file that exists is replaced, so entries that a probe or a
person has confirmed belong in a copy of the registry or are re-applied from version control.
"""

from __future__ import annotations

import argparse
import csv
import re
from pathlib import Path
from typing import Any

import yaml

from crawler.families import signatures
from crawler.registry import bundled

SOURCE = "github.com/anyi-econ/china-public-debt, seen in April 2026, not verified since"

_FILES = {
    "11": "beijing", "12": "tianjin", "13": "hebei", "14": "shanxi", "15": "neimenggu", "21": "liaoning", "22": "jilin", "23": "heilongjiang",
    "31": "shanghai", "32": "jiangsu", "33": "zhejiang", "34": "anhui", "35": "fujian", "36": "jiangxi", "37": "shandong", "41": "henan",
    "42": "hubei", "43": "hunan", "44": "guangdong", "45": "guangxi", "46": "hainan", "50": "chongqing", "51": "sichuan", "52": "guizhou",
    "53": "yunnan", "54": "xizang", "61": "shaanxi", "62": "gansu", "63": "qinghai", "64": "ningxia", "65": "xinjiang", "71": "taiwan",
    "81": "hongkong", "82": "macao",
}  # fmt: skip
# places that the list gives without a code: GB/T 2260 where it has one, else the parent's code and a name of their own
_WITHOUT_CODE = {
    "济源示范区": ("419001", "419001"),
    "松岭区": ("232700", "232700-songling"),
    "新林区": ("232700", "232700-xinlin"),
    "呼中区": ("232700", "232700-huzhong"),
    "新疆生产建设兵团": ("650000", "650000-xjbt"),
    "香港特别行政区": ("810000", "810000"),
    "澳门特别行政区": ("820000", "820000"),
    "台湾省": ("710000", "710000"),
}
# machines that serve many regions: everything with one key is asked one request at a time
_PLATFORMS = (
    ("shanxi_bmp", r"//czt\.shanxi\.gov\.cn/bmp_pub"),
    ("nmg_yjs", r"//czt\.nmg\.gov\.cn/yjs"),
    ("jiangsu_yjsgk", r"//yjsgk\.jsczt\.cn"),
    ("czyjsgk", r"\.czyjsgk\.(?:com|cn)"),
    ("linyi_yjsgk", r"//yjsgk\.linyi\.cn"),
    ("ningbo_yjs", r"//yjs\.czj\.ningbo\.gov\.cn"),
    ("liuzhou_dsyjs", r"//dsyjs\.yun\.liuzhou\.gov\.cn"),
    ("chaoyang_epoint", r"//zwfw\.chaoyang\.gov\.cn:8213"),
)
_ACCESS = {
    "none": "did not answer in April 2026",
    "protocol-switch": "answered only after switching between http and https in April 2026",
    "ua-mobile": "answered only a mobile browser in April 2026",
}


def portal(row: dict[str, str]) -> dict[str, Any]:
    """One region's registry entry, as plain data in the order it is written."""
    code, portal_id = row["region_code"], row["region_code"]
    if not code:
        code, portal_id = _WITHOUT_CODE[row["name"]]
    url, home = _address(row["budget_column_url"]), _address(row["portal_url"])
    family = signatures.guess(url) if url else "generic_static"
    platform = next((name for name, pattern in _PLATFORMS if re.search(pattern, url)), "")
    interface = (
        ""
        if signatures.table()[family].engine != "none" and family != "plat_jiangsu"
        else "its interface is not known yet"
    )
    status_code = row["http_status"] if row["http_status"] not in ("", "200") else ""
    notes = [
        interface,
        _ACCESS.get(row["portal_access"], ""),
        f"the column answered {status_code} in April 2026" if status_code else "",
        "no budget column is known" if not url else "",
        "outside the disclosure rules of the mainland" if code[:2] in ("71", "81", "82") else "",
    ]
    entry: dict[str, Any] = {"region_code": code}
    if portal_id != code:
        entry["portal_id"] = portal_id
    entry["name"] = row["name"]
    if row["prefecture"] and row["prefecture"] != row["name"]:
        entry["prefecture"] = row["prefecture"]
    entry["level"] = row["level"]
    if home:
        entry["home"] = home
    if url:
        entry["entries"] = [{"url": url}]
    entry["family"] = family
    if platform:
        entry["platform"] = platform
    entry["status"] = "needs_js" if interface else "unverified"
    if any(notes):
        entry["notes"] = "; ".join(filter(None, notes))
    return entry


def _address(raw: str) -> str:
    return re.sub(r"\s+", "", raw)


def files(rows: list[dict[str, str]]) -> dict[str, dict[str, Any]]:
    """The content of each province's file, by file name."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        entry = portal(row)
        prefix = entry["region_code"][:2]
        head = {"province": row["province"], "source": SOURCE, "portals": []}
        found.setdefault(f"{prefix}_{_FILES[prefix]}.yml", head)["portals"].append(entry)
    return found


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(
        description="Make the portal registry from a CSV list of disclosure columns"
    )
    parser.add_argument("csv", type=Path, help="one row per region, see the module's docstring")
    parser.add_argument("--into", type=Path, default=bundled(), help="folder of the YAML files")
    options = parser.parse_args()
    with options.csv.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for name, content in files(rows).items():
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000, indent=2)
        (options.into / name).write_text(text, encoding="utf-8")
    print(f"{len(rows)} regions written to {options.into}")


if __name__ == "__main__":
    main()
