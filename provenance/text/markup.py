"""What a platform adds to a text: links, handles, hashtags, emoji, and the chain of those who passed a post on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from provenance.model.span import TextSpan
from provenance.text.offsets import NormalisedText


class Markup(StrEnum):
    """Kinds of markup."""

    URL = "url"
    #: @name, with the colon that follows a name in a chain left out.
    HANDLE = "handle"
    #: #words# or #word; its words are content, so stripping it takes the signs only.
    HASHTAG = "hashtag"
    #: A pictograph, or a platform's spelling of one: [泪].
    EMOJI = "emoji"
    #: One link of a chain, //@name: what that person said, up to the next link or the end.
    REPOST = "repost"
    #: What opens such a link, //@name:. Nobody chose that name to tell anything.
    REPOST_NAME = "repost_name"
    #: The words that open a passed-on text: RT @name:, 转自 @name:
    REPOST_MARK = "repost_mark"


#: What stands in the way of comparing wordings.
NOISE = frozenset({Markup.URL, Markup.HANDLE, Markup.HASHTAG, Markup.EMOJI, Markup.REPOST, Markup.REPOST_MARK})

#: What says nothing of what a post tells: hashtags and handles in its sentences do.
NO_WORDS = frozenset({Markup.URL, Markup.EMOJI, Markup.REPOST_NAME})


@dataclass(frozen=True, slots=True, order=True)
class MarkupToken:
    """One piece of markup; `value` is what it names: the address, the bare name, the words of a hashtag."""

    span: TextSpan
    kind: Markup
    value: str


#: Texts whose markup is kept: retrieval and stance read the same posts.
KEPT_TEXTS = 512
_END = r"\s<>\"'“”‘’「」『』《》（）【】，。！？；、…\u3400-\u9fff"
_NAME = r"[@＠](?P<name>[\w\-·]{1,40})"
_URL = re.compile(
    rf"(?i:https?://|www\.)[^{_END}]+"
    r"|(?<![\w@＠.])(?:[A-Za-z0-9-]+\.)+(?:com|net|org|cn|gov|edu|info|co|me|tv|io|ly|be|gl)(?:/[^"
    + _END
    + r"]*)?(?![\w@])"
)
_HANDLE = re.compile(rf"(?<![A-Za-z0-9._%+\-]){_NAME}")
_HASHTAG = re.compile(
    r"[#＃](?P<long>[^\s#＃](?:[^#＃\n]{0,58}[^\s#＃])?)[#＃]|(?<![\w#＃&/])[#＃](?P<word>\w*[^\W\d]\w*)"
)
_EMOTICON = re.compile(r"\[[^\W\d_]{1,4}\]|［[^\W\d_]{1,4}］")
#: The last character of the plane that most texts keep to.
_LAST_NEAR = "\uffff"
#: What an emoji of a key is made of, with a sign that encloses it.
_KEYCAPS = frozenset("#*0123456789")
_LINK = re.compile(rf"//\s*{_NAME}\s*[:：]?")
_MARK = re.compile(rf"(?:\b(?:RT|MT|via)|转自|轉自|转发自|转发|轉發|(?P<reply>回[复覆復]))\s*{_NAME}\s*[:：]?")


@lru_cache(maxsize=KEPT_TEXTS)
def find_markup(text: str) -> tuple[MarkupToken, ...]:
    """All markup of `text`, in order.

    A link of a repost chain contains the markup inside it, as does what opens it; apart from that no two tokens
    overlap.
    """
    taken: list[MarkupToken] = []
    for found in (_urls(text), _marks(text), _emoji(text), _hashtags(text), _handles(text)):
        spans = [token.span for token in taken]
        taken += [token for token in found if not any(token.span.overlaps(span) for span in spans)]
    return tuple(sorted([*taken, *_chain(text)], key=lambda token: (token.span.start, -token.span.end)))


def last_speaker(text: str) -> TextSpan:
    """The words of the account that posted `text`, without those that it merely passes on.

    Where it says nothing of its own, the nearest person in the chain who does is taken to speak for it: passing
    something on without a word is saying it again.
    """
    if "@" not in text and "＠" not in text:
        return TextSpan(0, len(text))
    links = list(_LINK.finditer(text))
    starts = [0, *(link.end() for link in links)]
    ends = [*(link.start() for link in links), len(text)]
    for start, end in zip(starts, ends, strict=True):
        mark = _MARK.search(text, start, end)
        if mark and not mark["reply"] and _says_something(text[start : mark.start()]):
            end = mark.start()
        if _says_something(text[start:end]):
            return TextSpan(start, end)
    return TextSpan(0, len(text))


def strip_markup(text: str, kinds: Collection[Markup] = NOISE) -> NormalisedText:
    """`text` without the markup of these kinds, with the way back.

    Links, handles and repost marks leave one space behind; emoji leave nothing, since they are often put inside words;
    hashtags lose their signs and keep their words.
    """
    return NormalisedText.replacing(text, _cuts(text, kinds))


def _cuts(text: str, kinds: Collection[Markup]) -> Iterator[tuple[int, int, str]]:
    for token in find_markup(text):
        if token.kind not in kinds:
            continue
        start, end = token.span.start, token.span.end
        if token.kind is Markup.HASHTAG:
            yield start, start + 1, ""
            if end - start > len(token.value) + 1:
                yield end - 1, end, ""
        else:
            yield start, end, "" if token.kind is Markup.EMOJI else " "


def _says_something(text: str) -> bool:
    """Whether words are left once markup and the platform's own filler are taken away."""
    rest = _EMOTICON.sub("", _HANDLE.sub("", _URL.sub("", text)))
    rest = re.sub(r"转发微博|轉發微博|快转微博|Repost|(?:回复|转发|轉發)(?=\s*[:：])", "", rest)
    return bool(re.search(r"\w", rest))


