"""What looks like a time and is none."""

import pytest

from tests.text.dates_cases import read

NOT_TIMES = [
    "比分定格在3:2，客队逆转",
    "这件衣服20.04美元",
    "跑出了2.144秒的成绩",
    "共有7500名志愿者参加",
    "按1/3的比例稀释",
    "升级到版本10.4.2",
    "请拨打13812345678",
    "QQ号20101112",
    "地铁3号线停运",
    "住在2号楼的老人",
    "嫦娥五号返回",
    "有三点理由支持这个说法",
    "一点都不好玩",
    "有十分之一的概率",
    "被判刑20年",
    "她单身多年",
    "一日三餐要规律",
    "三日游只要九百元",
    "歌曲《明天会更好》",
    "连载《昨天的故事》大结局",
    "今日头条客户端",
    "后天性免疫",
    "周杰伦开演唱会",
    "身份证号140302197706220124",
    "每年9月10日放半天假",
    "每周三有集市",
    "十一个人",
    "五四运动的意义",
    "清明上河图",
    "出现在画面里",
    "圣诞树倒了",
    "This may or may not help",
    "They march on Rome",
    "One may ask why",
    "It costs $20.19 a piece",
    "We won 3-2 again",
    "thread (4/5) below",
    "pic.twitter.com/yvPZWI196A",
    "call 2020 people",
    "version 10.4.2 is out",
    "a Ford F-150s engine",
    "the most up to date maps",
]


@pytest.mark.parametrize("text", NOT_TIMES)
def test_no_time_is_read_into(text: str) -> None:
    assert read(text) == []
