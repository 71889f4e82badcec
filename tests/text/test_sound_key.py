"""Keys of sounds are the same in every run."""

from provenance.text.sound_key import is_chinese, sound_key


def test_homophones_share_a_key_and_other_words_do_not():
    assert sound_key("河蟹") == sound_key("和谐") == sound_key("合写")
    assert sound_key("河蟹") != sound_key("河水")


def test_a_syllable_has_one_sign_whatever_was_read_before():
    assert [hex(ord(char)) for char in sound_key("一绿女中嗯")] == ["0xe543", "0xe285", "0xe245", "0xe00f", "0xe9d2"]
    assert is_chinese(sound_key("一绿女中嗯"))


def test_a_key_is_chinese_where_at_least_half_of_it_is():
    assert is_chinese(sound_key("一绿ab"))
    assert not is_chinese(sound_key("一绿abc"))


def test_letters_and_digits_stay():
    assert sound_key("ＡB 12，é！") == "ab12e"
