"""Documents whose own identity is incomplete, and the complete document that says the same.

A reader may miss the cover in one format and find it in another. Such a document joins the disclosure of the one complete document with
the same content, if no known part of its identity contradicts it. Two complete identities that differ are never joined, whatever their
contents: the whole department and its own office publish the same numbers when there is no other unit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from warehouse.revisions import Comparison, Paper, is_complete, logical_id

VAGUE = frozenset({"other", "sangong_summary"})
"""Kinds that a document is given when only one of its tables names it: they contradict no other kind."""
FIRST = 32
"""Hashes at the beginning of a sketch, of which twins share half: that finds them without comparing everything with everything. Of two
documents as alike as `ALIKE` asks for, some 26 are shared; of two with the same form and other numbers hardly any."""
ALIKE = 0.8
"""Estimated share of common content from which two documents are compared value by value."""


def likely_twins(papers: Sequence[Paper]) -> list[tuple[str, str]]:
    """Pairs worth comparing, smaller id first: an incomplete document with a complete one, or with another of the same name."""
    by_id = {paper.document_id: paper for paper in papers}
    holders: dict[int, list[str]] = defaultdict(list)
    for paper in papers:
        for hash in paper.sketch[:FIRST]:
            holders[hash].append(paper.document_id)
    found = set()
    for paper in papers:
        if is_complete(paper):
            continue
        shared = Counter(one for hash in paper.sketch[:FIRST] for one in holders[hash])
        for name, count in shared.items():
            other = by_id[name]
            if (
                other is not paper
                and 2 * count >= min(len(paper.sketch), len(other.sketch), FIRST)
                and (is_complete(other) or _same_name(paper, other))
                and _compatible(paper, other)
                and resemblance(paper.sketch, other.sketch) >= ALIKE
            ):
                found.add((min(paper.document_id, name), max(paper.document_id, name)))
    return sorted(found)


def adopted(
    papers: Sequence[Paper],
    twins: Sequence[tuple[str, str]],
    compared: Mapping[tuple[str, str], Comparison],
) -> dict[str, str]:
    """Incomplete document → logical id of the disclosure it belongs to; `twins` are the likely ones, `compared` what comparing them gave.

    Incomplete documents with the same content stand together; they join the one complete disclosure that says the same, none where
    several do, and share the smallest of their own ids where there is no complete one.
    """
    by_id = {paper.document_id: paper for paper in papers}
    homes: dict[str, set[str]] = {}
    together: dict[str, set[str]] = {
        paper.document_id: {paper.document_id} for paper in papers if not is_complete(paper)
    }
    for pair in twins:
        one, other = by_id[pair[0]], by_id[pair[1]]
        same_hash = one.content_hash is not None and one.content_hash == other.content_hash
        found = compared.get(pair)
        if not (same_hash or (found is not None and found.same)):
            continue
        if is_complete(one) or is_complete(other):
            lost, whole = (other, one) if is_complete(one) else (one, other)
            homes.setdefault(lost.document_id, set()).add(logical_id(whole))
        else:
            joined = together[one.document_id] | together[other.document_id]
            together |= dict.fromkeys(joined, joined)
    logical = {}
    for document, group in together.items():
        known = {home for member in group for home in homes.get(member, ())}
        if not known and len(group) > 1:
            known = {min(logical_id(by_id[member]) for member in group)}
        if len(known) == 1:
            logical[document] = known.pop()
    return logical


def resemblance(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimated Jaccard similarity of two contents from their bottom-k sketches."""
    size = min(len(one), len(other))
    if not size:
        return 0.0
    merged = sorted(set(one) | set(other))[: max(len(one), len(other))]
    common = set(one) & set(other)
    return sum(value in common for value in merged) / len(merged)


def _same_name(one: Paper, other: Paper) -> bool:
    """Whether two incomplete documents name the same unit in the same region."""
    return one.region_id is not None and one.unit_id is not None and one.unit_id == other.unit_id


def _compatible(one: Paper, other: Paper) -> bool:
    pairs = (
        (one.region_id, other.region_id),
        (one.unit_id, other.unit_id),
        (one.scope, other.scope),
        (one.fiscal_year, other.fiscal_year),
    )
    known = all(left is None or right is None or left == right for left, right in pairs)
    return known and (one.kind == other.kind or bool(VAGUE & {one.kind, other.kind}))
