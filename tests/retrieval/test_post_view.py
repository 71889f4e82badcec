from hypothesis import given
from hypothesis import strategies as st

from provenance.model.post import Post
from provenance.retrieval.post_view import MAX_WINDOWS, WINDOW, view_of
from provenance.retrieval.record_view import unframed


def view(text):
    return view_of(Post(id="p", text=text))


def test_hashtags_and_handles_are_read_as_words():
    text = view("Stop the #RiverDamProject now, says @CityWaterBoard").text
    assert text == "Stop the River Dam Project now, says City Water Board"


def test_who_passed_a_post_on_says_nothing_of_what_it_tells():
    assert view("瓜里打针了//@养生小课堂:快看//@李雷：真的").text == "瓜里打针了 快看 真的"
    assert "Alice" in view("ask @Alice").text


def test_a_post_is_compared_in_the_words_that_records_use():
    assert view("V信轉帳超3w要登記").text == "微信转账超3万要登记"


def test_a_signature_names_the_author_and_leaves_the_text():
    seen = view("We open tomorrow! pic.twitter.com/abc123 — Harbour Museum (@HarbourMuseum) May 3, 2022")
    assert seen.text == "Harbour Museum Harbour Museum We open tomorrow!"
    assert "harbour" in seen.author_terms
    assert "open" not in seen.author_terms


def test_a_dash_inside_the_text_is_no_signature():
    assert view("The bridge — closed since May — reopens").author_terms == frozenset()


def test_numbers_are_the_same_with_and_without_separators():
    assert view("8,500 boxes").numbers == view("8500 boxes").numbers == {"8500"}


def test_a_long_post_is_also_read_part_by_part():
    sentence = "桥下的水位今天早上又涨了一些，大家出门要小心。"
    assert view(sentence).windows == ()
    parts = view(sentence * 20).windows
    assert 1 < len(parts) <= MAX_WINDOWS
    assert all(len(part) <= 2 * WINDOW for part in parts)


def test_traditional_and_simplified_posts_give_the_same_terms():
    assert view("颱風過後停電三天").terms == view("台风过后停电三天").terms


@given(st.text(min_size=1).filter(str.strip))
def test_any_text_can_be_read(text):
    assert len(view(text).windows) <= MAX_WINDOWS


def test_the_frame_of_a_fact_check_is_no_part_of_its_claim():
    assert unframed("网传桥塌了？") == unframed("桥塌了") == "桥塌了"
    assert unframed("Fact Check: The bridge fell") == "The bridge fell"


def test_a_title_that_is_all_frame_stays():
    assert unframed("谣言") == "谣言"
