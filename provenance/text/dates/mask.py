"""Blanks out what only looks like words: the codes in links, handles."""

from __future__ import annotations

import re

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s\u3000-\u9fff\uff00-\uffef]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|org|net|co|ly|tv|gov|uk)/[^\s\u3000-\u9fff\uff00-\uffef]*",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"@[\w-]+")
#: A full date inside a link is one: report-2017-03-02.html.
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?!\d)")


def mask(text: str) -> str:
    """The text with links and handles blanked out, as long as before."""
    if "@" in text:
        text = _HANDLE.sub(lambda match: "\x00" * len(match[0]), text)
    if "/" in text or "www." in text:
        text = _LINK.sub(_blank_link, text)
    return text


def _blank_link(match: re.Match[str]) -> str:
    kept = list("\x00" * len(match[0]))
    for date in _DATE.finditer(match[0]):
        kept[date.start() : date.end()] = date[0]
    return "".join(kept)
