"""Whether a claim says that something harms the body, and whether a text warns of anything at all.

A rumour about a thing of every day (a paper cup, a microwave oven) shares its nouns with all who talk of that thing.
What makes it the rumour is the harm. Who neither names one nor warns is only using the thing.
"""

from __future__ import annotations

import re

from provenance.text.normalise import to_simplified

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

_ILLNESS = (
    r"(?:cancer|tumou?r|flu\b|influenza|covid|corona|virus|disease|infection|diabet|heart|stroke|dementia|alzheimer|colds?\b"
    r"|malaria|hiv\b|aids\b|autis|arthriti|blood pressure|toxin|poison|pain)"
)
_BENEFIT = re.compile(
    r"治(?:好|愈|疗|癌|病|痛|[^，。]{0,4}[病癌炎症])|防(?:癌|病毒|辐射|流感|感冒)|预防|杀死|杀灭|抗癌|自救|排毒"
    r"|降(?:血压|血糖|血脂|尿酸)|退烧|溶栓|逆转"
    rf"|\b(?:cures?|heals?)\b|\bdetox|\b(?:treat|prevent|reverse|kill|flush|draw|protect|ward)(?:s|es)?\b[^.]{{0,30}}?\b{_ILLNESS}",
    re.IGNORECASE,
)
_HELPS = re.compile(
    r"[治疗療愈癒防杀殺抗救效排降退好挡擋驱驅]|医|醫|灵|靈|断根|斷根|除根|神药|偏方|秘方|土方|不用吃药|不再|再也|没再|[没沒]了|不怕"
    r"|管用|有用|免疫|逆转|缓解|改善|恢复|百毒不侵"
    r"|\b(?:cur(?:e|es|ed|ing)|heal|help|treat|prevent|protect|revers|reliev|relief|remed|recover|detox|toxin|flush|draw|kill"
    r"|destroy|boost|immun|work(?:s|ed)\b|gone\b|vanish|disappear|better\b|well again|get(?:s|ting)? rid|good for|swear"
    r"|miracl|natural|medicin|doctor|pharma|symptom|fight|beat|clear(?:s|ed)? up|sav(?:e|es|ed)\b"
    r"|never (?:got|been|get)|no more\b|free of|ward|stop(?:s|ped)?\b|lower|drop(?:s|ped)?\b|shr[aiu]nk|dissolv|cleans"
    r"|goodbye)",
    re.IGNORECASE,
)


def says_healing(claim: str) -> bool:
    """Whether a claim says that something heals or protects, in Chinese or English."""
    return bool(_BENEFIT.search(to_simplified(claim)))


def promises(text: str) -> bool:
    """Whether a text says in any words that something helps against anything."""
    return bool(_HELPS.search(to_simplified(text)))


def says_harmful(claim: str) -> bool:
    """Whether a claim says that something harms, in Chinese or English."""
    return bool(_HARM.search(to_simplified(claim)))


def warns(text: str) -> bool:
    """Whether a text names any harm to the body, or warns or forbids in any words."""
    return bool(_WARNS.search(to_simplified(text)))
