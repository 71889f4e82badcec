"""JSON-LD as publishers write it: find the objects of a type anywhere in a document, and follow its references."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

#: Documents nest this deep at most; ours have 8 levels.
_DEPTH = 60
_SCRIPT = re.compile(
    r"""<script\b[^>]*type\s*=\s*["']?application/ld\+json["']?[^>]*>(?P<body>.*?)</script\s*>""",
    re.IGNORECASE | re.DOTALL,
)
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)?\s*(.*?)\s*(?:-->|//\s*\]\]>|\]\]>)?\s*$", re.DOTALL)


def load(text: str) -> Any:
    """Parse JSON as pages hold it: line ends inside texts and comment wrappers are tolerated.

    Raises:
        ValueError: it is no JSON.
    """
    found = _WRAPPING.match(text)
    try:
        return json.loads(found[1] if found else text, strict=False)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def scripts(page: str) -> list[str]:
    """The JSON-LD blocks of a page, in order."""
    return [found["body"] for found in _SCRIPT.finditer(page)]


def types_of(node: Any) -> set[str]:
    """The local names of an object's types: `schema:ClaimReview` is `ClaimReview`."""
    if not isinstance(node, Mapping):
        return set()
    value = node.get("@type", node.get("type"))
    names = value if isinstance(value, list) else [value]
    return {re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str)}


def find(document: Any, wanted: frozenset[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object of a wanted type with its JSONPath, outermost first."""
    stack: list[tuple[str, Any, int]] = [("$", document, 0)]
    while stack:
        path, node, depth = stack.pop()
        children: list[tuple[str, Any, int]] = []
        if isinstance(node, Mapping):
            if types_of(node) & wanted:
                yield path, node
            children = [(f"{path}.{key}", value, depth + 1) for key, value in node.items()]
        elif isinstance(node, list):
            children = [(f"{path}[{number}]", value, depth + 1) for number, value in enumerate(node)]
        if depth < _DEPTH:
            stack.extend(reversed([child for child in children if isinstance(child[1], Mapping | list)]))


def by_id(document: Any) -> dict[str, Mapping[str, Any]]:
    """Objects that state more than their `@id`, under it: what references elsewhere in the document mean."""
    out: dict[str, Mapping[str, Any]] = {}
    stack = [(document, 0)]
    while stack:
        node, depth = stack.pop()
        if isinstance(node, Mapping):
            if isinstance(node.get("@id"), str) and len(node) > 1:
                out.setdefault(node["@id"], node)
            children = list(node.values())
        else:
            children = list(node) if isinstance(node, list) else []
        if depth < _DEPTH:
            stack.extend((child, depth + 1) for child in children)
    return out


def first(value: Any) -> Any:
    """The value, or the first of several."""
    return (value[0] if value else None) if isinstance(value, list) else value


def text_of(value: Any) -> str | None:
    """A text however it is spelt: plain, a language-tagged value, or the first of several."""
    value = first(value)
    if isinstance(value, Mapping):
        value = value.get("@value", value.get("name"))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None
