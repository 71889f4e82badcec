"""The language group of a record: as its source states it, else as its script shows."""

from __future__ import annotations

import re

from provenance.model.evidence import Evidence
from provenance.text.language import SCRIPT_LETTERS

#: Scripts in the order in which they decide: Japanese and Korean texts hold Chinese characters, too.
_DECIDE = {"ja": "kana", "ko": "hangul", "zh": "han"} | {name: name for name in ("cyrillic", "arabic", "devanagari")}
_SCRIPTS = {name: re.compile(f"[{SCRIPT_LETTERS[script]}]") for name, script in _DECIDE.items()}
#: All others, most of them written in Latin letters.
OTHER = "other"
#: Characters at the beginning of a record that are looked at.
_LOOKED_AT = 60


def language_group(record: Evidence) -> str:
    """The name of a record's group."""
    if record.lang is not None:
        return record.lang
    shown = next(text for text in (record.claim, record.title, record.text) if text is not None)[:_LOOKED_AT]
    return next((name for name, pattern in _SCRIPTS.items() if pattern.search(shown)), OTHER)
