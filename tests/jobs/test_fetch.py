from __future__ import annotations

import gzip

import pytest

from provenance.errors import InputError
from provenance.sources.config import Source
from provenance.sources.fetch import fetch
from tests.jobs.web import site

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def web():
    with site() as state:
        yield state


def source(web, path="/feed", **more) -> Source:
    return Source(name="desk", url=web.url + path, **{"private_hosts": ("127.0.0.1",), **more})


def test_the_second_request_is_conditional(web):
    def answer(headers):
        if headers.get("if-none-match") == '"v1"':
            return 304, {}, b""
        return 200, {"ETag": '"v1"', "Last-Modified": "Tue, 20 Jul 2021 10:00:00 GMT"}, b"news"

    web.answers["/feed"] = answer
    first = fetch(web.url + "/feed", source(web))
    assert first.data == b"news"
    assert fetch(web.url + "/feed", source(web), validators=first.validators).data is None


def test_an_address_inside_the_own_network_is_refused(web):
    with pytest.raises(InputError, match="private_hosts"):
        fetch(web.url + "/feed", source(web, private_hosts=()))
    assert web.requests == []


@pytest.mark.parametrize(
    "target", ["http://localhost:1/x", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd"]
)
def test_a_redirection_to_somewhere_else_is_refused(web, target):
    web.answers["/feed"] = (302, {"Location": target}, b"")
    with pytest.raises(InputError, match="does not allow"):
        fetch(web.url + "/feed", source(web))


def test_a_redirection_on_the_same_host_is_followed(web):
    web.answers["/feed"] = (301, {"Location": "/new"}, b"")
    web.page("/new", "news")
    assert fetch(web.url + "/feed", source(web)).data == b"news"


def test_a_ring_of_redirections_ends(web):
    web.answers["/feed"] = (302, {"Location": "/feed"}, b"")
    with pytest.raises(InputError, match="more than 5 times"):
        fetch(web.url + "/feed", source(web))


def test_a_small_answer_that_unpacks_to_a_large_one_is_cut_off(web):
    web.page("/feed", gzip.compress(b"0" * 5_000_000), Content_Encoding="gzip")
    with pytest.raises(InputError, match="max_bytes"):
        fetch(web.url + "/feed", source(web, max_bytes=1_000_000))


def test_an_error_status_is_an_input_error(web):
    with pytest.raises(InputError, match="answers 404"):
        fetch(web.url + "/feed", source(web))


def test_a_server_that_is_down_is_an_input_error():
    away = Source(name="desk", url="http://127.0.0.1:9/feed", private_hosts=("127.0.0.1",), timeout_s=2)
    with pytest.raises(InputError, match="does not answer"):
        fetch("http://127.0.0.1:9/feed", away)


def test_credentials_come_from_the_environment_and_stay_with_their_host(web, monkeypatch):
    web.page("/feed", "news")
    wants = source(web, authorization_env="DESK_TOKEN")
    with pytest.raises(InputError, match="DESK_TOKEN"):
        fetch(web.url + "/feed", wants)
    monkeypatch.setenv("DESK_TOKEN", "Bearer abc")
    fetch(web.url + "/feed", wants)
    assert web.requests[-1][1]["authorization"] == "Bearer abc"
    with site() as other:
        other.page("/feed", "elsewhere")
        web.answers["/feed"] = (302, {"Location": other.url + "/feed"}, b"")
        fetch(web.url + "/feed", wants)
        assert "authorization" not in other.requests[-1][1]
