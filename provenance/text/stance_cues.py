"""The wordings by which a speaker refutes a report, doubts it, or takes a doubt back: what a cue is.

The principle: somebody who refutes speaks about a *report* (news, a rumour, a picture, a quotation), calls it untrue,
old or altered. A thing that is called false (a banknote, a degree) is a claim of its own. Patterns are applied to
normalised text: simplified characters, half-width punctuation. Weights add up over different cues; one strong cue is
worth 3, what only supports others 1 to 2. Origin: read off Weibo and Twitter usage, November 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.text.needles import Wording

#: Cues that add up to this much make a refutation.
REFUTES_FROM = 2.5


@dataclass(frozen=True, slots=True)
class Cue:
    """A wording and how much it says."""

    name: str
    wording: Wording
    weight: float


def cue(name: str, weight: float, pattern: str) -> Cue:
    """A cue from the source of its pattern; letter case does not matter."""
    return Cue(name, Wording(pattern, re.IGNORECASE), weight)
