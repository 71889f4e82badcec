"""The two quotation detectors on `recycled_scenarios`: operations and edit spans against the labels; findings as JSONL.

usage: python -m benchmarks.quotation_scenarios FOLDER FINDINGS
FOLDER holds evidence.jsonl.gz, official.jsonl.gz, posts_dev.jsonl, labels_dev.jsonl. No other part of a check runs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.edited_official import EditedOfficialDetector
from provenance.detectors.misattributed_quote import MisattributedQuoteDetector
from provenance.indexing.passages import PassageIndex
from provenance.model.evidence import Evidence, Kind
from provenance.model.post import Post
from provenance.retrieval.catalogue import Catalogue, passage_text
from provenance.retrieval.quotations import QuotationFinder

_NEGATION = {"negation_dropped", "negation_added"}
#: Operation of a label → operations of a finding that name it rightly.
RIGHT = {
    "drop_negation": {"negation_dropped"},
    "insert_negation": {"negation_added"},
    "drop_words": {"omitted"},
    "unmarked_reversal": _NEGATION,
    "number": {"number_altered"},
    "splice_two_answers": {"spliced"},
    "qa_mismatch": {"spliced"},
    "reorder": {"reordered"},
    "deceptive_ellipsis": {"omitted", "spliced"} | _NEGATION,
    "insert_sentence": {"inserted"},
    "flip_word": {"entity_altered"} | _NEGATION,
}
#: An edit span is right when both its ends lie within so many characters of the label's.
SPAN = 3


def _evidence(folder: Path) -> list[Evidence]:
    records = []
    for name in ("evidence.jsonl.gz", "official.jsonl.gz"):
        with gzip.open(folder / name, "rt", encoding="utf-8") as rows:
            records += [Evidence.from_dict(json.loads(row)) for row in rows]
    return records


def _span_right(edits: list[dict[str, Any]], gold: list[dict[str, Any]]) -> bool:
    """One edit fits one of the label's, or all together span what the label's span."""
    if not edits:
        return False
    found = [(edit["post_span"]["start"], edit["post_span"]["end"]) for edit in edits]
    wanted = [(edit["post_start"], edit["post_end"]) for edit in gold]
    pairs = [(a, b) for a in found for b in wanted]
    pairs.append(((min(a for a, _ in found), max(b for _, b in found)), (min(wanted)[0], max(b for _, b in wanted))))
    return any(abs(a[0] - b[0]) <= SPAN and abs(a[1] - b[1]) <= SPAN for a, b in pairs)


def main() -> None:
    """Write findings; print how often operation and span are right, and the time a post takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("findings", type=Path)
    options = parser.parse_args()
    records = _evidence(options.folder)
    index = PassageIndex.build(map(passage_text, records))
    finder = QuotationFinder(
        index, records.__getitem__, lambda row: records[row].kind is Kind.QUOTE, Catalogue.build(records)
    )
    detectors = (EditedOfficialDetector(), MisattributedQuoteDetector())
    settings, now = Settings(), datetime.now(UTC)
    edits: dict[str, list[dict[str, Any]]] = {}
    seconds = [0.0, 0.0]
    posts = [Post.from_dict(json.loads(row)) for row in (options.folder / "posts_dev.jsonl").open(encoding="utf-8")]
    with options.findings.open("w", encoding="utf-8") as out:
        for post in posts:
            start = time.process_time()
            quotations = finder.candidates(post, now)
            seconds[0] += time.process_time() - start
            moment = post.posted_at.start if post.posted_at else now
            context = Context(post=post, quotations=quotations, index_version="-", settings=settings, now=moment)
            start = time.process_time()
            found = [finding for detector in detectors for finding in detector.detect(context)]
            seconds[1] += time.process_time() - start
            for finding in found:
                if finding.confidence is None or finding.confidence >= settings.min_confidence:
                    out.write(json.dumps(finding.to_dict(), ensure_ascii=False) + "\n")
                    edits.setdefault(post.id, []).extend(finding.details.get("edits", ()))
    labels = [json.loads(row) for row in (options.folder / "labels_dev.jsonl").open(encoding="utf-8")]
    edited = [label for label in labels if label["pattern"] == "edited_official"]
    named = sum(
        bool({edit["op"] for edit in edits.get(label["post_id"], ())} & RIGHT[label["details"]["operation"]])
        for label in edited
    )
    marked = [
        (label, gold)
        for label in edited
        if (gold := [edit for quote in label["details"]["quotes"] for edit in quote["edits"]])
    ]
    placed = sum(_span_right(edits.get(label["post_id"], []), gold) for label, gold in marked)
    print(f"right operation {named}/{len(edited)}; edit span within {SPAN} characters {placed}/{len(marked)}")
    print(
        f"ms CPU a post: quotations {1e3 * seconds[0] / len(posts):.1f}, detectors {1e3 * seconds[1] / len(posts):.1f}"
    )


if __name__ == "__main__":
    main()
