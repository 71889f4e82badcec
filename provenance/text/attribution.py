"""Whom a post names as the author of a quotation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.model.quotation import Attribution
from provenance.model.span import TextSpan
from provenance.text.folding import fold
from provenance.text.people import known_names

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

#: Characters before and after a quotation in which its author is looked for.
_BEFORE, _AFTER = 60, 40
#: A Chinese name has 2 to 6 characters in the tables.
_LONGEST_NAME = 6
#: So few further names are looked for one by one; for more a finder is built, and kept.
_FEW = 4
_BREAK = re.compile(r"[。！？!?\n；;]")
_TITLE = re.compile(r"《([^》]{1,30})》")
_LATIN_NAME = re.compile(r"\b(?:[A-Z][\w.'’-]+(?:\s+(?:van|von|de|da|of|the)\b)?\s*){1,4}")
# What makes the name before a quotation its author, and the name after it.
_SAYS = re.compile(
    "[说說写寫云曰道讲講言问問教唱吟叹诗詩词詞句的：:》]|名言|出自|wrote|said|says|writes|put it|told|quote"
)
_SIGNED = re.compile(r"^[”’」』\"'.。！!？?…\s]*(?:[-—–~－]+|[（(]|出自|by\b|来自|是)\s*")
#: A verb of saying, as it follows a quotation: “…,” said Name; « … », disait Name; "…", Name once wrote.
_SAID = (
    r"(?:once |famously |also |later |auch |einmal |une fois )?"
    r"(?:said|says|wrote|writes|remarked|declared|quipped|put it"
    r"|disait|dit|a dit|aurait dit|écrivait|écrit|a écrit|dijo|decía|escribió|disse|scrisse|sagte|schrieb)"
)
_SAID_NAME = re.compile(rf"^[”’»」』\"'.,，。！？!?…\s]*(?:as )?{_SAID}\s+", re.IGNORECASE)
_CLOSING = "”’»」』\"'.,，。！？!?… \u00a0\t\n"
_NAME_SAID = re.compile(rf"\s+{_SAID}\b", re.IGNORECASE)
_MARKED = re.compile(r"[.。!！?？…,，\s]*[”’」』»\"']")
#: A name alone behind the closing mark signs the line: "…" Voltaire
_ENDS = re.compile(r"[\s.。!！]*(?:$|\n|[#(（|])")
#: Two given names as one: Marie-Antoinette, Jean-Paul.
_DOUBLE_NAME = re.compile(r"[A-Z]\w+-[A-Z]\w+")
_NOT_NAMES = frozenset(
    [
        "i",
        "we",
        "he",
        "she",
        "they",
        "it",
        "the",
        "a",
        "an",
        "as",
        "so",
        "but",
        "and",
        "in",
        "on",
        "at",
        "my",
        "no",
        "yes",
        "if",
        "this",
        "that",
        "then",
        "now",
        "new",
        "year",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
)


def attribution_of(text: str, span: TextSpan, names: Collection[str] = ()) -> Attribution | None:
    """The person whom `text` names as the author of its part `span`, or None.

    Args:
        text: the post as received.
        span: the quotation.
        names: folded names of authors that the index knows, beside the common ones.
    """
    after = _signature(text, span, names)
    return after or _introduction(text, span, names)


def names_in(text: str, names: Collection[str] = ()) -> Iterator[tuple[int, int, str]]:
    """Known names in `text`: start, end, name as spelt. Longer names win over those they contain."""
    if not text.isascii():
        for start, end in _in_other_scripts(fold(text), names):
            yield start, end, text[start:end]
    common = known_names()
    for found in _LATIN_NAME.finditer(text):
        yield from _latin_names(found, common, names)


def _in_other_scripts(folded: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where names stand that do not begin with a Latin letter: at each place the longest one."""
    many = len(names) > _FEW
    spans = [
        (start, -end)
        for _, start, end in _finder(frozenset(names) if many else frozenset()).find_matches_as_indexes(
            folded, overlapping=True
        )
    ]
    for name in _short(() if many else names):
        spans += [(found.start(), -found.end()) for found in re.finditer(re.escape(name), folded)]
    done = 0
    for start, end in sorted(spans):
        if start >= done:
            yield start, -end
            done = -end


def _short(names: Iterable[str]) -> list[str]:
    return [name for name in names if 1 < len(name) <= _LONGEST_NAME and not name[0].isascii()]


@lru_cache(maxsize=4)
def _finder(names: frozenset[str]) -> AhoCorasick:
    """Finds these names, and the common ones."""
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(
        sorted(_short(known_names() | names)), matchkind=ahocorasick_rs.MatchKind.Standard
    )


def _latin_names(
    found: re.Match[str], common: Collection[str], names: Collection[str]
) -> Iterator[tuple[int, int, str]]:
    """The longest known name among these capitalised words; else all of them, when they look like a full name."""
    words = list(re.finditer(r"\S+", found.group()))
    for size in range(len(words), 0, -1):
        for first in range(len(words) - size + 1):
            start, end = words[first].start(), words[first + size - 1].end()
            name = found.group()[start:end].rstrip(".,'’")
            name = name[:-2] if name.endswith(("'s", "’s")) else name
            if (folded := fold(name)) in common or folded in names:
                yield found.start() + start, found.start() + start + len(name), name
                return
    while words and words[0].group().lower() in _NOT_NAMES:
        del words[0]
    if len(words) > 1 or (words and _DOUBLE_NAME.match(words[0].group())):
        start = words[0].start()
        name = found.group()[start:].rstrip(" .,'’")
        yield found.start() + start, found.start() + start + len(name), name


def _signature(text: str, span: TextSpan, names: Collection[str]) -> Attribution | None:
    """“…” —— Name, "…" (Name), “…”出自 Name, "…," said Name, "…," Name wrote, "…" Name."""
    rest = text[span.end : span.end + _AFTER]
    opening = _SIGNED.match(rest) or _SAID_NAME.match(rest)
    reach = opening.end() if opening else len(rest) - len(rest.lstrip(_CLOSING))
    for start, end, name in sorted(names_in(rest, names)):
        if reach <= start <= reach + 2 and (opening or _NAME_SAID.match(rest, end) or _alone(rest, start, end, names)):
            at = span.end + start
            return Attribution(name, TextSpan(at, at + end - start), _title(rest[reach:]))
    return None


def _alone(rest: str, start: int, end: int, names: Collection[str]) -> bool:
    """Whether a name that is known stands by itself behind closing marks; other capitalised words may be anything."""
    name = fold(rest[start:end])
    return bool(_MARKED.match(rest)) and bool(_ENDS.match(rest, end)) and (name in names or name in known_names())


def _introduction(text: str, span: TextSpan, names: Collection[str]) -> Attribution | None:
    """Name《Title》：“…”, Name said …, as Name wrote: the last name before the quotation, in its sentence."""
    from_ = max(0, span.start - _BEFORE)
    lead = text[from_ : span.start]
    breaks = [found.end() for found in _BREAK.finditer(lead)]
    if breaks:
        from_ += breaks[-1]
        lead = lead[breaks[-1] :]
    last = max(names_in(lead, names), default=None)
    if last is None:
        return None
    start, end, name = last
    if not _SAYS.search(lead[end:]) and lead[end:].strip(" “「『\"'《》，,：:—-"):
        return None
    title = _title(lead[end:])
    return Attribution(name, TextSpan(from_ + start, from_ + end), title)


def _title(text: str) -> str | None:
    found = _TITLE.search(text)
    return found.group(1) if found else None
