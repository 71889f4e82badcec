"""Which language the function words of a text show."""

from __future__ import annotations

import pytest

from provenance.text.function_words import shown_by_words

NAMES = "On the murder of Rev. Lawan Andimi by Boko Haram"
GERMAN = "Der Turm ist in der Nacht eingestürzt und nicht zu retten"


@pytest.mark.parametrize(("text", "language"), [(NAMES, "en"), (GERMAN, "de")])
def test_a_text_of_many_names_is_in_the_language_of_its_function_words(text, language):
    assert shown_by_words(text, language) is True


@pytest.mark.parametrize(("text", "language"), [(NAMES, "id"), (NAMES, "fr"), (GERMAN, "es")])
def test_a_language_without_any_function_word_in_the_text_is_ruled_out(text, language):
    assert shown_by_words(text, language) is False


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Breaking: tower collapsed", "en"),  # too few of them
        (GERMAN, "fi"),  # of a language that is not in the table
        ("O rei não veio; il re non viene da una città", "it"),  # of two languages
        ("", "en"),
    ],
)
def test_what_the_words_do_not_decide_is_left_to_the_model(text, language):
    assert shown_by_words(text, language) is None