def _urls(text: str) -> Iterator[MarkupToken]:
    if "." not in text and "://" not in text:
        return
    for match in _URL.finditer(text):
        address = match.group().rstrip(".,;:!?)]}*_~")
        yield MarkupToken(TextSpan(match.start(), match.start() + len(address)), Markup.URL, address)


def _chain(text: str) -> Iterator[MarkupToken]:
    if "//" not in text:
        return
    links = list(_LINK.finditer(text))
    ends = [link.start() for link in links[1:]] + [len(text)]
    for link, end in zip(links, ends, strict=False):
        yield MarkupToken(TextSpan(link.start(), end), Markup.REPOST, link["name"])
        yield MarkupToken(TextSpan(*link.span()), Markup.REPOST_NAME, link["name"])


def _marks(text: str) -> Iterator[MarkupToken]:
    if "@" not in text and "＠" not in text:
        return
    for match in _MARK.finditer(text):
        yield MarkupToken(TextSpan(*match.span()), Markup.REPOST_MARK, match["name"])


def _hashtags(text: str) -> Iterator[MarkupToken]:
    if "#" not in text and "＃" not in text:
        return
    for match in _HASHTAG.finditer(text):
        yield MarkupToken(TextSpan(*match.span()), Markup.HASHTAG, match["long"] or match["word"])


def _handles(text: str) -> Iterator[MarkupToken]:
    if "@" not in text and "＠" not in text:
        return
    for match in _HANDLE.finditer(text):
        yield MarkupToken(TextSpan(*match.span()), Markup.HANDLE, match["name"])


@cache
def _pictures() -> re.Pattern[str]:
    """Runs of the characters that emoji are made of, but for the ASCII ones, and of rare ones beside them."""
    import emoji

    signs = {char for sequence in emoji.EMOJI_DATA for char in sequence if not char.isascii()}
    # One set of both would be searched ten times as slowly.
    near = re.escape("".join(sorted(char for char in signs if char <= _LAST_NEAR)))
    return re.compile(f"(?:[{near}]|[{min(char for char in signs if char > _LAST_NEAR)}-{max(signs)}])+")


@lru_cache(maxsize=4096)
def _emoji_of(run: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each emoji of a run."""
    import emoji

    return tuple((token["match_start"], token["match_end"]) for token in emoji.emoji_list(run))


def _emoji(text: str) -> Iterator[MarkupToken]:
    found = [match.span() for match in _EMOTICON.finditer(text)] if "[" in text or "［" in text else []
    if not text.isascii():
        for run in _pictures().finditer(text):
            first = run.start() - (run.start() > 0 and text[run.start() - 1] in _KEYCAPS)
            found += [(first + start, first + end) for start, end in _emoji_of(text[first : run.end()])]
    for start, end in sorted(found):
        yield MarkupToken(TextSpan(start, end), Markup.EMOJI, text[start:end])
