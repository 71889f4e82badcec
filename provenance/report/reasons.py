"""The reasons of a finding as a reader sees them: without those that round to nothing, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from provenance.model.finding import Reason

#: A reason below this many bits is not shown: it rounds to nothing.
NOTHING_BITS = 0.05

_SLOT = re.compile(r"\{(\w+)\}")
#: Slots that hold a sentence of ours; what stands in the others was quoted, and is left as it is.
_OURS = frozenset({"reason", "what", "now"})


def telling(reasons: Iterable[Reason]) -> list[Reason]:
    """Without those that round to nothing; what weighs nothing on purpose is a remark, and stays."""
    return [reason for reason in reasons if not 0 < abs(reason.weight_bits) < NOTHING_BITS]


def reason_text(reason: Reason, lang: str = "en") -> str:
    """What a reason says, in English or, with `zh`, in Chinese. Words that nobody translated stay as they are."""
    text = reason.text or reason.code
    return _chinese(text) if lang == "zh" else text


def _chinese(text: str) -> str:
    phrases, patterns = _catalogue()
    if text in phrases:
        return phrases[text]
    for pattern, chinese in patterns:
        if found := pattern.fullmatch(text):
            said = {name: _chinese(part) if name in _OURS else part for name, part in found.groupdict().items()}
            if all(said[name] != found[name] for name in _OURS & said.keys()):
                return _SLOT.sub(lambda slot, said=said: said[slot[1]], chinese)  # type: ignore[misc]
    return text


@cache
def _catalogue() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Phrases by their English, and those with slots; among these, the more is said outside the slots, the earlier."""
    phrases: dict[str, str] = {}
    patterns: list[tuple[int, re.Pattern[str], str]] = []
    for english, chinese in _rows():
        parts = _SLOT.split(english)
        if len(parts) == 1:
            phrases[english] = chinese
            continue
        told = "".join(f"(?P<{part}>.+?)" if at % 2 else _literal(part) for at, part in enumerate(parts))
        patterns.append((len("".join(parts[::2])), re.compile(told, re.DOTALL), chinese))
    patterns.sort(key=lambda each: -each[0])
    return phrases, [(pattern, chinese) for _, pattern, chinese in patterns]


def _literal(part: str) -> str:
    """Python quotes a text that has an apostrophe with the other sign."""
    return re.escape(part).replace("'", "['\"]")


def _rows() -> Iterator[tuple[str, str]]:
    for line in files("provenance.report").joinpath("reasons_zh.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            english, chinese = line.split("\t")
            yield english, chinese
