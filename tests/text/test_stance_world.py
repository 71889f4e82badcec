"""Denials and questions in languages beside Chinese and English."""

from __future__ import annotations

import pytest

from provenance.text.stance import Stance, stance_of

DENIALS = {
    "es": "No os lo creáis, lo del agua con limón es otra noticia falsa",
    "pt": "Não caia nessa: o sorteio do mercado é golpe",
    "fr": "La puce dans le vaccin, c'est n'importe quoi",
    "de": "Dass das Bargeld verschwindet, ist völliger Quatsch",
    "de, an office": "Das Ministerium hat die Meldung längst dementiert",
    "it": "La storia delle uova di plastica è una fandonia, non credeteci",
    "nl": "Dat verhaal over plastic eieren is onzin",
    "pl": "Nie wierzcie w jajka z plastiku, to bzdura",
    "tr": "Plastik yumurta haberine inanmayın, uydurma",
    "ru": "Яйца из пластика — это чушь, не верьте",
    "uk": "Яйця з пластику — це брехня, поліція спростувала",
    "ar": "بيض البلاستيك مجرد إشاعة",
    "hi": "प्लास्टिक के अंडे की बात झूठ है",
    "id": "Jangan percaya, telur plastik itu bohong",
    "vi": "Trứng nhựa là chuyện bịa đặt",
    "th": "อย่าเชื่อเรื่องไข่พลาสติก",
    "ja": "プラスチックの卵の話は嘘だよ",
    "ko": "플라스틱 달걀은 헛소문",
}

TOLD_ON = {
    "es": "Los huevos de esta granja son de plástico, mirad el vídeo",
    "fr": "Les œufs de cette ferme sont en plastique, regardez la vidéo",
    "de": "Die Eier von diesem Hof sind aus Plastik, schaut euch das Video an",
    "nl": "De eieren van deze boerderij zijn van plastic, kijk maar",
    "ru": "Яйца с этой фермы сделаны из пластика, смотрите видео",
    "uk": "Яйця з цієї ферми зроблені з пластику, дивіться відео",
    "ja": "この農場の卵はプラスチックでできている、動画を見て",
    "ko": "이 농장의 달걀은 플라스틱으로 만들었다, 영상을 보라",
}


@pytest.mark.parametrize("text", DENIALS.values(), ids=DENIALS)
def test_who_calls_it_nonsense_does_not_tell_it_on(text):
    assert stance_of(text).stance is Stance.REFUTE


@pytest.mark.parametrize("text", TOLD_ON.values(), ids=TOLD_ON)
def test_the_same_told_straight_is_told_on(text):
    assert stance_of(text).stance is Stance.SPREAD
