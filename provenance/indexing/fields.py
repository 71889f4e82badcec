"""What of a record is searched: its claim, its title and its body, apart; or all of it as one text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provenance.indexing.analysis import Terms, terms_of
from provenance.model.evidence import Evidence, Kind
from provenance.text.markup import Markup
from provenance.text.normalise import normalise
from provenance.text.sentences import sentences

#: Characters of a text that are encoded; 512 tokens, the reach of multilingual-e5-small, seldom hold more.
MAX_EMBEDDED = 2_000

#: Paragraphs of a page that begin with the same characters, so many, say the same.
_ALIKE = 40

FIELDS = ("claim", "title", "body")
#: Title and body as one text, in which words are searched where a fact-check states no claim.
WHOLE = "whole"
#: What has lists of words of its own.
SEARCHED = (*FIELDS, WHOLE)


def field_texts(record: Evidence) -> dict[str, str]:
    """The texts of a record's fields, without those it has not.

    A transcript is body, like the text. A title that repeats the claim is left out, so that it does not count twice.
    """
    body = "\n".join((record.text, *(part.text for part in record.transcript))).strip()
    texts = {"claim": (record.claim or "").strip(), "title": (record.title or "").strip(), "body": body}
    if texts["title"] == texts["claim"]:
        del texts["title"]
    return {name: text for name, text in texts.items() if text}


def searched_as_whole(record: Evidence) -> bool:
    """Whether a record is a fact-check that states no claim: what it is about may stand anywhere in title and lead."""
    return record.kind is Kind.FACT_CHECK and not (record.claim or "").strip()


def searched_terms(texts: Mapping[str, str], *, whole: bool = False) -> dict[str, Terms]:
    """The terms of each text that is searched.

    Args:
        texts: of the fields (`field_texts`).
        whole: search title and body as one text, and the title by itself as well.
    """
    found = {name: terms_of(text) for name, text in texts.items()}
    if whole:
        parts = [found[name] for name in ("title", "body") if name in found]
        found.pop("body", None)
        found[WHOLE] = Terms(
            tuple(word for part in parts for word in part.words), tuple(pair for part in parts for pair in part.pairs)
        )
    return found


def lead_of(title: str, body: str) -> str:
    """A body from its first paragraph on, without what its page says twice.

    Above an article often stands its title again, and a description, which is the first paragraph cut short: of
    paragraphs that begin alike the longest is kept.
    """
    found: dict[str, str] = {}
    for line in body.splitlines():
        paragraph = line.strip()
        alike = paragraph[:_ALIKE]
        if paragraph != title and len(paragraph) > len(found.get(alike, "")):
            found[alike] = paragraph
    return " ".join(found.values())


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
