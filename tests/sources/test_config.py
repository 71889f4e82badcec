from __future__ import annotations

from datetime import timedelta

import pytest

from provenance.errors import UsageError
from provenance.sources.config import load_sources


def load(tmp_path, text):
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return load_sources(path)


def test_a_whole_configuration(tmp_path):
    config = load(
        tmp_path,
        """
        [job]
        keep = 5
        [sources.rumours]
        file = "rumours.csv"
        kind = "fact_check"
        place = "中国"
        zone = "+08:00"
        licence = "CC BY 4.0"
        schedule = "nightly"
        columns = { text = "内容" }
        defaults = { publisher = "某地辟谣" }
        [sources.desk]
        url = "https://desk.example/feed.xml"
        mode = "append"
        required = false
        authorization_env = "DESK_TOKEN"
        hosts = ["cdn.example"]
        """,
    )
    rumours, desk = config.sources
    assert rumours.all_defaults() == {"publisher": "某地辟谣", "kind": "fact_check", "places": ["中国"]}
    assert rumours.tzinfo().utcoffset(None) == timedelta(hours=8)
    assert (desk.mode, desk.required, desk.hosts) == ("append", False, ("cdn.example",))
    assert config.job == {"keep": 5}
    assert config.folder == tmp_path


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('file = "a"\nurl = "https://a.example/"', "exactly one"),
        ('kind = "archive"', "exactly one"),
        ('file = "a"\nkind = "rumour"', "fact_check"),
        ('file = "a"\ncolour = "red"', "colour is unknown"),
        ('url = "ftp://a.example/"', "http or https"),
        ('url = "https://me:secret@a.example/"', "no password"),
        ('file = "a"\nzone = "Mars"', "Asia/Shanghai"),
        ('file = "a"\nmax_shrink = 2', "between 0 and 1"),
        ('file = "a"\ntimeout_s = "soon"', "timeout_s"),
        ('file = "a"\nhosts = "a.example"', "hosts"),
        ('file = "a"\nmode = "sometimes"', "full or append"),
        ('file = "a"\ndefaults = { colour = 1 }', "colour"),
        ('sitemap = "https://a.example/"\ninclude = "("', "regular expression"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, table, message):
    with pytest.raises(UsageError, match=message) as caught:
        load(tmp_path, f"[sources.one]\n{table}\n")
    assert "one" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "names no source"),
        ("[source.a]\nfile='a'", "unknown table"),
        ("[", "no TOML"),
        ("[sources.A]\nfile='a'", "lower-case"),
    ],
)
def test_files_that_are_no_configuration(tmp_path, text, message):
    with pytest.raises(UsageError, match=message):
        load(tmp_path, text)


def test_a_missing_configuration(tmp_path):
    with pytest.raises(UsageError, match="cannot read"):
        load_sources(tmp_path / "sources.toml")


def test_only_what_changes_the_rows_changes_the_digest(tmp_path):
    def digest(extra):
        return load(tmp_path, f"[sources.a]\nfile='a'\n{extra}").sources[0].digest()

    assert digest("licence='x'") == digest("max_shrink=0.1") == digest("")
    assert len({digest(""), digest("kind='archive'"), digest("zone='+08:00'"), digest("columns={text='t'}")}) == 4
