"""English wordings of refutation and doubt."""

from __future__ import annotations

import re

from provenance.text.stance_cues import cue

_REPORT_EN = (
    r"(?:claims?|rumou?rs?|posts?|videos?|photos?|pictures?|pics?|images?|quotes?|quotation|story|stories|news|messages?|reports?|"
    r"tweets?|memes?|articles?|screenshots?|clips?|footage|headlines?|advisory|circular|letter|audio|notice|graphic|accusations?|"
    r"allegations?|information|forward|text|statement|caption|account|memo|document|list|map|poster|flyer|e-?mail|speech|announcement)"
)
_FALSE_EN = (
    r"(?:fake|false(?! alarm| positive| negative| start)|not true|untrue|edited|(?:a |an old |an? \w+ )?(?:hoax|myth)|debunked|misleading|fabricated|doctored|photo-?shopped|altered|"
    r"manipulated|satir(?:e|ical)|AI[- ]generated|a deepfake|CGI|from an? (?:parody|satire|satirical|movie|film|video game|drill)|out of context|unfounded|baseless|incorrect|inaccurate|bogus|wrong|wrongly attributed|misattributed|"
    r"made[- ]up|(?:a )?forger(?:y)|forged|nonsense|rubbish|years? old|not real|from \w* ?\d{0,2},? ?(?:19|20)\d\d|a lie|lies)"
)

