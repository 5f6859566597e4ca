"""What the checks say of real documents: how often each passes, fails and does not apply, and whether what failed was judged by eye.

    PYTHONPATH=. python tests/benchmarks/warehouse/findings.py HOME

HOME holds the loaded samples. `adjudicated.csv` says of every finding that a person has looked at beside the page: `true` (the
publisher contradicts itself or leaves something out), `loader` (the document was misread) or `false` (the check is wrong). A finding
that is not listed there counts as not judged. A check that applied to no document is named: nobody knows whether it can fail.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from warehouse.checks import checks, run_checks
from warehouse.store import Warehouse

JUDGED = Path(__file__).parent / "adjudicated.csv"
COUNTS = """
    SELECT check_id, count(*) FILTER (WHERE status = 'passed'), count(*) FILTER (WHERE status = 'failed'),
           count(DISTINCT document_id) FILTER (WHERE status <> 'not_applicable'), count(*) FILTER (WHERE status = 'not_applicable')
    FROM core.check_result GROUP BY ALL"""
FINDINGS = """
    SELECT r.check_id, coalesce(d.unit_name, d.title, ''), d.fiscal_year, d.kind, r.message
    FROM core.check_result AS r JOIN core.document AS d USING (document_id) WHERE r.status = 'failed' ORDER BY ALL"""


def main() -> None:
    """Run the checks and print the table; exit 1 when more than 2 % of what was evaluated is a false alarm or not judged."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        judged = {
            (row["check_id"], row["unit"], row["fiscal_year"], row["kind"]): row["verdict"]
            for row in csv.DictReader(file)
        }
    with Warehouse.open(Path(sys.argv[1])) as warehouse:
        run_checks(warehouse.connection)
        counts = {row[0]: row[1:] for row in warehouse.connection.execute(COUNTS).fetchall()}
        findings = warehouse.connection.execute(FINDINGS).fetchall()
    verdicts: Counter[tuple[str, str]] = Counter()
    for check_id, unit, year, kind, message in findings:
        verdict = judged.get((check_id, unit, str(year or ""), kind), "unjudged")
        verdicts[check_id, verdict] += 1
        if verdict == "unjudged":
            print(f"not judged: {check_id} {unit} {year} {kind}: {message}")
    print(f"{'check':<24} passed failed documents n/a | true loader false unjudged")
    evaluated = alarms = 0
    for check in sorted(checks(), key=lambda check: check.check_id):
        passed, failed, documents, absent = counts.get(check.check_id, (0, 0, 0, 0))
        split = [verdicts[check.check_id, verdict] for verdict in ("true", "loader", "false", "unjudged")]
        evaluated += passed + failed
        alarms += sum(split[1:])
        note = "" if documents else "  applies to no document here"
        print(
            f"{check.check_id:<24} {passed:6} {failed:6} {documents:9} {absent:3} | {split[0]:4} {split[1]:6} {split[2]:5} {split[3]:8}{note}"
        )
    share = 100 * alarms / max(evaluated, 1)
    print(
        f"{evaluated:,} evaluated, {sum(verdicts.values())} failed; loader's faults, false alarms and unjudged: {alarms} = {share:.2f} %"
    )
    raise SystemExit(share > 2)


if __name__ == "__main__":
    main()
