"""Plain wordings of refutation and doubt in other widely read languages: precise ones only, one strong cue each."""

from __future__ import annotations

from provenance.text.stance_cues import cue

REFUTE_WORLD = (
    cue(  # No, … no …; Нет, … не …: who begins with no and goes on denying answers a report
        "no-it-is-not",
        3,
        r"^\W*(?:no|nein|non|нет|não|nie|nee|nej|nei|hayır)\s*[,:!.–—-]\s*[^.!?\n]{0,80}?(?<!\w)"
        r"(?:no|nicht|kein\w*|ne|n['’]\w+|pas|aucun\w*|не|нет|não|non|nie|niet|geen|inte|ikke|değil)(?!\w)",
    ),
    cue(
        "es",
        3,
        r"\b(?:es|son|era) (?:un )?(?:falso|falsa|falsas|falsos|bulo|bulos|mentira|montaje)\b|\b(?:no es cierto|nada que ver|no l[oa]s? compart\w+|(?:video|foto|imagen) es (?:antigu[oa]|viej[oa]|de (?:19|20)\d\d)|no es verdad|desmient\w+|desmentid\w+|no es de (?:ayer|hoy|ahora|este año)|no difund\w+|bulos?|noticia falsa|no (?:os|te|se|le) (?:lo )?cre[aá]\w*|no piques|qué tontería)\b|^\W*(?:bulo|falso)\b",
    ),
    cue(
        "pt",
        3,
        r"(?:\bé|\bsão) (?:um )?(?:falso|falsa|falsas|falsos|fake|mentira|boato|montagem)\b|\bnão é verdade\b|\b(?:não (?:é de (?:hoje|ontem|agora)|compartilhe)|não tem nada a ver)\b|\b(?:foto|imagem|vídeo) é (?:antig[ao]|de (?:19|20)\d\d)|\bdesment\w+|\b(?:notícia falsa|é golpe|não (?:caia|caiam|acredite|acreditem))\b|^\W*(?:boato|fake|falso)\b",
    ),
    cue(
        "fr",
        3,
        r"\b(?:c'est|est|sont) (?:totalement |une )?(?:faux|fausse|fausses|un montage|intox|infox|rumeur infondée)\b|\b(?:démenti\w*|dément)\b|\b(?:date|datent) de (?:19|20)\d\d|\bne (?:partagez|diffusez|relayez|croyez) pas\b|\b(?:c['’]est|est) (?:un mensonge|un canular|(?:du )?(?:grand )?n['’]importe quoi|du pipeau)\b|^\W*(?:faux|intox|n['’]importe quoi)\b",
    ),
    cue(
        "de",
        3,
        r"\b(?:ist|sind) (?:\w+ )?(?:falsch|fake|eine falschmeldung|gefälscht|erfunden)\b|\bfalschmeldung\w*|\bstimmt (?:so |aber |gar |überhaupt )*nicht\b|\b(?:ist|sind|so ein|was für ein|totaler|völliger|kompletter|reiner) (?:\w+ )?(?:quatsch|unsinn|blödsinn|schwachsinn|humbug|märchen|lügenmärchen)\b|\bdementier(?:t|te|en)\b|\bwiderlegt\b|\bist nichts dran\b|^\W*(?:quatsch|unsinn|blödsinn)\b|\bzeigt nicht\b|\b(?:video|foto|bild) ist (?:von|aus) |\bfaktencheck\b",
    ),
    cue(
        "it",
        3,
        r"\b(?:è|sono) (?:una )?(?:falso|falsa|false|falsi|bufala|bufale|fake)\b|\bnon è vero\b|\bsmentit\w+|\b(?:è|sono) (?:tutta )?una (?:balla|sciocchezza|fandonia)\b|\bnon (?:ci cascate|credeteci)\b|(?<!di )\bbufala\b(?! campana)",
    ),
    cue(
        "nl",
        3,
        r"\b(?:klopt (?:\w+ )?niet|is (?:\w+ )?(?:onzin|onwaar|nep|flauwekul)|niet waar|nepnieuws|broodje aap|trap er niet in)\b",
    ),
    cue(
        "id",
        3,
        r"\b(?:hoaks|hoax|bohong|jangan percaya|tidak benar|kabar bohong|berita palsu|cek fakta|informasi (?:salah|palsu))\b",
    ),
    cue("tr", 3, r"\b(?:doğru değil|asılsız|inanmayın|uydurma|yalan haber|iddiası yanlış|gerçek değil)"),
    cue(
        "pl",
        3,
        r"\b(?:to (?:fałsz|nieprawda|fejk)|nieprawdziw\w+|zdementowa\w+|nie wierzcie|bzdur[ay]|fałszyw\w+ informacj\w+)",
    ),
    cue("vi", 3, r"\b(?:tin giả|sai sự thật|không đúng sự thật|bác bỏ|bịa đặt|đừng tin)"),
    cue(
        "ru",
        3,
        r"\b(?:это (?:фейк|неправда|ложь|ложная|бред|враньё|вранье|обман|чушь|вброс|утка)|фейк|опроверг\w+|не верьте|не соответствует действительности)",
    ),
    cue("uk", 3, r"\b(?:це (?:фейк|неправда|брехня|брехні|вигадка)|спростува\w+|спростову\w+|не вірте)"),
    cue(
        "ar",
        3,
        r"غير صحيح|(?:هذه|هذا|مجرد) (?:إشاعة|اشاعة|شائعة|كذب)|لا تصدقوا|خبر كاذب|أخبار كاذبة|شائعة لا|لا صحة|مفبرك|إشاعة كاذبة|مضلل",
    ),
    cue("hi", 3, r"फर्जी|फ़र्ज़ी|फेक न्यूज|झूठा? दावा|अफवाह(?:ों)? (?:पर|से|है)|सच नहीं|झूठ है|झूठी खबर|विश्वास न करें|फैक्ट ?चेक"),
    cue(
        "ja",
        3,
        r"デマ(?!ンド|ゴーグ)|誤情報|フェイクニュース|事実ではありません|(?:嘘|ウソ|うそ)(?:です|だ(?:よ|ぞ)?(?:[。!！]|$))|信じないで|ファクトチェック",
    ),
    cue("ko", 3, r"가짜 ?뉴스|사실이 아닙|사실이 아니|허위 ?(?:사실|정보)|사실무근|헛소문|믿지 마|팩트 ?체크|거짓입"),
    cue("th", 3, r"ข่าวปลอม|ไม่เป็นความจริง|อย่าเชื่อ|ไม่จริง|ข้อมูลเท็จ"),
)

