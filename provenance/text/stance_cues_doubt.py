"""Wordings about believing and about looking for oneself, which need not call the report untrue."""

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
        f"我(?:才|就|反正|是|可|真|压根)?(?:不|没)(?:相)?信(?![任号用])(?!了)(?![^,。!?]{{0,6}}(?:{_OFFICES_ZH}))|(?:鬼才|傻子才)信(?![任号用息心])",
    ),
    cue(
        "lived-to-tell",
        2.5,
        "(?:吃|喝|用|打|住|烫|煮|烧|抹|这样|这么)[^,。!?]{0,8}(?:年|辈子|半辈子|次|回|天|顿|遍|几十)[^。!?]{0,10}"
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
        "answers-with-facts",
        2.5,
        "(?:把|拿|用|甩)[^,。!?]{0,6}(?:科普|辟谣)[^,。!?]{0,8}(?:甩|发|扔|丢|怼|转|拍)",
    ),
    cue(
        "if-that-were-so",
        2.5,
        "(?:要|要是|如果|若|假如)(?:是)?真(?:的)?(?:是|有|会|能|[这那][样么])[^。!?]{0,20}(?:早(?:就|都)?(?:上|死|没|成|全|被|得|有|挤|塌|炸|停)|还(?:用得着|能|会|轮得到))",
    ),
    cue(
        "laughs-at-it",
        1.5,
        "笑死|笑话|离谱|无语|智商税|(?:收|交)智商|脑残|没(?:点)?常识|哭笑不得|贻笑大方|荒唐|可笑|胡说|瞎说|扯淡",
    ),
)

