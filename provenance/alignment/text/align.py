"""Lay a clip's text against the official text: seeds, chain, edit script, judgement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from provenance.alignment.text.chain import best_chain, without_rival
from provenance.alignment.text.cuts import judge_cut
from provenance.alignment.text.edges import outside
from provenance.alignment.text.exchanges import judge_exchange
from provenance.alignment.text.insertions import judge_insertion
from provenance.alignment.text.literal import literal_tokens
from provenance.alignment.text.order import jump, quoted_elsewhere, rearranged
from provenance.alignment.text.readings import readings
from provenance.alignment.text.script import Step, Tag, edit_script
from provenance.alignment.text.seeds import Block, common_blocks
from provenance.alignment.text.slide import slide_to_joints
from provenance.alignment.text.tokens import tokenise
from provenance.alignment.text.verbatim import verbatim
from provenance.alignment.text.verdict import TRIVIAL, Verdict
from provenance.alignment.text.view import Document, Pair
from provenance.alignment.text.weights import SEVERE_BITS
from provenance.model.alignment import Alignment, Edit, Segment, SegmentOp
from provenance.model.span import TextSpan

#: Prepared official texts that are kept: a batch lays many clips against few records.
_KEPT_DOCUMENTS = 64
_SPLICES = frozenset({"answers-joined", "speaker-changed"})
_SEGMENTS = {Tag.DELETE: SegmentOp.OMITTED, Tag.INSERT: SegmentOp.INSERTED, Tag.REPLACE: SegmentOp.ALTERED}


def align_text(clip: str, official: str | Document) -> Alignment:
    """What the clip keeps, leaves out, alters, puts in, reorders and joins, word by word.

    Args:
        clip: a quotation, a subtitle, a transcript of a cut recording; as received.
        official: the full text it claims to render, or that text prepared by `Document.of`.

    Returns:
        Segments that hold every word of the clip, and the edits that matter. Recognition errors, script, width,
        punctuation, apostrophes, the spelling of numbers and honest ellipses are no edits. What the clip does not
        quote before its first and after its last word is no omission, unless it turns the meaning.
    """
    document = prepared(official) if isinstance(official, str) else official
    found = verbatim(clip, document)
    if found:
        pair, steps = found
    else:
        tokens, blocks = literal_tokens(clip, document) or (tokenise(clip), ())
        pair = Pair(Document(tokens), document)
        steps = _steps(pair, blocks)
    verdicts, moved = _judged(pair, steps)
    edits = [edit for verdict in verdicts for edit in verdict.edits] + (moved or outside(pair, steps))
    if len(edits) > 1:
        edits = sorted(set(edits), key=lambda edit: (edit.clip, edit.official or TextSpan(0, 0), edit.code))
    return Alignment(clip, document.tokens.raw, tuple(_segments(pair, steps, verdicts)), tuple(edits))


@lru_cache(maxsize=_KEPT_DOCUMENTS)
def prepared(official: str) -> Document:
    """The official text, prepared; the last ones are kept."""
    return Document.of(official)


def _steps(pair: Pair, blocks: Sequence[Block] = ()) -> list[Step]:
    """The edit script of the pair; `blocks` are equal runs that are known."""
    clip, official = pair.clip.tokens.keys, pair.official.tokens.keys
    clauses, seeds = pair.official.structure.clauses, pair.official.seeds
    known = [block for block in blocks if without_rival(block, seeds)]
    chain = best_chain([*known, *common_blocks(clip, official, seeds, known)])
    for reading in readings(pair, chain):
        steps = edit_script(clip, official, clauses, reading, far=False)
        if rearranged(pair, steps):
            return steps
    steps = edit_script(clip, official, clauses, chain)
    return slide_to_joints(steps, pair.clip, pair.official)


def _judged(pair: Pair, steps: Sequence[Step]) -> tuple[list[Verdict], list[Edit]]:
    """A verdict for each step, and the edits that belong to several of them."""
    verdicts = [TRIVIAL] * len(steps)
    moved: list[Edit] = []
    grouped: set[int] = set()
    for first, last, edit in rearranged(pair, steps):
        moved.append(edit)
        grouped.update(range(first, last + 1))
    for at, step in enumerate(steps):
        if step.tag is Tag.EQUAL:
            jumped = jump(pair, steps, at)
            verdicts[at] = Verdict((jumped,)) if jumped else TRIVIAL
        elif at not in grouped:
            verdicts[at] = _judge(pair, steps, step)
    return verdicts, moved


def _judge(pair: Pair, steps: Sequence[Step], step: Step) -> Verdict:
    if step.tag is Tag.DELETE:
        return TRIVIAL if quoted_elsewhere(steps, step) else judge_cut(pair, step)
    return judge_insertion(pair, step) if step.tag is Tag.INSERT else judge_exchange(pair, step)


def _segments(pair: Pair, steps: Sequence[Step], verdicts: Sequence[Verdict]) -> list[Segment]:
    segments = []
    spliced = False
    for step, verdict in zip(steps, verdicts, strict=True):
        joins = any(edit.code in _SPLICES for edit in verdict.edits)
        if step.tag is Tag.EQUAL:
            op = SegmentOp.REORDERED if step.backwards else SegmentOp.KEPT
            op = SegmentOp.SPLICED if spliced or joins else op
        else:
            op = _SEGMENTS[step.tag]
        spliced = step.tag is not Tag.EQUAL and joins
        clip = pair.clip.tokens.span(step.clip_start, step.clip_end)
        official = (
            None if op is SegmentOp.INSERTED else pair.official.tokens.span(step.official_start, step.official_end)
        )
        trivial = step.tag is not Tag.EQUAL and verdict.trivial
        segments.append(Segment(op, clip, official, trivial))
    return segments


def severe_edits(alignment: Alignment) -> tuple[Edit, ...]:
    """The edits that change what was said."""
    return alignment.severe(SEVERE_BITS)