ASK_WORLD = (
    cue(  # who asks where a story comes from does not tell it on
        "where-from",
        2.5,
        r"\bwhere (?:does|did|do) (?:the|this|that|these|all these) (?:\w+ )?(?:stor(?:y|ies)|ideas?|myths?|rumou?rs?|claims?|notions?|beliefs?"
        r"|legends?|tales?|sayings?)\b[^.!?]{0,90}\b(?:come|start|originate|begin|spring)\b"
        r"|(?:说法|传言|传闻|谣言|这个说法|老话)(?:到底|究竟)?(?:最早|最初)?是?(?:从|打)?哪(?:儿|里)?(?:来|传|冒)"
        r"|de d[óo]nde (?:sale|viene|salió|vino) (?:eso|esto|la (?:historia|idea)|el (?:rumor|bulo|mito))"
        r"|d['’]où vient (?:cette|l['’](?:idée|histoire)|la (?:rumeur|légende)|le mythe)"
        r"|\bwoher (?:kommt|stammt) (?:das gerücht|die (?:geschichte|behauptung|idee)|der mythos)",
    ),
    cue("es", 3, r"¿(?:es|será|sera) (?:esto )?(?:verdad|cierto|real)|¿alguien (?:sabe|puede confirmar)"),
    cue("pt", 3, r"\b(?:é|isso é) (?:verdade|fake|real)\s*(?:que[^.!?]{0,90})?\?|\balguém (?:sabe|confirma)"),
    cue(
        "fr",
        3,
        r"\b(?:est-ce (?:que c['’]est )?vrai|est-il vrai que|c['’]est vrai ?(?:que[^.!?]{0,90})?\?|quelqu['’]un peut confirmer|vrai ou faux)",
    ),
    cue("de", 3, r"\b(?:stimmt das|stimmt es,? dass|ist (?:das|es) (?:wirklich )?wahr|kann das jemand bestätigen)"),
    cue("it", 3, r"\b(?:è vero ?(?:che[^.!?]{0,90})?\?|qualcuno (?:sa|può confermare))"),
    cue("id", 3, r"\b(?:benarkah|apakah (?:ini )?benar|apa benar)"),
    cue("tr", 3, r"\b(?:doğru mu|gerçek mi)"),
    cue("pl", 3, r"\bczy to prawda"),
    cue("vi", 3, r"có thật không|có đúng không"),
    cue("ru", 3, r"\bэто правда\s*\?|^\W*правда ли\b|кто-нибудь может подтвердить"),
    cue("ar", 3, r"هل هذا (?:صحيح|حقيقي)"),
    cue("hi", 3, r"क्या (?:यह|ये) (?:सच|सही)"),
    cue("ja", 3, r"本当(?:です|なの|な)?(?:か|の)?\?|デマ(?:です)?か|デマ\?"),
    cue("ko", 3, r"(?:사실|진짜)(?:인가|인지|입니까|일까|이야)"),
    cue("th", 3, r"จริง(?:ไหม|หรือ|มั้ย)"),
)
