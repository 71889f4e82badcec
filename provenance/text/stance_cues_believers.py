"""Wordings that speak of believing instead of the report: who believes it is laughed at, or it was tried in vain."""

from __future__ import annotations

from provenance.text.stance_cues import cue

#: Whom one does not believe when one spreads a rumour: these names take a "do not believe" back.
_OFFICES_ZH = "专家|官方|政府|媒体|新闻|辟谣|医院|领导|警察|警方|官媒|科学家"
_OFFICES_EN = "official|media|government|news|experts?|fact[- ]?check|doctors?|scientists?|them"
_WHOEVER_EN = (
    r"(?:people|folks|anyone|anybody|someone|some of you|so many|(?:my|our|his|her) (?:\w+ )?(?:uncle|aunt|mom|mum|dad"
    r"|mother|father|grandma|grandpa|grandmother|grandfather|brother|sister|cousin|neighbou?rs?|co-?workers?|boss|friends?))"
)

BELIEVERS_ZH = (
    cue(
        "who-still-believes",
        3,
        "(?:居然|竟然?|怎么|为什么|为啥|咋)(?:还|总|老|又|都)?是?(?:会)?有(?:那么|这么|很|好)?(?:人|多人|不少人|傻子)(?:会|在|还)*(?:相?信(?!不过)|传|转发?|当真)"
        "|(?:都)?什么(?:年代|时代|年头)了[^。!?]{0,8}(?:信|传|有人)|(?:居然|竟然?|还)(?:真的?)?(?:当真|信了|信这|信以为真)",
    ),
    cue(
        "does-not-believe",
        2.5,
        f"我(?:才|就|反正|是|可|真|压根)?(?:不|没)(?:相)?信(?![任号用])(?!了)(?![^,。!?]{{0,6}}(?:{_OFFICES_ZH}))|(?:鬼才?|傻子才|谁会?)信(?![任号用息心])",
    ),
    cue(
        "lived-to-tell",
        2.5,
        "(?:吃|喝|用|打|住|烫|煮|抹|这样|这么)[^,。!?]{0,8}(?:年|辈子|半辈子|次|回|天|顿|遍|几十)[^。!?]{0,10}"
        "(?:[没沒](?:什么|啥|有)?(?:事|问题|出事|毒|反应|中毒|得病|生病)|还活着|活蹦乱跳|好好的|健健康康|啥事没有|照样|不也)"
        "|(?:年|辈子|从小)[^。!?]{0,8}(?:吃|喝|用|过来|到大)[^。!?]{0,8}[没沒](?:什么|啥|有)?(?:事|问题|出事|毒|中毒|得病|生病)",
    ),
    cue(
        "tried-in-vain",
        2.5,
        "(?:亲测|试过|试了|用过|喝过|吃过)[^。!?]{0,8}(?:没用|没效果|无效|没有用|不管用|屁用|没反应)",
    ),
    cue(
        "passed-on-again",
        2.5,
        "(?:我|他|她|家|群)[^,。!?]{0,5}(?:又|还)(?:在)?(?:转|发|信)[^。!?]{0,20}(?:离谱|无语|荒唐|可笑|笑死|服了|头疼|心累)",
    ),
    cue(
        "if-that-were-so",
        2.5,
        "(?:要|要是|如果|若|假如)(?:是)?真(?:的)?(?:是|有|会|能|[这那][样么])[^。!?]{0,20}(?:早(?:就|都)?(?:上|死|没|成|全|被|得|有|挤|塌|炸|停)|还(?:用得着|能|会|轮得到))",
    ),
    cue(
        "laughs-at-it",
        1.5,
        "笑死|离谱|无语|智商税|(?:收|交)智商|脑残|没(?:点)?常识|哭笑不得|贻笑大方|荒唐|可笑|胡说|瞎说|扯淡",
    ),
)

BELIEVERS_EN = (
    cue(
        "why-still-believe",
        3,
        rf"\b(?:why|how)(?: on earth| the hell)? (?:do|does|is|are|can|could|would) {_WHOEVER_EN}[^.!?]{{0,12}}\b(?:still|even|actually|really|keep|fall(?:ing)? for)\b",
    ),
    cue(
        "still-believe",
        2.5,
        rf"\b{_WHOEVER_EN} (?:who |that )?(?:\w+ )?(?:still|actually|really|genuinely|literally|honestly|seriously)(?: \w+)? (?:believ|think|fall|fell|buy|bought|shar)\w*"
        rf"|\b{_WHOEVER_EN} (?:\w+ )?(?:fell|falls|fall|falling) for\b|\bdon['’]?t fall for\b",
    ),
    cue(
        "does-not-buy-it",
        2.5,
        rf"\bi(?:['’]m| am)?(?: simply| just| really| still)? (?:don['’]?t|do not|not|never) (?:believ|buy)(?:e|ed|ing)?\b(?![^.!?]{{0,12}}\b(?:{_OFFICES_EN})\b)",
    ),
    cue(
        "lived-to-tell",
        2.5,
        r"\byet here (?:i am|we are)\b|\b(?:i['’]m|i am|we['’]re|we are|everyone['’]?s?(?: is)?) (?:all )?(?:still|perfectly|just|totally|completely) (?:fine|alive|here|ok|okay|healthy|kicking)\b"
        r"|\bnothing (?:ever |bad )?(?:has )?happened to (?:me|us|him|her|anyone)\b",
    ),
    cue(
        "tried-in-vain",
        2.5,
        r"\b(?:i|we) tried (?:it|this|that)\b[^!?]{0,20}\b(?:nothing|doesn['’]?t|does not|didn['’]?t|did not|useless)\b",
    ),
    cue(
        "laughs-at-it", 1.5, r"\b(?:lol|lmao|rofl|facepalm|smh|hilarious|ridiculous|laughable|absurd|gullible)\b|🙄|🤦"
    ),
)
