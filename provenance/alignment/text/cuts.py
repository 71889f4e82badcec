"""Judge a cut: official words that the clip leaves out between two quoted pieces."""

from __future__ import annotations

from provenance.alignment.text.lexicon import (
    ATTRIBUTIONS,
    CONDITIONS,
    FILLERS,
    RESTRICTING_OPENINGS,
    RESTRICTIONS,
    TENTATIVE,
)
from provenance.alignment.text.script import Step
from provenance.alignment.text.tokens import Kind
from provenance.alignment.text.verdict import TRIVIAL, Verdict, edit, verdict
from provenance.alignment.text.view import Pair

#: A cut of at most this many tokens around a negation took out the negation; a longer one swallowed it.
_SHORT_CUT = 6
#: A negation that ends a clause ("it is not.") is dropped by a cut of at most this many tokens.
_TRAILING_CUT = 4
#: Added bits for each token left out inside a clause, and their limit.
_BITS_PER_TOKEN, _MOST_EXTRA_BITS = 0.1, 1.5


def judge_cut(pair: Pair, step: Step) -> Verdict:
    """What leaving out the official tokens of `step` did.

    An ellipsis is honest unless what it hides governs the words after it, or it joins halves of two clauses.
    """
    start, end = step.official_start, step.official_end
    clip, cut = (step.clip_start, step.clip_end), (start, end)
    keys = pair.official.tokens.keys
    spoken = answers_joined(pair, step)
    if spoken:
        return verdict(pair, spoken, clip, cut)
    if all(key in FILLERS for key in keys[start:end]) and end - start <= _SHORT_CUT:
        return TRIVIAL
    if not pair.marked(step) and (altered := _value_of_another(pair, step)):
        return altered
    code = _governed(pair, start, end) or _joined(pair, start, end, marked=pair.marked(step))
    if not code and not pair.marked(step):
        code = _limited(pair, step)
    if code:
        return verdict(pair, code, clip, cut)
    if pair.marked(step):
        return TRIVIAL
    return _plain(pair, step)


def answers_joined(pair: Pair, step: Step) -> str:
    """Whether the pieces on both sides of the cut come from different turns of the record: the code, or ""."""
    left, right = step.official_start - 1, step.official_end
    if left < 0 or right >= len(pair.official.tokens) or step.clip_end >= len(pair.clip.tokens):
        return ""
    return turns_joined(pair, left, right, step.clip_end)


def turns_joined(pair: Pair, left: int, right: int, clip_token: int) -> str:
    """Whether official tokens `left` and `right`, quoted in one breath at `clip_token`, belong to different turns."""
    structure = pair.official.structure
    if len(structure.turns) < 2 or pair.new_turn(clip_token):
        return ""
    before, after = structure.turn_at(left), structure.turn_at(right)
    if before.exchange != after.exchange:
        return "answers-joined"
    asked = {before.role, after.role} == {"question", "answer"}
    return "speaker-changed" if asked else ""


def _governed(pair: Pair, start: int, end: int) -> str:
    """A negation in the cut whose clause goes on (or began) in the quoted text."""
    clauses = pair.official.structure.clauses
    negations = pair.official.negations(start, end)
    if not negations:
        return ""
    after = [at for at in negations if end < len(clauses) and clauses[at] == clauses[end]]
    short = end - start <= _SHORT_CUT
    if len(after) % 2:
        return "negation-dropped" if short else "negation-swallowed"
    before = [at for at in negations if start and clauses[at] == clauses[start - 1]]
    if len(before) % 2 and not after and end - start <= _TRAILING_CUT:
        return "negation-dropped"
    return ""


def _joined(pair: Pair, start: int, end: int, *, marked: bool) -> str:
    """The cut begins inside one clause and ends inside another: two halves become one statement.

    Behind an ellipsis that is common and fair ("the committee … voted"); it is not when a negation stands in one of the
    halves, since then the denied thing is no longer the one that was denied.
    """
    clauses = pair.official.structure.clauses
    if not start or end >= len(clauses):
        return ""
    inside_left, inside_right = clauses[start - 1] == clauses[start], clauses[end - 1] == clauses[end]
    if not (inside_left and inside_right) or clauses[start] == clauses[end]:
        return ""
    if not marked:
        return "clauses-joined"
    first = start - 1
    while first and clauses[first - 1] == clauses[start]:
        first -= 1
    last = end - 1
    while last > start and clauses[last - 1] == clauses[end]:
        last -= 1
    denied = pair.official.negations(first, start) or pair.official.negations(last, end)
    return "clauses-joined" if denied else ""


