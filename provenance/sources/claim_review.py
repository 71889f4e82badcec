"""ClaimReview and MediaReview: one object, a list, an `@graph`, a data feed, or blocks inside a saved page."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from provenance.errors import InputError
from provenance.model.finding import Skipped
from provenance.sources import json_ld
from provenance.sources.base import Limits, Row
from provenance.sources.inputs import Input
from provenance.sources.markup import decode_page, plain_text
from provenance.text.language import primary_subtag

REVIEWS = frozenset(("ClaimReview", "MediaReview"))


class ClaimReview:
    """One fact-check a review; ratings are the publisher's words (`alternateName`), never mapped."""

    name: ClassVar[str] = "claimreview"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonld",)
    fallback: ClassVar[Mapping[str, Any]] = MappingProxyType({"kind": "fact_check"})

    def rows(self, source: Input, limits: Limits) -> Iterator[Row | Skipped]:
        """Every review of the document.

        Raises:
            InputError: it is neither JSON nor a page with JSON-LD blocks.
        """
        text = decode_page(source.document(limits.max_document_bytes))
        if text.lstrip()[:1] in ("{", "["):
            try:
                yield from reviews(json_ld.load(text))
            except ValueError as error:
                raise InputError(f"{source.name} is no JSON: {error}") from None
            return
        blocks = json_ld.scripts(text)
        if not blocks:
            raise InputError(f"{source.name} holds no JSON-LD; read it as a page instead")
        yield from page_reviews(blocks, source.name)


def page_reviews(blocks: list[str], name: str) -> Iterator[Row | Skipped]:
    """The reviews of the JSON-LD blocks of a page; a block that is no JSON is reported."""
    for number, block in enumerate(blocks):
        try:
            document = json_ld.load(block)
        except ValueError as error:
            if any(review in block for review in REVIEWS):
                path = f"$.script[{number}]"
                yield Skipped.at("malformed-json", f"the block is no JSON: {error}", source=name, path=path)
            continue
        yield from reviews(document, prefix=f"$.script[{number}]")


def reviews(document: Any, *, prefix: str = "$") -> Iterator[Row]:
    """The reviews in a parsed document, as rows."""
    known = json_ld.by_id(document)
    had: set[str] = set()
    for number, (path, node) in enumerate(json_ld.find(document, REVIEWS), 1):
        values = _record(_Node(node, known))
        if values["id"] in had:  # one page, several claims: the first keeps the address
            values["id"] = f"{values['id']}#{_digest(values.get('claim') or values.get('text') or '')}"
        had.add(values["id"])
        yield Row(values, number, prefix + path[1:], document=True)


class _Node:
    """An object whose references are followed."""

    def __init__(self, node: Any, known: Mapping[str, Mapping[str, Any]]) -> None:
        self.node = node if isinstance(node, Mapping) else {}
        self.known = known

    def object(self, key: str) -> _Node:
        """The object under a key, which may be a reference to another place of the document."""
        value = json_ld.first(self.node.get(key))
        if isinstance(value, str):
            return _Node(self.known.get(value, {"name": value}), self.known)
        if isinstance(value, Mapping) and isinstance(value.get("@id"), str) and len(value) <= 2:
            value = self.known.get(value["@id"], value)
        return _Node(value, self.known)

    def text(self, *keys: str) -> str | None:
        """The first of the keys that holds a text, escapes undone."""
        for key in keys:
            value = json_ld.text_of(self.node.get(key))
            if value:
                return html.unescape(value).strip()
        return None


def _record(review: _Node) -> dict[str, Any]:
    author, item = review.object("author"), review.object("itemReviewed")
    rating = review.object("reviewRating")
    claim = review.text("claimReviewed") or item.text("interpretedAsClaim", "embeddedTextCaption", "text")
    body = review.text("reviewBody", "articleBody", "description", "originalMediaContextDescription")
    url, own = review.text("url", "mainEntityOfPage"), review.text("@id")
    language = review.text("inLanguage")
    verdict = rating.text("alternateName") or review.text("mediaAuthenticityCategory") or rating.text("ratingValue")
    values: dict[str, Any] = {
        "id": url or (own if own and "://" in own else f"claimreview-{_digest(f'{claim} {body}')}"),
        "text": plain_text(body) if body else None,
        "title": review.text("headline", "name"),
        "claim": plain_text(claim) if claim else None,
        "rating": verdict,
        "publisher": author.text("name", "legalName") or review.object("publisher").text("name"),
        "url": url,
        "lang": primary_subtag(language) if language else None,
        "published_at": review.text("datePublished", "dateCreated"),
        **_context(item, rating),
    }
    return {key: value for key, value in values.items() if value is not None}


def _context(item: _Node, rating: _Node) -> dict[str, Any]:
    """Keys beyond the product's own: who said it, when and where, and the numbers of the rating."""
    appearances = item.node.get("appearance", item.node.get("mediaItemAppearance"))
    listed = appearances if isinstance(appearances, list) else [appearances]
    found = [_address(entry) for entry in (*listed, item.node.get("firstAppearance"))]
    return {
        "claim_author": item.object("author").text("name"),
        "claim_published_at": item.text("datePublished", "uploadDate"),
        "appearances": list(dict.fromkeys(url for url in found if url)) or None,
        "rating_value": rating.text("ratingValue"),
        "rating_best": rating.text("bestRating"),
        "rating_worst": rating.text("worstRating"),
    }


def _address(entry: Any) -> str | None:
    if isinstance(entry, str):
        return entry
    return _Node(entry, {}).text("url", "contentUrl", "@id")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()
