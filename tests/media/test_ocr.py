from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from provenance.errors import MissingExtra, RecordError
from provenance.media import ocr
from provenance.media.box import Box
from provenance.media.limits import MediaLimits
from provenance.media.ocr import TextLine, TextReader
from provenance.media.picture_text import joined
from provenance.model.media_path import MediaPath
from provenance.model.post import Post
from provenance.model.span import TextSpan
from provenance.retrieval.picture_text import PictureTexts
from tests.media.scenes import saved, scene

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
)


def page(*lines: str, size: int = 34) -> np.ndarray:
    """A screenshot of a text message."""
    found = [name for name in FONTS if Path(name).exists()]
    if not found and not all(line.isascii() for line in lines):
        pytest.skip("no font with Han characters")
    image = Image.new("RGB", (900, 700), (247, 247, 247))
    font = ImageFont.truetype(found[0], size) if found else ImageFont.load_default(size)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((60, 100 + number * 55), line, fill=(20, 20, 20), font=font)
    return np.asarray(image)


@pytest.fixture(scope="module")
def reader() -> TextReader:
    pytest.importorskip("rapidocr")
    return TextReader()


@pytest.mark.media
def test_chinese_and_english_lines_are_read_where_they_stand(reader):
    lines = reader.read(page("网传通知：明天起全市停水三天", "Drinking bleach cures the virus,"))
    assert [line.text.replace(" ", "") for line in lines] == [
        "网传通知：明天起全市停水三天",
        "Drinkingbleachcuresthevirus,",
    ]
    assert lines[0].box.y0 < 0.2 < lines[1].box.y1
    assert lines[0].box.x0 == pytest.approx(60 / 900, abs=0.02)


@pytest.mark.media
def test_photograph_without_text_says_nothing(reader):
    assert reader.read(scene(31)) == ()


@pytest.mark.media
def test_compressed_small_screenshot_is_still_read(reader, tmp_path):
    image = Image.fromarray(page("请大家马上储水，转发给家人")).resize((540, 420))
    path = saved(np.asarray(image), tmp_path / "a.jpg", quality=35)
    (line,) = reader.read(np.asarray(Image.open(path)))
    assert line.text == "请大家马上储水，转发给家人"


@pytest.mark.media
def test_pictures_of_a_post_are_read_and_broken_ones_passed_over(reader, tmp_path):
    path = saved(page("网传明天起全市停水三天", "请大家马上储水"), tmp_path / "a.png")
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0nothing")
    post = Post(id="p", text="", media=(MediaPath("a.png", path), MediaPath("b.jpg", tmp_path / "b.jpg")))
    with PictureTexts(reader) as texts:
        (said,), unread = texts.read(post)
    assert unread == ()
    assert said.text == "网传明天起全市停水三天请大家马上储水"
    spoken = said.as_post(post)
    assert (spoken.id, spoken.text, spoken.media) == ("p", said.text, ())
    box = said.box(TextSpan(said.text.index("马上"), said.text.index("储水")))
    assert (box.media, box.y0 > 0.2) == ("a.png", True)


def line(text: str, top: float, left: float = 0.1, height: float = 0.03) -> TextLine:
    return TextLine(text, Box(left, top, left + 0.6, top + height), 0.95)


def test_lines_of_one_sentence_are_joined_and_blocks_kept_apart():
    said = joined("a.png", [line("明天起全市", 0.10), line("停水三天", 0.14), line("阅读 10万+", 0.6)])
    assert said.text == "明天起全市停水三天\n阅读 10万+"
    english = joined("a.png", [line("Drinking bleach", 0.10), line("cures the virus", 0.14)])
    assert english.text == "Drinking bleach cures the virus"


def test_heading_and_body_are_not_one_sentence():
    assert joined("a.png", [line("通知", 0.1, height=0.08), line("明天停水", 0.19)]).text == "通知\n明天停水"


def test_every_stretch_of_the_text_has_a_box_around_its_lines():
    said = joined("a.png", [line("明天起全市", 0.10), line("停水三天", 0.14)])
    assert said.box(TextSpan(0, 2)).y1 == pytest.approx(0.13)
    assert said.box(TextSpan(4, 6)).y1 == pytest.approx(0.17)
    assert said.box(TextSpan(0, 0)).y1 == pytest.approx(0.17)


def test_without_the_extra_the_reader_says_what_to_install(monkeypatch):
    monkeypatch.setattr(ocr, "find_spec", lambda _: None)
    assert not ocr.can_read()
    with pytest.raises(MissingExtra, match=r"provenance\[ocr\]"):
        TextReader()


@pytest.mark.media
def test_picture_that_takes_too_long_to_read_costs_a_reason_and_the_next_one_is_read():
    pytest.importorskip("rapidocr")
    with TextReader(MediaLimits(reading_s=0.01)) as hurried, pytest.raises(RecordError, match=r"within 0\.01 s"):
        hurried.read(scene(31))
    with TextReader(MediaLimits(reading_bytes=300_000_000)) as cramped:
        for _ in range(2):
            with pytest.raises(RecordError) as caught:
                cramped.read(scene(31))
            assert caught.value.code == "unread-text"


@pytest.mark.media
def test_reading_goes_on_after_the_death_of_the_reader(reader):
    reader.read(scene(31))
    assert reader._process is not None
    reader._process.kill()
    reader._process.wait()
    (line,) = reader.read(page("Drinking bleach cures the virus,"))
    assert line.text.startswith("Drinking")