REFUTE_EN = (
    cue("labelled-satire", 3, r"^\W{0,2}(?:satire|parody)\b\W{0,2}[:\])—-]|#(?:satire|parody)\b"),
    cue(
        "report-is-false",
        3,
        rf"\b{_REPORT_EN}\b[^.!?]{{0,90}}?\b(?:is|are|was|were|been|it's|its|be|as)\b(?: \w+){{0,3}}? {_FALSE_EN}\b",
    ),
    cue(
        "this-is-false",
        3,
        rf"\b(?:this|that|it|these|they)(?:'s| is| are| was| were)(?: \w+){{0,2}}? (?!wrong|lies|nonsense|rubbish|incorrect){_FALSE_EN}(?!\w| to | that )",
    ),
    cue(
        "opens-with-verdict",
        3,
        r"^\W*(?:fake|false|hoax|debunk(?:ed|ing)?|fact[- ]?check(?:ed)?|misinformation|misleading|not true|nope|old news)\b\s*[:!.|—-]",
    ),
    cue(
        "tagged",
        2,
        r"#(?:\w*fact_?check\w*|fake|fakenews(?:alert)?(?! media)|hoax|debunked|mythbust\w*)\b|\bfact[- ]check\b",
    ),
    cue(
        "false-report",
        3,
        rf"\b(?:fake|false|old|doctored|misleading|hoax|edited|altered)(?: \w+)? {_REPORT_EN} (?:alert|warning|(?:is |are )?(?:circulating|"
        r"being|going|doing|making|spread)|shared|passed off|presented)|ignore (?:this|the|these) (?:fake|false|rumou?r)|fake quote|misquot",
    ),
    cue(
        "do-not-share",
        1.5,
        r"\b(?:don't|do not|dont|stop|pls don't|refrain from)(?: \w+){0,3} (?:shar|forward|spread|believ|fall|scar|circulat)(?:e|ing|ed|)\b",
    ),
    cue(
        "stop-with-it",
        2.5,
        r"\b(?:please|pls|just|can we) (?:please )?stop with (?:this|that|these|the)\b|\benough with (?:this|that|these|the) (?:\w+ )?"
        r"(?:myths?|rumou?rs?|story|stories|nonsense|one)\b",
    ),
    cue(
        "check-first",
        1.5,
        r"\bbefore (?:you )?(?:share|sharing|forward|forwarding|rt|retweet|post)|\bcheck \w+ before|\bbeware of\b|\bstop (?:posting|sharing|spreading) (?:it|this|that)",
    ),
    cue(
        "never-said",
        3,
        r"\b(?:i|he|she|they|we|[A-Z]\w+) (?:have |has )?never (?:said|wrote|tweeted|posted|made) (?:this|that|it|those|these|any|such|so)\b|did(?:n't| not) (?:say|tweet|write|post|"
        r"happen|come from)\b|\b(?:this|it) never happened\b|\bha(?:s|ve)(?: \w+)? not issued\b|"
        r"\bno such (?:thing|plan|order|rule|law|instruction|decision|advisory|comment|incident|event|protocol|directive|message|statement|policy)",
    ),
    cue(
        "does-not-show",
        3,
        rf"\b{_REPORT_EN}\b[^.!?]{{0,30}}\b(?:does(?:n't| not)|do not|did(?:n't| not)) (?:actually )?(?:show|depict|prove|say)\b",
    ),
    cue(
        "ignore-it",
        1.5,
        r"\bignore (?:the|this|that|these|any)\b|\b(?:it's|it is|this is) a scam\b|\bdelete (?:this|that|it)\b",
    ),
    cue(
        "of-something-else", 1.5, r"\b(?:different|another|wrong) (?:country|city|year|place|event|war|person|story)\b"
    ),
    cue(
        "no-but",
        2.5,
        r"^\W*(?:no|nope|not),? (?:the|there|it|they|that|this|he|she|[A-Z]\w+) [^.!?]{0,60}(?:n't| not | no )|^\W*not (?:happening|so|true)\b|\b(?:has|have)? ?denied (?:it|this|that)\b",
    ),
    cue(
        "tampered-with",
        2.5,
        rf"\b(?:someone|somebody|they|he|she) (?:edited|photoshopped|altered|faked|made up|doctored|cut)(?: \w+){{0,3}} (?:it|this|{_REPORT_EN})\b",
    ),
    cue(
        "it-is-false-that",
        3,
        r"\bit(?:'s| is)(?: simply| just| completely| also)? (?:false|untrue|not true|a lie) that\b",
    ),
    cue("hoax-that", 3, r"\b(?:it|this|that)(?:'s| is)(?: just| only| all)? an? (?:\w+ )?(?:hoax|myth)\b"),
    cue("myth-and-fact", 3, r"^\W*(?:the )?myths?\b(?: #?\d+| vs\.? facts?)?\s*[:|–—-]|\bmyth busted\b"),
    cue("old-belief", 3, r"\b(?:common |popular )?misconceptions?\b|\bold wives['’]? tales?\b|\burban legends?\b"),
    cue(
        "stop-the-nonsense", 2, r"\b(?:stop|enough|cut)(?: with| of)?(?: this| the| that)? (?:nonsense|rubbish|lies)\b"
    ),
    cue(
        "what-nonsense",
        3,
        r"\b(?:total|complete|utter|absolute|pure|sheer|what)(?: and utter| a load of)? (?:nonsense|rubbish|bullshit|bollocks|garbage|bs)\b",
    ),
    cue("there-is-none", 1, r"^\W*(?:no,? )?there(?:'s| is| are|'re) no\b"),
    cue("truth-about-report", 3, rf"\bthe truth\b\W{{0,3}} the {_REPORT_EN} (?:shows?|is|was|comes?)\b"),
    cue("asked-and-checked", 1.5, r"\bi (?:just |have |'ve )?(?:checked|called|asked|phoned|spoke)(?: with| to)?\b"),
    cue(
        "all-is-well",
        1.5,
        r"\bnothing (?:is|was|has|happened)\b|\b(?:it|water|food|bridge|everything|all)(?:'s| is| are) (?:perfectly |completely |all )?(?:safe|fine|normal|open|ok)\b",
    ),
    cue("older-than-said", 3, rf"\b{_REPORT_EN} pre-?dates?\b"),
    cue(
        "officials-deny",
        3,
        r"\b(?:officials?|police|authorities|ministry|government|company|mayor|army|spokes\w+)\b[^.!?]{0,20}\b(?:den(?:y|ies|ied)|dismiss(?:es|ed)?|refut(?:e|es|ed))\b[^.!?]{0,20}\b(?:reports?|rumou?rs?|claims?)\b",
    ),
    cue("does-not-exist", 2, r"\b(?:does|do|did)(?: not|n't) (?:even |actually |really )?exist\b"),
    cue("meant-other", 2.5, r"\b(?:was|were)(?:n't| not) (?:talking|speaking|referring) (?:about|to)\b"),
    cue(
        "see-the-whole",
        1.5,
        r"\b(?:watch|see|read|hear) the (?:full|whole|entire|original)\b|\bfull (?:transcript|video|interview)\b",
    ),
    cue(
        "contrary-to",
        3,
        r"\b(?:contrary to|despite)(?: \w+){0,4} (?:rumou?rs?|reports?|posts?|claims?)\b|\bcontrary to (?:what (?:you|we|some|many|people)|popular belief)\b|\babsolute(?:ly)? (?:fake|false)\b",
    ),
    cue("ends-with-verdict", 3, rf"\b{_REPORT_EN}\b[^.!?]{{0,50}} (?:fake|false)\W*$"),
    cue(
        "out-of-context",
        2.5,
        rf"\bout[- ]of[- ]context(?: \w+)? {_REPORT_EN}\b|\b(?:taken|took|pulled|quoted) (?:\w+ )?out of context|\bcame from a (?:satire|parody)",
    ),
    cue("unrelated", 1.5, r"\b(?:has|have|had) nothing to do with\b|\bunrelated to\b"),
    cue(
        "no-truth",
        2.5,
        r"\b(?:no truth (?:to|in)|no evidence (?:that|for|to (?:support|suggest)|of (?:this|any))|no basis (?:in|for|of)|no proof (?:that|of))\b|\bno .{0,60}\bwere used\b",
    ),
    cue(
        "wrongly",
        2,
        r"\b(?:wrongly|falsely|incorrectly|misleadingly|erroneously)(?: \w+)? (?:attribut|claim|credit|caption|label|shar|quot|report|identif)\w*",
    ),
    cue(
        "its-date-is-past",
        2,
        r"\b(?:is|are|was|were|'s)(?: actually| really)? from (?:\w+ ){0,3}(?:19|20)\d\d\b|\b(?:taken|shot|filmed|recorded|dates?) (?:\w+ ){0,4}(?:19|20)\d\d\b|\W= ?(?:\w+ ){0,2}(?:19|20)\d\d\b|\bsame (?:photo|video|picture)s?\b",
    ),
    cue(
        "wording-changed",
        2,
        r"\b(?:drops?|dropped|cropped|omits?|leaves? out|left out|cut|cuts|removed|added)\b(?: \w+){0,2} words?\b|\b(?:actually|really) said\b|\bsaid NOT\b",
    ),
    cue(
        "old-as-new",
        1.5,
        rf"\b(?:that|this|it)(?:'s| is) an? (?:\w+ )?old {_REPORT_EN}|\bold {_REPORT_EN}\b|\byears? (?:old|ago) (?:{_REPORT_EN})\b|\bnot (?:from )?(?:today|yesterday|this (?:week|year|month))\b",
    ),
    cue(
        "checkers-rated",
        3,
        r"\b(?:snopes|politifact|afp|reuters|full fact|fact[- ]?checkers?)\b[^.!?]{0,30}\b(?:rated|found|says?|called|confirmed|debunked)\b[^.!?]{0,20}\b(?:false|fake|untrue|hoax|misleading)",
    ),
    cue("checkers", 1.5, r"\b(?:debunk(?:ed|s|ing)?|snopes|politifact|fact[- ]?check(?:ed|ers?))\b"),
    cue(
        "announces",
        1,
        r"^\W*(?:psa|alert|heads[- ]up|reminder|correction|note)\b|#?pib\w*\b|\bbeing shared as\b|\bquote alert\b",
    ),
    cue(
        "speaks-of-falsehood",
        1,
        r"\b(?:fake news|misinformation|disinformation|hoax|rumou?rs?|myths?|misleading|untrue|unfounded|baseless|fabricated|satire)\b",
    ),
)

