"""Both texts of one comparison with their tokens and structure: what every judgement looks at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from provenance.alignment.text.lexicon import NEGATIONS, NOT_NEGATIONS
from provenance.alignment.text.script import Step
from provenance.alignment.text.seeds import Seeds, seed_length
from provenance.alignment.text.structure import Structure
from provenance.alignment.text.tokens import Tokens, tokenise

_LONGEST_EXCEPTION = max(map(len, NOT_NEGATIONS))
#: Marks by which an honest quotation shows that something was left out.
_ELLIPSIS = re.compile(r"…|\.{3,}|。{3,}|\. \. \.|\[\W*\]|[（(]略[）)]|[［【]略[］】]|\*{3,}|⋯")
_TURN_BREAK = re.compile(r"\n|[问答QA][：:]|[”」』\"]\s*[^”」』\"]{0,20}[“「『\"]")
_SENTENCE_END = re.compile(r"[。！？!?；;]|(?<!\.)\.(?!\.)")


@cache
def _phrases(words: frozenset[str]) -> tuple[str, ...]:
    """The Chinese words of more than one character, which are no token."""
    return tuple(word for word in words if len(word) > 1 and not word.isascii())


@dataclass(frozen=True)
class Document:
    """A text prepared for alignment. Keep it when several clips are laid against the same record."""

    tokens: Tokens

    @classmethod
    def of(cls, text: str) -> Document:
        """Prepare `text`."""
        return cls(tokenise(text))

    @cached_property
    def structure(self) -> Structure:
        """Clauses, sentences and turns."""
        return Structure(self.tokens)

    @cached_property
    def seeds(self) -> Seeds:
        """Seeds of this text and where they stand."""
        tokens = self.tokens
        return Seeds.of(tokens.keys, seed_length(len(tokens), mostly_han=tokens.mostly_han))

    @cached_property
    def offsets(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Where the tokens begin and end, to be moved all at once."""
        return np.array(self.tokens.starts, np.int64), np.array(self.tokens.ends, np.int64)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that the text uses."""
        return frozenset(self.tokens.keys)

    def joined(self, start: int, end: int) -> str:
        """The keys of the tokens, words apart, characters together."""
        return "".join(key if len(key) == 1 else f" {key} " for key in self.tokens.keys[max(0, start) : end])

    def negations(self, start: int, end: int) -> list[int]:
        """The tokens among `start` ≤ i < `end` that negate something; 不 of 不断 or 无 of 无论 does not."""
        keys = self.tokens.keys
        return [at for at in range(max(0, start), min(end, len(keys))) if keys[at] in NEGATIONS and not self._idle(at)]

    def has(self, words: frozenset[str], start: int, end: int) -> bool:
        """Whether one of `words` stands among these tokens."""
        keys = self.tokens.keys[start:end]
        if not words.isdisjoint(keys):
            return True
        text = self.joined(start, end)
        return not text.isascii() and any(phrase in text for phrase in _phrases(words))

    def _idle(self, at: int) -> bool:
        keys = self.tokens.keys
        for size in range(2, _LONGEST_EXCEPTION + 1):
            for start in range(max(0, at - size + 1), at + 1):
                if "".join(keys[start : start + size]) in NOT_NEGATIONS:
                    return True
        return False


@dataclass(frozen=True)
class Pair:
    """The clip and the official text of one comparison."""

    clip: Document
    official: Document

    def gap(self, token: int) -> str:
        """What stands in the clip between the token before `token` and `token`: spaces, punctuation, marks."""
        tokens = self.clip.tokens
        start = tokens.ends[token - 1] if token else 0
        end = tokens.starts[token] if token < len(tokens) else len(tokens.raw)
        return tokens.raw[start : max(start, end)]

    def marked(self, step: Step) -> bool:
        """Whether the clip shows at the step that something was left out."""
        return bool(_ELLIPSIS.search(self.gap(step.clip_start)) or _ELLIPSIS.search(self.gap(step.clip_end)))

    def new_turn(self, token: int) -> bool:
        """Whether the clip itself begins another turn, paragraph or quotation at `token`."""
        return bool(_TURN_BREAK.search(self.gap(token)))

    def closes_sentence(self, token: int) -> bool:
        """Whether the clip ends a sentence just before `token`."""
        return bool(_SENTENCE_END.search(self.gap(token)))