def _limited(pair: Pair, step: Step) -> str:
    """A condition, reservation, restriction or attribution that stood with the quoted words and is gone."""
    official, start, end = pair.official, step.official_start, step.official_end
    sentences, clauses = official.structure.sentences, official.structure.clauses
    beside = {numbers[at] for numbers, at in ((sentences, start - 1), (sentences, end)) if 0 <= at < len(numbers)}
    near = [at for at in range(start, end) if sentences[at] in beside]
    if near and official.has(CONDITIONS, near[0], near[-1] + 1):
        return "condition-dropped"
    same = {clauses[at] for at in (start - 1, end) if 0 <= at < len(clauses)}
    same_clause = [at for at in range(start, end) if clauses[at] in same]
    if not same_clause:
        return ""
    first, last = same_clause[0], same_clause[-1] + 1
    if official.has(ATTRIBUTIONS, first, last):
        return "attribution-dropped"
    if official.has(TENTATIVE, first, last) and end < len(clauses) and clauses[end - 1] == clauses[end]:
        return "certainty-raised"
    if official.has(RESTRICTIONS, first, last) and last - first <= _SHORT_CUT:
        return "restriction-dropped"
    return ""


def _value_of_another(pair: Pair, step: Step) -> Verdict | None:
    """A cut out of the middle of one sentence into that of another, whose words go on alike with another number.

    "A costs 5 yuan. B costs 7 yuan." became "A costs 7 yuan.": whatever was meant, a number was changed.
    """
    official, start, end, clip = pair.official, step.official_start, step.official_end, step.clip_end
    sentences, clauses, tokens = official.structure.sentences, official.structure.clauses, official.tokens
    if not start or end >= len(tokens) or sentences[start] == sentences[end]:
        return None
    if sentences[start - 1] != sentences[start] or sentences[end - 1] != sentences[end]:
        return None
    size = next((at for at in range(start, end) if clauses[at] != clauses[start]), end) - start
    cut, quoted = tokens.keys[start : start + size], tokens.keys[end : end + size]
    if clauses[end : end + size] != [clauses[end]] * size or pair.clip.tokens.keys[clip : clip + size] != quoted:
        return None
    changed = [at for at in range(size) if cut[at] != quoted[at]]
    kinds = {tokens.kinds[first + at] for first in (start, end) for at in changed}
    if len(changed) == size or kinds != {Kind.NUMBER}:
        return None
    spans = ((clip + at, start + at) for at in changed)
    return Verdict(tuple(edit(pair, "number-altered", (ours, ours + 1), (old, old + 1)) for ours, old in spans))


def _plain(pair: Pair, step: Step) -> Verdict:
    """A silent cut without a word that turns the meaning."""
    start, end = step.official_start, step.official_end
    structure, tokens = pair.official.structure, pair.official.tokens
    clip, cut = (step.clip_start, step.clip_end), (start, end)
    opens = not start or structure.clauses[start - 1] != structure.clauses[start]
    closes = end >= len(tokens) or structure.clauses[end - 1] != structure.clauses[end]
    if not opens and closes and pair.closes_sentence(step.clip_end) and tokens.keys[start] in RESTRICTING_OPENINGS:
        return verdict(pair, "sentence-ended-early", clip, cut)
    if opens and closes:
        whole = not start or structure.sentences[start - 1] != structure.sentences[start]
        ends = end >= len(tokens) or structure.sentences[end - 1] != structure.sentences[end]
        return verdict(pair, "sentence-omitted" if whole and ends else "clause-omitted", clip, cut)
    if any(kind is Kind.NUMBER for kind in tokens.kinds[start:end]):
        return verdict(pair, "number-dropped", clip, cut)
    extra = min(_MOST_EXTRA_BITS, _BITS_PER_TOKEN * (end - start))
    return verdict(pair, "words-omitted", clip, cut, extra_bits=extra)
