"""The language is the one a reader would name, whatever brand names and addresses stand in between."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.text.language import SCRIPT_LETTERS, UNDETERMINED, language_of, may_be_in, script_of, shown_by_script


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("今天武汉下雨", "zh"),
        ("寧波發現一起案例", "zh"),
        ("苹果发布 iPhone 17 Pro Max，售价公布", "zh"),
        ("東京で地震がありました", "ja"),
        ("ありがとうございました", "ja"),
        ("ノートルダムのニュース", "ja"),
        ("優の良品开业大酬宾，全场商品五折优惠", "zh"),
        ("오늘 서울에 비가 왔다", "ko"),
        ("Officials said the bridge was closed on Monday", "en"),
        ("Las autoridades cerraron el puente el lunes por la noche", "es"),
        ("Os vídeos mostram que a vacina não causa a doença", "pt"),
        ("Les autorités ont fermé le pont lundi soir", "fr"),
        ("Die Behörden haben die Brücke am Montag gesperrt", "de"),
        ("Власти закрыли мост в понедельник вечером", "ru"),
        ("أغلقت السلطات الجسر مساء يوم الاثنين", "ar"),
        ("अधिकारियों ने सोमवार को पुल बंद कर दिया", "hi"),
        ("அதிகாரிகள் பாலத்தை மூடினர்", "ta"),
        ("Pihak berwenang menutup jembatan pada hari Senin", "id"),
        ("Myndighetene stengte broen mandag kveld, og ingen ble skadet", "no"),
        ("", "und"),
        ("😂😂 12345 !!!", "und"),
        ("http://example.org/only-a-link @someone", "und"),
    ],
)
def test_the_language_of_a_line(text, code):
    assert language_of(text) == code


def test_chinese_needs_no_model():
    code = (
        "import sys; from provenance.text.language import language_of; "
        "language_of('今天'); sys.exit('lingua' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "language", "may"),
    [
        ("Las autoridades cerraron el puente el lunes por la noche", "en", False),
        ("Las autoridades cerraron el puente el lunes por la noche", "es", True),
        ("Officials said the bridge was closed on Monday", "en", True),
        ("Officials said the bridge was closed on Monday", "no", False),
        ("FACT CHECK: Did the bridge close?", "en-GB", True),
        ("今天武汉下雨", "en", False),
        ("今天武汉下雨", "zh-TW", True),
        ("東京で地震がありました", "zh", False),
        ("Власти закрыли мост", "en", False),
        ("12:30 !!", "en", True),
        ("anything", "tlh", True),
    ],
)
def test_a_language_is_ruled_out_only_where_it_is_clear(text, language, may):
    assert may_be_in(text, language) is may
    assert shown_by_script(text, language) in (may, None)


def test_the_model_is_asked_only_where_the_script_tells_nothing():
    assert shown_by_script("Officials said the bridge was closed on Monday", "no") is None
    assert shown_by_script("今天武汉下雨", "zh-TW") is True
    assert shown_by_script("Власти закрыли мост", "en") is False


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("あア東가aяبहก😂 1"), max_size=12))
def test_letters_of_any_scripts_have_one_of_them(text):
    letters = set("あア東가aяبहก") & set(text)
    assert (script_of(text) in SCRIPT_LETTERS) == bool(letters)
    assert (language_of(text) == UNDETERMINED) <= (script_of(text) in {None, "latin", "cyrillic", "arabic"})


@pytest.mark.parametrize(
    "text", ["", "12:30, 14:00!", "Rain in the north", "大雨 in the north", "トルコで地震がありました"]
)
def test_the_script_of_a_text_is_that_of_most_of_its_letters(text):
    counted = {name: sum(map(len, re.findall(f"[{letters}]", text))) for name, letters in SCRIPT_LETTERS.items()}
    if counted["kana"]:
        counted["kana"], counted["han"] = counted["kana"] + counted["han"], 0  # Japanese is written in both
    counted["han"] *= 3  # a character says as much as three letters
    most = max(counted, key=lambda name: counted[name])
    assert script_of(text) == (most if counted[most] else None)
