"""Which house published a record: the host of its address, however it is written, or a section that is known apart."""

import pyarrow as pa

from provenance.retrieval.publishers import house_codes, section_counts


def column(*addresses):
    return pa.chunked_array([pa.array(list(addresses), pa.string())])


def houses(*addresses, sections=()):
    codes, names = house_codes(column(*addresses), sections)
    return names[codes].tolist()


def test_one_house_is_one_however_its_address_is_written():
    found = houses("https://www.snopes.com/a", "http://snopes.com/fact-check/b?x=1", "HTTPS://WWW.Snopes.com:443/c")
    assert found == ["snopes.com"] * 3


def test_houses_under_one_roof_stay_apart():
    assert houses("https://factcheck.afp.com/a", "https://checamos.afp.com/b") == [
        "factcheck.afp.com",
        "checamos.afp.com",
    ]


def test_a_section_that_is_known_is_a_house_of_its_own_and_the_rest_is_that_of_the_host():
    found = houses(
        "https://www.altnews.in/Hindi/some-rumour/",
        "https://altnews.in:443/hindi/another",
        "https://altnews.in/hindi",
        "https://altnews.in/a-page/",
        "https://other.example/hindi/a",
        sections={"altnews.in/hindi"},
    )
    assert found == ["altnews.in/hindi"] * 2 + ["altnews.in"] * 2 + ["other.example"]


def test_sections_are_counted_where_more_follows_in_the_path():
    addresses = column("https://a.example/News/1", "http://www.a.example/news/2?x=/y/", "https://a.example/page", None)
    assert section_counts(addresses) == {"a.example/news": 2}


def test_a_record_without_an_address_or_with_another_thing_in_its_place_has_no_house():
    assert houses(None, "", "vclaim-id-7", "file:///a/b", sections={"b.example/c"}) == [None] * 4
