"""Judge an insertion: words of the clip that the official text does not say."""

from __future__ import annotations

from provenance.alignment.text.lexicon import CONDITIONS, FILLERS, TENTATIVE
from provenance.alignment.text.script import Step
from provenance.alignment.text.tokens import Kind
from provenance.alignment.text.verdict import TRIVIAL, Verdict, verdict
from provenance.alignment.text.view import Pair

#: An insertion of at most this many tokens around a negation put in the negation; a longer one is an insertion.
_SHORT = 4
#: Content tokens from which inserted words are a statement of their own.
_SENTENCE_TOKENS, _PHRASE_TOKENS = 5, 3


def judge_insertion(pair: Pair, step: Step) -> Verdict:
    """What putting in the clip tokens of `step` did."""
    start, end = step.clip_start, step.clip_end
    clip, official = (start, end), (step.official_start, step.official_end)
    document = pair.clip
    negations = document.negations(start, end)
    if len(negations) % 2 and end - start <= _SHORT:
        return verdict(pair, "negation-added", (negations[0], negations[-1] + 1), official)
    keys = document.tokens.keys
    content = [at for at in range(start, end) if keys[at] not in FILLERS]
    if not content or _stutter(keys, start, end):
        return TRIVIAL
    if document.has(TENTATIVE, start, end) and len(content) <= _SHORT:
        return verdict(pair, "certainty-lowered", clip, official)
    if document.has(CONDITIONS, start, end):
        return verdict(pair, "words-inserted", clip, official)
    structure = document.structure
    opens = not start or structure.clauses[start - 1] != structure.clauses[start]
    closes = end >= len(keys) or structure.clauses[end - 1] != structure.clauses[end]
    if opens and closes and len(content) >= _SENTENCE_TOKENS:
        return verdict(pair, "sentence-inserted", clip, official)
    if len(content) >= _PHRASE_TOKENS or _is_word(pair, content):
        return verdict(pair, "words-inserted", clip, official)
    return verdict(pair, "word-inserted", clip, official)


def _stutter(keys: list[str], start: int, end: int) -> bool:
    """Whether the inserted tokens only repeat their neighbours, as speech and careless copying do."""
    size = end - start
    return keys[start:end] in (keys[max(0, start - size) : start], keys[end : end + size])


def _is_word(pair: Pair, content: list[int]) -> bool:
    """Two Chinese characters side by side, or a Latin word of some length: too much for a slip of the hand."""
    tokens = pair.clip.tokens
    if all(tokens.kinds[at] is Kind.HAN for at in content):
        return len(content) >= 2 and content[1] == content[0] + 1
    return False
