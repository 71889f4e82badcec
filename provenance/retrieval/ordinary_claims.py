"""What people claim, of all kinds: what a post is compared with to see what its nearness to some claim means."""

from __future__ import annotations

import json

from provenance.sample import EVIDENCE


def ordinary_claims() -> dict[str, list[str]]:
    """The shipped sample's claims in Chinese and in English."""
    rows = [json.loads(line) for line in EVIDENCE.read_text(encoding="utf-8").splitlines()]
    return {
        language: [row["claim"] for row in rows if row.get("claim") and row["lang"] == language]
        for language in ("zh", "en")
    }
