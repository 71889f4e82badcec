"""The file of decisions: appended line by line, so that a review can stop at any moment and go on later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from provenance.errors import InputError, RecordError, UsageError
from provenance.model.disposition import Decision, Disposition, finding_key
from provenance.model.finding import Finding
from provenance.report.json_lines import json_line


def read_dispositions(path: Path) -> dict[str, Disposition]:
    """Finding key → the last decision about it; empty where the file does not exist yet.

    Raises:
        InputError: a line is no disposition.
    """
    if not path.exists():
        return {}
    out = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = Disposition.from_dict(json.loads(line))
        except (RecordError, ValueError) as error:
            raise InputError(f"{error} @ {path}:{number}") from None
        out[row.key] = row
    return out


def decisions_in(path: Path) -> dict[str, Disposition]:
    """As `read_dispositions`, of a file that has to be there.

    Raises:
        UsageError: it is not.
        InputError: a line is no disposition.
    """
    if not path.is_file():
        raise UsageError(f"there is no {path}; `provenance review FINDINGS` writes one")
    return read_dispositions(path)


def append_disposition(path: Path, row: Disposition) -> None:
    """Add one decision; it is on the disk when this returns."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json_line(row.to_dict()))
        file.flush()


def pending(findings: Iterable[Finding], decided: dict[str, Disposition]) -> list[Finding]:
    """Findings nobody has decided about, strongest first."""
    return sorted((each for each in findings if key_of(each) not in decided), key=lambda each: -each.weight_bits)


def suppressed(findings: Sequence[Finding], decided: dict[str, Disposition]) -> set[str]:
    """Keys of findings that only repeat rejected pairs: same post, same pattern, no record that was not rejected."""
    rejected = {
        (row.post_id, row.pattern, name)
        for row in decided.values()
        if row.decision is Decision.REJECTED
        for name in row.evidence_ids
    }
    return {
        key_of(each)
        for each in findings
        if all((each.post_id, each.pattern, citation.evidence_id) in rejected for citation in each.citations)
    }


def key_of(finding: Finding) -> str:
    """The key of a finding, by post, pattern and cited records."""
    cited = tuple(citation.evidence_id for citation in finding.citations)
    return finding_key(finding.post_id, finding.pattern, cited)
