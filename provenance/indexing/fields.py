"""What of a record is searched: its claim, its title and its body, apart."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.text.markup import Markup
from provenance.text.normalise import normalise
from provenance.text.sentences import sentences

#: Characters of a text that are encoded; 512 tokens, the reach of multilingual-e5-small, seldom hold more.
MAX_EMBEDDED = 2_000

FIELDS = ("claim", "title", "body")


def field_texts(record: Evidence) -> dict[str, str]:
    """The texts of a record's fields, without those it has not.

    A transcript is body, like the text. A title that repeats the claim is left out, so that it does not count twice.
    """
    body = "\n".join((record.text, *(part.text for part in record.transcript))).strip()
    texts = {"claim": (record.claim or "").strip(), "title": (record.title or "").strip(), "body": body}
    if texts["title"] == texts["claim"]:
        del texts["title"]
    return {name: text for name, text in texts.items() if text}


def passages(text: str, *, length: int, most: int) -> Iterator[str]:
    """The first passages of a text: whole sentences up to `length` characters together.

    Args:
        text: any text.
        length: characters; a longer sentence is a passage of its own, cut there.
        most: passages at most.
    """
    given, passage = 0, ""
    for span in sentences(text[: length * most * 2]):
        sentence = text[span.start : span.end][:length]
        if passage and len(passage) + len(sentence) >= length:
            yield passage
            given, passage = given + 1, ""
            if given == most:
                return
        passage = f"{passage} {sentence}" if passage else sentence
    if passage:
        yield passage


def embedding_text(text: str) -> str:
    """A text as encoders get it, records and posts alike: one spelling, no more than a model reads."""
    return normalise(text[:MAX_EMBEDDED], without=(Markup.URL,)).text.strip()
