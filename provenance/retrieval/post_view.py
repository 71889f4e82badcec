"""A post as retrieval sees it: its own words, who is named as their author, and the terms that weigh."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.indexing.analysis import terms_of
from provenance.model.post import Post
from provenance.text.markup import NO_WORDS, strip_markup
from provenance.text.normalise import normalise
from provenance.text.plain_words import plain_words
from provenance.text.sentences import sentences

#: A post longer than this is also compared window by window: one claim may stand in many words (characters).
WINDOW = 160
#: Windows at most; a longer post is cut into its first ones, which is where the claim stands.
MAX_WINDOWS = 4

# An embedded post ends with its signature: — Name (@handle) January 28, 2021
_SIGNATURE = re.compile(
    r"[\s\"”']*[—–-]\s*(?P<name>[^—–\n]{1,60}?)\s*\(@(?P<handle>\w{1,30})\)\s*(?:\w+ \d{1,2}, \d{4})?[\s\"”']*$"
)
_PICTURE_LINK = re.compile(r"pic\.twitter\.com/\w+")
_JOINED = re.compile(r"(?<![\w@#])[@#＠＃](\w{2,60})")
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\da-zA-Z_]+")
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_NAME = re.compile(r"\b[A-Z][\w'’-]+")


@dataclass(frozen=True, slots=True)
class PostView:
    """What is compared with records.

    Attributes:
        text: the words of the post, hashtags and handles taken apart, signature first.
        windows: parts of a long post, each short enough to be one claim; empty for a short post.
        terms: distinct search terms, the author's included.
        author_terms: distinct search terms of the signature.
        numbers: numbers without separators of thousands.
        names: capitalised words, folded.
    """

    text: str
    windows: tuple[str, ...]
    terms: frozenset[str]
    author_terms: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]


def view_of(post: Post) -> PostView:
    """Prepare a post; one without text gives an empty view."""
    plain = plain_words(normalise(strip_markup(_PICTURE_LINK.sub(" ", post.text), NO_WORDS).text).text).text
    body, author = _split_signature(plain)
    body = _JOINED.sub(_apart, body).replace("#", " ").replace("＃", " ").strip(" \"“”'")
    body = _SPACE.sub(" ", body)
    text = f"{author} {body}".strip()
    return PostView(
        text=text,
        windows=tuple(_windows(body)) if len(body) > WINDOW else (),
        terms=distinct_terms(text),
        author_terms=distinct_terms(author),
        numbers=numbers_of(body),
        names=names_of(body),
    )


def distinct_terms(text: str) -> frozenset[str]:
    """Words, and pairs of characters of scripts without spaces."""
    found = terms_of(text)
    return frozenset((*found.words, *found.pairs))


def numbers_of(text: str) -> frozenset[str]:
    """The numbers of a normalised text, 8,500 as 8500."""
    return frozenset(number.replace(",", "").rstrip(".") for number in _NUMBER.findall(text))


def names_of(text: str) -> frozenset[str]:
    """Words that begin with a capital: names, and the first words of sentences."""
    return frozenset(name.casefold() for name in _NAME.findall(text))


def _split_signature(text: str) -> tuple[str, str]:
    found = _SIGNATURE.search(text) if "(@" in text else None
    if not found:
        return text, ""
    name = re.sub(r"[^\w ]", " ", found["name"])
    return text[: found.start()], f"{name} {' '.join(_CAMEL.findall(found['handle']))}".strip()


def _apart(tag: re.Match[str]) -> str:
    return f" {' '.join(_CAMEL.findall(tag[1]))} "


def _windows(text: str) -> list[str]:
    out: list[str] = []
    for span in sentences(text):
        sentence = span.of(text)
        if out and len(out[-1]) + len(sentence) <= WINDOW:
            out[-1] = f"{out[-1]} {sentence}"
        elif len(out) == MAX_WINDOWS:
            break
        else:
            out.append(sentence[: 2 * WINDOW])
    return out
