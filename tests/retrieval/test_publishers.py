"""Which house published a record: the host of its address, however it is written."""

import pyarrow as pa

from provenance.retrieval.publishers import host_codes


def hosts(*addresses):
    codes, names = host_codes(pa.chunked_array([pa.array(list(addresses), pa.string())]))
    return names[codes].tolist()


def test_one_house_is_one_however_its_address_is_written():
    found = hosts("https://www.snopes.com/a", "http://snopes.com/fact-check/b?x=1", "HTTPS://WWW.Snopes.com:443/c")
    assert found == ["snopes.com"] * 3


def test_houses_under_one_roof_stay_apart():
    assert hosts("https://factcheck.afp.com/a", "https://checamos.afp.com/b") == [
        "factcheck.afp.com",
        "checamos.afp.com",
    ]


def test_a_record_without_an_address_or_with_another_thing_in_its_place_has_no_house():
    assert hosts(None, "", "vclaim-id-7", "file:///a/b") == [None] * 4
