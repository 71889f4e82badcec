"""How heavy each kind of edit is, in one versioned table."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.model.alignment import EditOp


@dataclass(frozen=True, slots=True)
class Severity:
    """Weight, operation and wording of one kind of edit."""

    bits: float
    op: EditOp
    text: str


#: An edit of at least this many bits changes what was said; lighter ones are reported by `align`, not by a check.
SEVERE_BITS = 4.0

#: Code → bits (log2 of how much more often such an edit changes the meaning than leaves it) and the reason in words.
#: Origin: judged on the ranking of edits in published corrections of misquotations; kept in the order that the
#: generated edits of `benchmarks/text_edits.py` and the development half of the scenario set confirm. November 2026.
SEVERITY: dict[str, Severity] = {
    "negation-dropped": Severity(8.0, EditOp.NEGATION_DROPPED, "a negation was taken out"),
    "negation-added": Severity(8.0, EditOp.NEGATION_ADDED, "a negation was put in"),
    "negation-swallowed": Severity(
        7.5, EditOp.NEGATION_DROPPED, "the cut swallowed a negation of the words that follow"
    ),
    "negation-outside": Severity(
        7.0, EditOp.NEGATION_DROPPED, "the quotation begins just after the negation of its first words"
    ),
    "polarity-denied": Severity(8.0, EditOp.NEGATION_ADDED, "a word was exchanged for its opposite"),
    "polarity-affirmed": Severity(8.0, EditOp.NEGATION_DROPPED, "a word was exchanged for its opposite"),
    "denial-outside": Severity(7.0, EditOp.NEGATION_DROPPED, "the quotation ends just before the words that deny it"),
    "condition-outside": Severity(4.5, EditOp.OMITTED, "the quotation leaves out the condition beside it"),
    "number-altered": Severity(7.0, EditOp.NUMBER_ALTERED, "a number was changed"),
    "unit-altered": Severity(6.0, EditOp.NUMBER_ALTERED, "a unit was changed"),
    "name-altered": Severity(6.5, EditOp.ENTITY_ALTERED, "a name was exchanged for another"),
    "word-altered": Severity(4.5, EditOp.ENTITY_ALTERED, "a word was exchanged for another"),
    "words-altered": Severity(5.0, EditOp.ENTITY_ALTERED, "words were exchanged for others"),
    "wording-altered": Severity(1.0, EditOp.ENTITY_ALTERED, "the wording differs slightly"),
    "certainty-raised": Severity(5.0, EditOp.OMITTED, "what was possible or wished became certain or binding"),
    "certainty-lowered": Severity(4.5, EditOp.INSERTED, "what was certain or binding became possible or wished"),
    "condition-dropped": Severity(6.0, EditOp.OMITTED, "the condition was left out"),
    "restriction-dropped": Severity(5.0, EditOp.OMITTED, "a restriction was left out"),
    "attribution-dropped": Severity(5.0, EditOp.OMITTED, "whose claim it is was left out"),
    "number-dropped": Severity(3.0, EditOp.OMITTED, "a number was left out"),
    "clauses-joined": Severity(5.5, EditOp.OMITTED, "parts of two clauses were joined across the cut"),
    "sentence-ended-early": Severity(4.2, EditOp.OMITTED, "the quotation closes a sentence that went on"),
    "words-omitted": Severity(2.0, EditOp.OMITTED, "words were left out without a mark"),
    "clause-omitted": Severity(2.0, EditOp.OMITTED, "a clause was left out without a mark"),
    "sentence-omitted": Severity(2.0, EditOp.OMITTED, "whole sentences were left out without a mark"),
    "sentence-inserted": Severity(7.0, EditOp.INSERTED, "a sentence was put in that is not in the record"),
    "sentence-replaced": Severity(6.0, EditOp.INSERTED, "a sentence was put in place of another"),
    "words-inserted": Severity(4.5, EditOp.INSERTED, "words were put in that are not in the record"),
    "word-inserted": Severity(2.5, EditOp.INSERTED, "a word was put in"),
    "roles-exchanged": Severity(7.0, EditOp.REORDERED, "words changed places, and who does what changed with them"),
    "order-changed": Severity(4.5, EditOp.REORDERED, "the order of the sentences was changed"),
    "order-harmless": Severity(0.5, EditOp.REORDERED, "neighbouring words changed places"),
    "answers-joined": Severity(6.5, EditOp.SPLICED, "parts of different answers were joined into one statement"),
    "question-joined": Severity(7.0, EditOp.SPLICED, "the question is joined with the answer to another one"),
    "speaker-changed": Severity(6.5, EditOp.SPLICED, "words of another speaker are given as the person's own"),
    "records-joined": Severity(7.5, EditOp.SPLICED, "parts of different records were joined into one statement"),
    "not-in-record": Severity(5.0, EditOp.INSERTED, "the full record of the event does not contain it"),
}
