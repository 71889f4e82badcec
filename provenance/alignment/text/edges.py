"""What stands in the record just outside the quotation and turns it: "not |true|", "|X is a crime| is a rumour"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provenance.alignment.text.lexicon import CONDITIONS, NEGATIONS, RESTRICTING_OPENINGS
from provenance.alignment.text.script import Step, Tag
from provenance.alignment.text.verdict import edit
from provenance.alignment.text.view import Pair
from provenance.model.alignment import Edit

#: Tokens before the quotation in which a negation governs its first words (没有|…, 不会|…, is not|…).
_REACH = 2
#: Characters after the quotation in which the record may deny it.
_DENIAL_REACH = 24
_DENIAL = re.compile(
    r"^[”’\"'」』]?(?:的|这种|这一|这个|之类)?(?:说法|指控|指责|言论|报道|论调|传言|消息)"
    r"[^。！？\n]{0,10}?(?:不|没有|毫无|无|错误|虚假|谣言|荒谬|纯属|捏造)"
    r"|^[”’\"'」』]?,? (?:is|was|are|were) (?:simply |just |totally |completely )?"
    r"(?:not true|false|untrue|wrong|nonsense|a lie|a rumou?r)"
)
#: Conditions that bind more than an ordinary if.
_STRICT = frozenset({"unless", "provided", "除非"})


def outside(pair: Pair, steps: Sequence[Step]) -> list[Edit]:
    """Edits at the two ends of the clip."""
    equal = [step for step in steps if step.tag is Tag.EQUAL]
    if not equal:
        return []
    edits = []
    first, last = steps[0], steps[-1]
    if first.tag is Tag.EQUAL:
        edits += _before(pair, first)
    if last.tag is Tag.EQUAL:
        edits += _after(pair, last)
    return edits


def _before(pair: Pair, first: Step) -> list[Edit]:
    official, start = pair.official, first.official_start
    clauses = official.structure.clauses
    near = [at for at in range(max(0, start - _REACH), start) if clauses[at] == clauses[start]]
    negations = official.negations(near[0], start) if near else []
    at_clip = (first.clip_start, first.clip_start)
    if len(negations) % 2:
        return [edit(pair, "negation-outside", at_clip, (negations[0], start))]
    return []


def _after(pair: Pair, last: Step) -> list[Edit]:
    official, end = pair.official, last.official_end
    tokens = official.tokens
    if end >= len(tokens):
        return []
    at_clip = (last.clip_end, last.clip_end)
    rest = tokens.raw[tokens.ends[end - 1] :][:_DENIAL_REACH]
    denial = _DENIAL.search(rest)
    if denial:
        until = end
        while until < len(tokens) and tokens.starts[until] < tokens.ends[end - 1] + denial.end():
            until += 1
        return [edit(pair, "denial-outside", at_clip, (end, until))]
    structure = official.structure
    if structure.sentences[end] != structure.sentences[end - 1]:
        return []
    until = end
    while until < len(tokens) and structure.clauses[until] == structure.clauses[end]:
        until += 1
    follows = tokens.keys[end]
    if follows in _STRICT and follows in CONDITIONS:
        return [edit(pair, "condition-outside", at_clip, (end, until))]
    same_clause = structure.clauses[end] == structure.clauses[end - 1]
    closed = pair.closes_sentence(last.clip_end)
    if same_clause and closed and follows in RESTRICTING_OPENINGS and follows not in NEGATIONS:
        return [edit(pair, "sentence-ended-early", at_clip, (end, until))]
    return []
