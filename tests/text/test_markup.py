"""Links, names, hashtags, emoji and chains are found where they stand, and nothing else is."""

import pytest

from provenance.text.markup import Markup, find_markup, last_speaker, strip_markup


def found(text, kind):
    return [token.span.of(text) for token in find_markup(text) if token.kind is kind]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("详见http://t.cn/A6xyz，别信", ["http://t.cn/A6xyz"]),
        ("see https://example.org/a_(b)?q=1.", ["https://example.org/a_(b)?q=1"]),
        ("www.example.com今天", ["www.example.com"]),
        ("涨了3.5亿，版本2.0发布", []),
        ("写信给 someone@example.com 即可", []),
        ("t.cn/zR3abc 转", ["t.cn/zR3abc"]),
    ],
)
def test_links_end_where_the_sentence_goes_on(text, urls):
    assert found(text, Markup.URL) == urls


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@警民直通车-上海 提醒", ["@警民直通车-上海"]),
        ("谢谢@李雷：收到", ["@李雷"]),
        ("mail me at someone@example.com", []),
        ("hi @alice_b, look", ["@alice_b"]),
    ],
)
def test_handles_are_not_mail_addresses(text, names):
    assert found(text, Markup.HANDLE) == names


def test_hashtags_of_both_kinds_lose_their_signs_and_keep_their_words():
    assert found("#北京 暴雨#来了 #stay_safe now #1", Markup.HASHTAG) == ["#北京 暴雨#", "#stay_safe"]
    assert strip_markup("#北京暴雨#来了 #staysafe now").text == "北京暴雨来了 staysafe now"


def test_emoji_of_several_code_points_are_one():
    assert found("一家👨‍👩‍👧人[哈哈]", Markup.EMOJI) == ["👨‍👩‍👧", "[哈哈]"]


def test_emoji_put_inside_words_leave_no_gap():
    assert strip_markup("免😂费💰领取").text == "免费领取"


def test_a_chain_is_cut_into_its_links():
    text = "可怕//@张三:求证//@李四：转给大家 http://t.cn/a"
    assert found(text, Markup.REPOST) == ["//@张三:求证", "//@李四：转给大家 http://t.cn/a"]
    assert strip_markup(text).text.strip() == "可怕"
    assert found(text, Markup.REPOST_NAME) == ["//@张三:", "//@李四："]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("假的//@张三:快转", "假的"),
        ("转发微博//@张三:已辟谣//@李四:快转", "已辟谣"),
        ("[泪][泪]//@张三:是真的吗", "是真的吗"),
        ("This is old news. RT @someone: breaking!", "This is old news. "),
        ("RT @someone: breaking!", "RT @someone: breaking!"),
        ("回复@王五:你看错了//@王五:真的", "回复@王五:你看错了"),
        ("没有链子的一句话", "没有链子的一句话"),
        ("//@张三://@李四:", "//@张三://@李四:"),
    ],
)
def test_the_last_speaker_is_the_one_who_says_something(text, own):
    assert last_speaker(text).of(text) == own
