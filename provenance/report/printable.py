"""Texts of strangers as a terminal may show them: a post must not steer the screen that shows it."""

from __future__ import annotations

import unicodedata

#: Shown as they are: line breaks and tabs, and what joins emoji or chooses their look.
_KEPT = "\n\t\u200d\ufe0f"


def harmless(text: str) -> str:
    """The text with control and direction characters replaced; length, line breaks and spaces stay."""
    return "".join(
        char if char in _KEPT or char.isprintable() or unicodedata.category(char) == "Zs" else "\ufffd" for char in text
    )


def printable(text: str) -> str:
    """One line: white space folded, then `harmless`."""
    return harmless(" ".join(text.split()))