ASK_EN = (
    cue(
        "really-so",
        3,
        r"\b(?:is|are|was|were|do|does|did|can|could|will)(?! (?:we|you|they|i)\b) [^.?!]{2,60}? (?:really|actually|truly) [^.?!]{2,60}\?(?=.{0,40}$)",
    ),
    cue(
        "is-it-true",
        3,
        r"\b(?:could|can|might) (?:this|it|that) be (?:true|real|fake)|\bwhat(?:'s| is) the (?:original )?source\b|\bwhere is this from\b|\b(?:is|was|are) (?:this|it|that|these|they)(?: (?:really|actually|even|still|all|news|story|video|photo|picture|claim|message)){0,2} (?:true|real(?! life)|legit|fake|accurate|a hoax|for real|genuine)\b[^.!]{0,20}\?|^\W*is (?:this|it) (?:true|real)\b",
    ),
    cue(
        "can-anyone",
        3,
        r"\b(?:can|could|will|would) (?:any|some)(?:one|body)(?: please)?(?: help)? (?:confirm|verify|fact[- ]?check)|\bany(?:one|body) (?:know (?:if|whether|the (?:original )?source)|confirm|verify|able to (?:confirm|verify))",
    ),
    cue(
        "true-or-not",
        3,
        r"\b(?:true|real|fake|fact|legit|hoax|rumou?r) or (?:false|fake|not|real|fiction|true)\b|(?:^|[.!?,:;] ?|\bthis )(?:fake|hoax|fake news|true|real)\?",
    ),
    cue(
        "not-sure",
        3,
        r"\b(?:not sure|don't know|unsure|wonder(?:ing)?) (?:if|whether)(?: \w+){1,3} (?:true|real|fake|legit)",
    ),
    cue(
        "any-source",
        3,
        r"\b(?:does|do|has|have) any(?:one|body) (?:have|got|know|seen)[^.?!]{0,30}(?:source|true|confirm|proof|legit)|\bhas any(?:one|body) (?:verified|confirmed|checked)|\bhas this been (?:verified|confirmed|fact[- ]?checked)|\breal or \w+\?|^\W*source ?\?|\bhard to believe\b|\bany (?:truth|source|proof|evidence) (?:to|for|of|in|behind|on) (?:this|that|it)\b|\bhope (?:this|it)(?:'s| is|) ?(?:isn't|not|fake|false)",
    ),
)

CANCELS_EN = re.compile(
    r"\b(?:if|whether)\b[^.!?,]{0,20}$|(?:\bnot(?: a| an)?|n't(?: a| an)?|\btell me|\b(?:tell|tells|told|telling) (?:you|us|everyone)|\bwant (?:you|us) to (?:think|believe)|\bthey (?:say|said|call|claim)|\bcall(?:s|ed|ing)?|\blabel(?:s|l?ed)|so[- ]called)\W?"
    r"(?:\W?\b(?:it|this|that|the|is|was|'s|are)\b){0,3}\s*$"
    r"|\b(?:some|people|they|many|others)(?: are| is)? (?:say|saying|claim|claiming)[^.!?]{0,12}$",
    re.I,
)
TAKEN_BACK_EN = re.compile(
    r"\b(?:not|isn't|is not|ain't|wasn't|never|no) (?:a |an )?(?:fake|hoax|fake news|conspiracy|rumou?r|photoshop\w*|satire)\b"
    r"|\b(?:turned out|turns out|proven|confirmed)(?: \w+){0,3} true\b|\b(?:fact[- ]?checkers?|media|they)(?: \w+){0,3} (?:lie|lying|lied|hide|hiding|cover)",
    re.I,
)
