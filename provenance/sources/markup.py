"""Markup to plain text, and the plain facts about a page's bytes. Nothing in a page is ever run or fetched."""

from __future__ import annotations

import html
import re

from provenance.sources.encoding import detect

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
#: Names under which GB 18030 text is served; the pages use characters beyond the set they declare.
_GB = frozenset(("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936"))
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
#: Elements that end a line when shown.
_BLOCKS = re.compile(r"</(?:p|div|li|h[1-6]|tr|blockquote|section|article)\s*>|<br\s*/?>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_SPACE = re.compile(r"[ \t\r\f\v\u00a0]+")


def decode_page(data: bytes) -> str:
    """The text of a page: byte order mark, declared character set, or what the bytes show; never an error."""
    name, mark = detect(data[:65_536])
    declared = _CHARSET.search(data[:4_096])
    if not mark and declared and not _is_utf8(data):
        charset = declared[1].decode("ascii").lower()
        name = "gb18030" if charset in _GB else charset
    try:
        return data[mark:].decode(name, "replace")
    except LookupError:
        return data[mark:].decode("utf-8", "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def plain_text(markup: str) -> str:
    """A fragment of markup as the text a reader sees; text without markup is only unescaped."""
    text = markup
    if _TAG.search(text):
        text = _UNSEEN.sub(" ", text)
        text = _TAG.sub("", _BLOCKS.sub("\n", text))
    lines = (_SPACE.sub(" ", line).strip() for line in html.unescape(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
