"""What of a record is encoded."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.indexing.fields import embedding_text, lead_of, passages
from provenance.jobs.build_settings import BuildSettings
from provenance.model.evidence import Kind

#: A row, the view of its record, and the text of the view.
Pending = tuple[int, str, str]


def views_of(kind: Kind, texts: dict[str, str], options: BuildSettings) -> Iterator[tuple[str, str]]:
    """What of a record is encoded: claim and title, and the first passages of the body.

    A fact-check without a claim tells what it is about in title and lead: they are encoded together.
    """
    heads = {name: texts.get(name, "") for name in ("claim", "title")}
    if kind is Kind.FACT_CHECK and heads["title"] and not heads["claim"]:
        lead = lead_of(heads["title"], texts.get("body", ""))[: options.fact_check_lead]
        heads["title"] = ". ".join(filter(None, (heads["title"], lead)))
    short = [(name, text) for name, head in heads.items() if (text := embedding_text(head))]
    yield from short
    most = options.fact_check_passages if kind is Kind.FACT_CHECK and short else options.passages
    if most and "body" in texts:
        for passage in passages(texts["body"], length=options.passage_length, most=most):
            if text := embedding_text(passage):
                yield "body", text
