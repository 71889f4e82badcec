"""An alignment as one JSON object on a line, schema provenance.alignment/1."""

from __future__ import annotations

import json

from provenance.model.alignment import AlignedDocuments


def alignment_jsonl(documents: AlignedDocuments) -> str:
    """The line, with its line break."""
    return json.dumps(documents.to_dict(), ensure_ascii=False) + "\n"
