"""Whether a claim says that something harms the body, and whether a text warns of anything at all.

A rumour about a thing of every day (a paper cup, a microwave oven) shares its nouns with all who talk of that thing.
What makes it the rumour is the harm. Who neither names one nor warns is only using the thing.
"""

from __future__ import annotations

import re

_HARM = re.compile(
    r"癌|中毒|有毒|剧毒|毒素|砒霜|白血病|肿瘤|畸形|早熟|不孕|不育|失明|爆炸|\b(?:cancer|carcino|poison|toxic|autism|infertil|explod)",
    re.IGNORECASE,
)
_WARNS = re.compile(
    r"[癌毒病死伤傷害瘤残殘瞎聋爆炸怕慎险險禁忌戒扔]|砒霜|致命|早熟|不孕|不育|畸形|中风|瘫|失明|窒息|辐射|輻射|警告|警惕|提醒|小心|当心"
    r"|注意|千万|千萬|不能|不可|不要|不得|不宜|不准|不敢|别(?![人的处])|別(?![人的處])|少[吃喝用]|后果|後果|出事|中招|[医醫]院|住院"
    r"|抢救|恶化|惡化|停止|停用|远离|遠離|拒绝|扩散|擴散"
    r"|\b(?:cancer|carcino|poison|toxi|deadly|lethal|arsenic|cyanide|kill|fatal|harm|danger|autis|infertil|explo|blind|stroke"
    r"|damag|dement|di(?:e|es|ed)\b|dying|dea(?:d|th)|sick|ill(?:ness)?\b|disease|hospital|avoid|beware|warn|careful|caution"
    r"|risk|unsafe|never\b|stop\b|don['’]?t\b|do not\b|quit\b|bann?(?:s|ed)?\b|scar[ye]|bad for|hurt|injur|ruin)",
    re.IGNORECASE,
)


def says_harmful(claim: str) -> bool:
    """Whether a claim says that something harms, in Chinese or English."""
    return bool(_HARM.search(claim))


def warns(text: str) -> bool:
    """Whether a text names any harm to the body, or warns or forbids in any words."""
    return bool(_WARNS.search(text))