#: What somebody says who looked for himself: at the scene, on the telephone, in the archive.
LOOKED_ZH = (
    cue(
        "looked-it-up",
        2.5,
        r"查了(?:一下|下|查)?[,]?(?:发现)?(?:这?是|全是|都是)?[^,。!?]{0,6}(?:前年|去年|大前年|[一两三四五六七八九十几\d]+年前|\d{4}年|上个月)的?(?:事|图|视频|新闻|照片|老)?"
        r"|(?:打电话|致电|私信)(?:去)?问(?:了|过)?[^。!?]{0,12}(?:正常|没有|没这|不知情|没听说|否认)",
    ),
    cue(
        "was-at-the-scene",
        2.5,
        "我(?:就|人|家|们)?(?:在|住)[^,。!?]{0,10}(?:现场|旁边|附近|隔壁|楼下|对面|上班|里面)[^。!?]{0,8}(?:没收到|没听说|没看到|没有任何|啥也没|什么也没|什么都没|压根没|路照走)",
    ),
    cue(
        "from-a-film",
        2.5,
        "(?:那|这|图|视频)[^,。!?]{0,6}(?:是|来自|出自)[^,。!?]{0,8}(?:电影|电视剧|游戏|演习|演练|拍戏|剧组|短剧)(?:里|中)?的?(?:截图|片段|画面|剧照|镜头|现场)?|(?:说|出来说)是(?:在)?拍(?:戏|电影|短剧)",
    ),
    cue(
        "was-staged",
        2.5,
        "(?:一查|查明|查实|证实|承认|其实|原来|全|都|纯|就)[^,。!?]{0,4}(?:是|系)?(?:摆拍|剧本(?!杀)|自导自演|编的)",
    ),
    cue(
        "every-year-again",
        2.5,
        "每(?:年|到|逢)[^,。!?]{0,8}(?:都|就)(?:要|会|得)?(?:被)?(?:翻出来|拿出来|冒出来|再传|重新传|传一[遍次轮])",
    ),
    cue("use-your-head", 2.5, "(?:动动|用用|过过|长点|带点)(?:脑子|脑|智商)|散了吧|没学好才"),
    cue(
        "said-otherwise",
        2.5,
        "(?:原话|原文|人家|他|她|本人)(?:根本)?(?:不是|没)(?:这么|这样|这么个)(?:说|讲|写)|(?:前面|后面|前后)[^,。!?]{0,4}(?:被你|被人|给)?(?:剪|截|删)(?:没|掉|了)",
    ),
    cue(
        "warmed-over",
        2.5,
        r"炒冷饭|(?:早就|早已|早|有人|已经?)澄清过?了?|\d{4}年的?(?:新闻|事|图|视频|照片)也能|愚人节"
        "|换了?个?(?:地名|日期|年份|人名)|(?:帖子?|视频|图片?|消息|说法|段子|文章)[^。!?]{0,8}年前就有了?",
    ),
    cue(
        "put-together",
        2.5,
        "(?:声音|配音|音频|字幕|对话)[^,。!?]{0,4}(?:是|被)?(?:后配|后加|后期|配上去|合成|换过)|AI(?:画|生成|合成|做)的|六根手指|手指头?都?不对"
        "|(?:剪|截)了?一半|掐头去尾|断章取义",
    ),
    cue(
        "nothing-of-the-kind",
        2.5,
        "(?:根本|压根|都说|并)[^,。!?]{0,4}没有?(?:这|那)(?:回|码|么回|档子|种)事|没有?(?:半毛钱|一毛钱|一点|半点|丝毫|毛线|任何|啥)关系"
        "|(?:厂家|学校|医院|公司|当事人|品牌方?|平台|银行|机场|本人)[^,。!?]{0,4}(?:都|已经?|也)?(?:发|出)了?(?:声明|通告|公告|澄清)",
    ),
)
LOOKED_EN = (
    cue(
        "was-at-the-scene",
        2.5,
        r"\bi (?:live|work|am|was|'m)\b[^.!?]{0,24}\b(?:there|here|nearby|blocks? (?:away|from)|next door|across the street|on (?:that|this) (?:street|road)|(?:at|in|near|beside) (?:that|this|the) \w+)\b[^!?]{0,24}\b(?:no |nothing|not |isn['’]?t|wasn['’]?t|never)",
    ),
    cue(
        "seen-before",
        3,
        r"\b(?:same|this|that|the) (?:exact )?(?:clip|photo|video|picture|image|story|post|footage)(?: \w+){0,2} (?:posted|shared|used|published|circulating|going around|circulated|making the rounds)[^.!?]{0,12}\b(?:19|20)\d\d\b"
        r"|\b(?:pops|comes|shows|resurfaces|surfaces|makes the rounds|circulates) ?(?:up|back|around)? (?:every|each|again every)\b",
    ),
    cue(
        "said-otherwise",
        2.5,
        r"\b(?:full|whole|complete|next) (?:sentence|quote|clip|paragraph|line)\b[^.!?]{0,12}\b(?:says|shows|said|reads|makes)\b|\bcheck the date\b|\blook at the date\b",
    ),
    cue(
        "is-an-actor",
        2.5,
        r"\b(?:guy|man|woman|girl|boy|person|kid)s? in the (?:photo|video|clip|picture|image)\b[^.!?]{0,6}\b(?:is|are|was) (?:an? )?(?:actors?|models?|comedians?|stunt\w+)\b",
    ),
    cue(
        "none-confirmed",
        2.5,
        r"\b(?:no|not a single|not one) (?:hospital|official|officer|police|agency|newspaper|outlet|witness|one)\b[^.!?]{0,8}\b(?:has |have )?(?:confirmed|reported|verified)\b",
    ),
    cue(
        "found-out",
        3,
        r"\b(?:already|been|was|were|got|thoroughly|widely) debunked\b|\bdebunked (?:by|years|months|weeks|long)\b|\b(?:snopes|politifact|full ?fact|reuters|afp|factcheck(?:\.org)?) (?:has |have |had )?(?:already )?(?:covered|checked|rated|looked|debunked)\b"
        r"|\bsatir(?:e|ical) (?:site|page|account|article|website|magazine)\b|\b(?:flight|driving|military) simulator\b|\bsaid the (?:exact |very |complete )?opposite\b",
    ),
    cue("not-the-fake-one", 2.5, r"\bnot the (?:\w+ )?(?:ai|fake|faked|photoshopped|deepfake|edited|viral)\b"),
    cue(
        "is-that-instead",
        2.5,
        r"\b(?:that|this|it)(?:['’]?s| is) (?:my|our|his|her|from|an?|the)\b[^.!?,]{1,40}, not (?:an?|the|from|in|of)\b|\b(?:six|extra|seven) fingers\b|\baccount (?:that|which|who) (?:posted|shared)[^.!?]{0,14} (?:days|hours|weeks) old\b",
    ),
)
LOOKED_ASK = (
    cue(
        "seeks-goods",
        2.5,
        r"求(?:个)?(?:推荐|链接|购|安利)|有(?:没有)?[^,。!?]{0,8}推荐的?(?:吗|么|嘛|[?])|哪(?:个|家|款|种)(?:牌子|品牌)(?:比较)?(?:好|靠谱|安全)"
        r"|\b(?:any|need|want|looking for) recommendations?\b|\b(?:can|could) (?:any|some)(?:one|body) recommend\b|\bwhere can i (?:buy|get|find)\b",
    ),
    cue(
        "reliable-or-not",
        2.5,
        r"(?:靠谱|属实|可信|真实)(?:不|否|嘛|么)[?]|有没有(?:本地|当地|附近|现场)的?(?:朋友|人|网友)?[^。!?]{0,6}(?:说|证实|确认)|(?:照片|图|视频)[^,。!?]{0,6}(?:好像|似乎)在哪(?:儿|里)?见过|(?:消息|图|视频|照片|新闻)(?:是)?哪(?:儿|里)?来的|能(?:去|帮忙)?看看是不是",
    ),
    cue(
        "any-source",
        2.5,
        r"\bwhere did (?:you|they|u) (?:get|see|hear|read|find) (?:this|that|it|these|those)\b|^\W*(?:legit|real|true|confirmed)\W*\?+\W*$|\bis there (?:a|any) (?:source|link|proof|evidence|confirmation)\b|\b(?:anyone|anybody|someone) (?:at the scene|there|local|nearby|on the ground)\b[^.!]{0,24}\?",
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
        "others-believe",
        2.5,
        rf"\bapparently\b[^.!?]{{0,12}}{_WHOEVER_EN} (?:thinks?|believes?|(?:is|are) convinced)\b|\b{_WHOEVER_EN} (?:thinks?|believes?)\b[^.!?]*[.!?]+ (?:the internet was a mistake|i can['’]?t|help)\b",
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
