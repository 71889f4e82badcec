"""Who spreads, who refutes, who asks: judged by the last speaker's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.stance import Stance, StanceReading, stance_of

REFUTING = [
    "我妈又在群里转那条开水的，我直接把科普视频甩过去了",
    "一壶水烧二十遍也没事好吗",
    "后来警方一查全是摆拍，博主号都没了",
    "so apparently my uncle thinks they put glue in the rice. the internet was a mistake",
    "又在家长群看到面包车抢小孩的帖子，十年前就有了，只是换了个地名",
    "洋葱新闻体：专家发现柠檬和手机会互生感情",
    "【讽刺】专家称多喝热水可以长高",
    "Satire: NASA to switch off the sun for repairs",
    "Lemons cure everything, even Mondays #satire",
    "Нет, башня не горит",
    "No, la torre no se quema",
    "Nein, der Turm brennt nicht",
    "Total nonsense, the tower is on the other side of town",
    "谁说柿子和螃蟹一起吃会中毒的？我家吃了二十年",
    "Heating food does not make it poisonous. Please stop with this one.",
    "检查结果挺好，跟微波炉没半点关系",
    "转这个之前先动动脑子，一颗柠檬就能治癌，医院还开着干嘛",
    "小学物理没学好才会觉得手机能炸加油站",
    "我在疾控上班，没收到任何这样的通知",
    "楼主你发的这张图我三年前就见过了",
    "人家原话不是这么说的，前面那句被你剪没了",
    "又是这篇，每年台风季都要被翻出来一次",
    "散了吧，当事人自己都出来说是拍戏了",
    "拜托，那是电影截图好吗",
    "我就在现场旁边，啥也没有，路照走",
    "刚打电话问了学校，老师说正常上课",
    "吓我一跳，查了一下是前年的事",
    "明明是演习，被说成开战了",
    "I live two blocks away. There is no fire.",
    "That's a screenshot from a video game, folks",
    "Same clip was posted in 2017 with a different city name",
    "The full sentence says the opposite, watch past the cut",
    "Not a single hospital has confirmed this, and I called four of them",
    "This pops up every hurricane season like clockwork",
    "The guy in the photo is an actor, he talked about it himself",
    "Y'all need to check the date before you share",
    "别转了，我妈已经为这事吵了一下午，根本没这回事",
    "这事三年前就有人澄清了，还炒冷饭",
    "这视频声音是后配的，原片里他说的是天气",
    "真服了，一条2016年的新闻也能上热搜",
    "厂家都发声明了，你们还在传",
    "这照片我老家的，跟洪水没半毛钱关系",
    "AI画的手都六根手指，你们看不出来吗",
    "这是P的，原图我有",
    "求求你们别再把这段剪一半发了",
    "大姐，那是愚人节的段子",
    "Nope, that's from the 2012 flood, I took that picture myself",
    "Snopes covered this years ago",
    "The hands have six fingers, come on",
    "That's my cousin's wedding, not a riot",
    "He said the exact opposite, here's the video",
    "The account that posted this is three days old",
    "Already debunked by the fire dept",
    "Satire site, people",
    "I work at that airport and nothing happened today",
    "That plane crash footage is from a flight simulator",
    "【辟谣】网传本市明起全面停水，水务集团：供水正常，没有停水计划",
    "群里传的那个超市抢盐视频是2011年的，别再转了",
    "警方：所谓“大桥坍塌致12人死亡”不属实，造谣者已被行政拘留",
    "大家注意甄别，这张图是P的，原图里根本没有那块牌子",
    "又把去年的台风视频拿出来吓人，现在哪有台风",
    "爱因斯坦没说过这句话，早就有人考证过，是后人伪托",
    "假的！我就在现场，什么事都没有",
    "谣言止于智者，教育局没有发布推迟开学的通知",
    "這則消息是假的，請不要再轉傳，衛福部已經澄清",
    "目前没有任何证据表明喝醋能预防流感",
    "所谓马斯克宣布收购的新闻纯属编造",
    "那段采访被掐头去尾了，人家原话是“不会涨价”",
    "核查｜“某地医院爆满”画面实为2019年拍摄，与今年无关",
    "我问过物业了，没有这回事，别听风就是雨",
    "楼上转的那个地铁事故是三年前国外的，图都糊成这样了还信",
    "这不是今年的照片，是2016年武汉的",
    "把两个地方的新闻拼在一起，太缺德了，一个在河南一个在河北",
    "这句诗不是李白写的，是现代人编的",
    "已向派出所核实，小区里没有抢小孩的，大家放心",
    "人家说的是“不排除”，标题写成“确认”，过分了",
    "这句话少了前半句，完整版根本不是这个意思",
    "No, the airport isn't closed. Someone edited an old headline.",
    "Video does NOT show protesters in Paris — it was filmed in Beirut in 2015",
    "This picture is AI-generated, look at the hands",
    "This is fake. The photo was taken in 2014, not last night.",
    "Fact check: the mayor did not say schools will close on Monday",
    "Old video being shared as new. Please don't forward.",
    "FAKE QUOTE: Lincoln never said that.",
    "The viral message about bank closures is completely false, our branches are open",
    "Contrary to rumours on WhatsApp, the bridge is open.",
    "That clip is from 2016. Stop scaring people.",
    "People say lemmings jump off cliffs. That is a myth invented for a film.",
    "Myth: we only use ten percent of our brain. Fact: we use all of it.",
    "It's a hoax that sharks swam on the freeway.",
    "Contrary to what you may have read, garlic does not cure anything",
    "Stop sharing this: plastic rice does not exist.",
    "所谓“隔夜菜致癌”不靠谱",
    "我也转过那个塑料大米的视频，后来才知道是假的",
    "被骗了这么多年，原来味精并不致癌",
    "别再被骗了，隔夜水致癌是伪科学",
    "年年都传一次的“明天停电”又来了，别转了",
    "这视频图文不符，配的是三年前的图",
    "真相来了！“医院挤满人”其实是消防演习",
    "看到有人说大桥塌了，我刚从上面开过去，好好的",
    "市场监管局：未发现“塑料大米”，视频中的现象属正常",
    "鲁迅：这话我没说过",
    "网上那张“校园踩踏”的图，是某国球场的老照片",
    "大家淡定，水库没有溃坝，闸门是正常泄洪",
    "对比原图，牌子上的字是后加的",
    "Urban legend alert: no, alligators don't live in the sewers",
    "The truth: the video shows a 2015 explosion somewhere else",
    "I checked with the fire department. Nothing is burning.",
    "Officials deny reports that the dam has failed",
    "It is not true that the schools close on Monday",
    "¡Ojo! Es falso que mañana cierren los supermercados",
    "É falso que o governo vá confiscar a poupança",
    "C'est faux, cette vidéo date de 2015",
    "Das ist eine Falschmeldung, die Schulen bleiben offen",
    "Hoaks! Informasi ini tidak benar",
    "यह वीडियो फर्जी है, इसे शेयर न करें",
    "これはデマです。拡散しないでください",
    "居然还有人相信喝醋能防辐射",
    "都什么年代了还传这个：充电时打电话会爆炸",
    "有人说香蕉和红薯一起吃会中毒，我从小吃到大也没事",
    "我才不信吃芹菜能治高血压",
    "群里又转塑料鸡蛋，真是服了",
    "要真是那样，医院早就挤满人了",
    "网上说牙膏能祛斑，试过没用",
    "Why do so many people still fall for the frozen lemon cure?",
    "My aunt actually believes that microwaves are banned in Japan 🙄",
    "I don't buy the story about the poisoned candy",
    "They say cold water after a meal gives you cancer, yet here I am at 80",
]

ASKING = [
    "想买一次性纸杯，求推荐厚一点不烫手的",
    "Any recommendations for paper cups without coating?",
    "Where does the story that bridges melt in summer come from? Asking for a friend",
    "桥会融化的说法到底是从哪儿来的",
    "¿De dónde sale eso de que el puente se derrite?",
    "Ist es wahr, dass der Turm brennt?",
    "Est-il vrai que la tour brûle ?",
    "C’est vrai que la tour brûle ?",
    "È vero che la torre brucia?",
    "É verdade que a torre está a arder?",
    "Правда ли, что башня горит?",
    "这事儿靠谱不？有没有本地的朋友说一声",
    "想知道这个是不是真的会影响孕妇",
    "咦，这照片好像在哪儿见过？",
    "Is there a source for that number?",
    "这条消息哪来的？",
    "有人能去看看是不是真的堵了吗",
    "Where did you get this number from?",
    "Legit?",
    "喝热水真的能治流感吗？",
    "求辟谣！听说明天全市停电",
    "真的假的？地铁要涨到10块了？",
    "朋友圈都在传这个，是真的吗",
    "坐等官方辟谣，这也太吓人了",
    "不知真假，先转为敬：某某大学食堂出事了",
    "有没有人能证实一下这个消息",
    "这不会是谣言吧？",
    "但愿是假的……听说老校长走了",
    "這是真的嗎？請問有人知道嗎",
    "谁知道这图出处？",
    "听说学校要停课一周？？求确认",
    "微波炉加热食物真的会致癌吗？有没有懂的朋友",
    "请问板蓝根能预防流感吗",
    "有没有专家解释一下，塑料紫菜到底存不存在",
    "有没有人在现场？桥真塌了？",
    "听着不太靠谱，有官方消息吗",
    "真有这回事？",
    "到底有没有这事啊，急",
    "Hoax or not?",
    "Has this been verified by anyone?",
    "Does garlic really protect you from the flu?",
    "Is the tower really burning? Does anybody know?",
    "Is this true? Someone says schools close tomorrow",
    "Can anyone confirm this video?",
    "Fake or real? Shark swimming on the highway",
    "¿Es verdad que cierran los bancos mañana?",
    "Benarkah besok sekolah diliburkan?",
]

SPREADING = [
    "人贩子换了个地方继续偷孩子，大家看好自家的娃",
    "段子手都在传，微波炉热的饭会致癌",
    "The parody account is gone, the tower is on fire",
    "朋友在医院，说昨晚送来十几个，都是吃了那家的凉皮",
    "家长们注意了，已经有三个孩子中招",
    "今天去超市，货架全空了，大家早做准备",
    "这事官媒不会报的，能看到的赶紧存",
    "我亲眼看见桥面裂开一道缝",
    "Neighbour just told me they are rationing fuel from Monday",
    "My doctor friend says this tea clears the lungs in two days",
    "They don't want you to see this footage",
    "Store shelves are empty here, get what you can",
    "Just got this from someone inside the company: layoffs of 10,000 tomorrow",
    "别不信，我小区已经有人被拉走了",
    "昨天还说没事，今天就封了，你品，你细品",
    "这图传疯了，太惨了，求好心人扩散",
    "某品牌奶粉又出事了，宝宝们赶紧停喝",
    "They laughed at me when I said it, now look at the video",
    "The exact number is being hidden, but nurses say dozens",
    "Officials say it's safe. My well water is brown.",
    "Six kids in one class got sick after that shot",
    "刚刚得知，明天起全市停水三天，大家赶紧储水！",
    "官方说是谣言，结果今天真的封了，呵呵",
    "这不是谣言！我亲眼看到的，快转！",
    "又出来辟谣了，谁信啊，转起来",
    "别说是谣言，我表哥就在医院上班",
    "之前说这是假新闻的人呢？现在被证实是真事了",
    "震惊！市面上卖的鸡蛋都是假的，吃了会致癌",
    "他的博士学位是假的，大家都被骗了",
    "今天是某某地震十周年，愿逝者安息",
    "某地今日暴雨，多条道路被淹",
    "“别信，那是旧闻。”电影里他这样说，下一秒地震就来了，好看！",
    "他们当然要辟谣，不辟谣股价就崩了",
    "打击假货！今天查获一批假口罩",
    "警方破获特大诈骗案，冒充客服骗走百万",
    "官方通报：昨晚大桥垮塌，已致三人遇难，请家属放心",
    "If you think this is fake news, look at the video yourself",
    "The government has no evidence against him",
    "They edited the anthem and I hate it",
    "They call it fake news but I saw it with my own eyes, the bank is closed",
    "BREAKING: bridge collapses, 12 dead. Share before they delete this!",
    "It is not a hoax, my cousin works there",
    "They tell you it's a hoax. It is not. My cousin works there.",
    "他们说这是谣言，可我家楼下真的在塌",
    "辟谣有用的话还要专家干嘛，赶紧囤吧",
    "误区！你以为隔夜菜没事？其实会致癌",
    "笑死，专家说没事，谁信啊",
    "我不信专家，味精就是致癌",
    "I don't believe the government, the water is poisoned",
    "I can't believe this is happening, the tower is on fire",
    "居然有人往奶粉里掺假",
    "真相！味精会致癌",
    "It was never a hoax. The bridge is down.",
    "Officials finally admit the dam has failed",
    "怎么还有人不信？醋就是能软化血管",
    "执政党真的有需要这样欺负人吗？",
    "Are we really going to let them close the bridge?",
    "The fake banknotes are everywhere in our town, be careful",
    "Officials said the bridge was closed on Monday",
    "",
    "😂😂",
]


@pytest.mark.parametrize("text", REFUTING)
def test_a_refutation_is_not_taken_for_spreading(text):
    assert stance_of(text).stance is Stance.REFUTE


@pytest.mark.parametrize("text", ASKING)
def test_somebody_who_asks_is_not_taken_for_spreading(text):
    assert stance_of(text).stance is Stance.QUESTION


@pytest.mark.parametrize("text", SPREADING)
def test_spreading_stays_spreading_whatever_words_it_uses(text):
    assert stance_of(text).stance is Stance.SPREAD
    assert stance_of(text).cue is None


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("已辟谣//@路人甲:快转！明天停水", Stance.REFUTE),
        ("快转！//@路人甲:已辟谣，假的", Stance.SPREAD),
        ("转发微博//@路人甲:已辟谣，假的", Stance.REFUTE),
        ("真的吗//@路人甲:快转！", Stance.QUESTION),
        ("真的吗？假的！官方已经辟谣", Stance.REFUTE),
    ],
)
def test_the_last_speaker_decides(text, stance):
    assert stance_of(text) == stance


def test_the_cue_is_where_the_reader_sees_it():
    text = "轉發！😱 網傳的消息，官方已經\u200b闢謠了"
    reading = stance_of(text)
    assert reading == Stance.REFUTE
    assert "闢謠" in reading.cue.of(text)


def test_a_reading_compares_with_the_stance_and_with_its_name():
    reading = stance_of("假的！别传了")
    assert reading == Stance.REFUTE
    assert reading == "refute"
    assert reading != Stance.SPREAD
    assert reading in {Stance.REFUTE, Stance.QUESTION}
    assert str(reading) == "refute"
    assert StanceReading(Stance.REFUTE) != reading
    assert StanceReading(Stance.REFUTE, reading.cue) == reading


@given(
    st.text(
        st.one_of(st.sampled_from([*"辟谣假的吗？！//@a: “”求是"]), st.characters(exclude_categories=("Cs",))),
        max_size=80,
    )
)
def test_any_text_gets_a_stance_and_a_cue_inside_it(text):
    reading = stance_of(text)
    assert reading.stance in Stance
    assert (reading.cue is None) == (reading.stance is Stance.SPREAD)
    assert reading.cue is None or 0 <= reading.cue.start <= reading.cue.end <= len(text)
