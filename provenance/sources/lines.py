"""The lines of a text file, one at a time, whatever their encoding and length."""

from __future__ import annotations

import codecs
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.errors import InputError, told_by
from provenance.sources.encoding import by_mark, detect
from provenance.sources.inputs import HEAD_BYTES, Input

_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end; where `problem` is set, the text is missing and the problem says why.

    Attributes:
        number: 1-based.
        text: decoded, line end included.
        code: reason code of the problem.
        problem: what is wrong with it, in words.
    """

    number: int
    text: str
    code: str | None = None
    problem: str | None = None


def read_lines(source: Input, *, max_chars: int, guess: bool = False) -> Iterator[Line]:
    """Lines as line feeds end them; an over-long or undecodable line has a problem instead of a text.

    Args:
        source: what to read.
        max_chars: a longer line is passed over without being held in memory.
        guess: whether a file without a byte order mark may prove to be GB 18030.

    Raises:
        InputError: the input cannot be opened.
    """
    with source.open() as stream:
        number = 0
        try:
            encoding, skip = (detect if guess else by_mark)(stream.peek(HEAD_BYTES)[:HEAD_BYTES])
            stream.read(skip)
            lines = (
                _wide_lines(stream, encoding, max_chars) if encoding in _WIDE else _lines(stream, encoding, max_chars)
            )
            for line in lines:
                number = line.number
                yield line
        except (OSError, EOFError, zlib.error) as error:  # a broken disk, or compressed data that ends early
            if number == 0:
                raise InputError(f"cannot read {source.name}: {told_by(error)}; the file is damaged") from None
            yield Line(number + 1, "", "unreadable", f"the rest of the file cannot be read: {told_by(error)}")


def _lines(stream: io.BufferedReader, encoding: str, max_chars: int) -> Iterator[Line]:
    limit = 4 * max_chars
    number = 0
    while data := stream.readline(limit + 1):
        number += 1
        if len(data) > limit:
            _drop_rest(stream, data)
            yield _too_long(number, max_chars)
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            hint = "" if encoding != "utf-8" else "; save the file as UTF-8"
            problem = f"is not {encoding.upper()} (byte {data[error.start]:#04x} at {error.start}){hint}"
            yield Line(number, "", "bad-encoding", problem)
            continue
        yield Line(number, text) if len(text) <= max_chars else _too_long(number, max_chars)


def _drop_rest(stream: io.BufferedReader, data: bytes) -> None:
    while data and not data.endswith(b"\n"):
        data = stream.readline(HEAD_BYTES)


def _wide_lines(stream: io.BufferedReader, encoding: str, max_chars: int) -> Iterator[Line]:
    # A damaged unit becomes a lone surrogate, which no sound text holds.
    number = 0
    with io.TextIOWrapper(stream, encoding=encoding, errors="provenance-mark", newline="\n") as text_stream:
        while text := text_stream.readline(max_chars + 1):
            number += 1
            if len(text) > max_chars:
                while text and not text.endswith("\n"):
                    text = text_stream.readline(HEAD_BYTES)
                yield _too_long(number, max_chars)
            elif _DAMAGE in text:
                yield Line(number, "", "bad-encoding", f"is not {encoding.upper()}")
            else:
                yield Line(number, text)


def _too_long(number: int, max_chars: int) -> Line:
    return Line(number, "", "too-large", f"the line is longer than {max_chars:,} characters")


_DAMAGE = "\udcff"


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _DAMAGE, error.end


codecs.register_error("provenance-mark", _mark)
