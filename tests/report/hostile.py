"""Texts that try to be more than text."""

from __future__ import annotations

_CALL = "window.__hit=1"

_BASE = (
    f"<script>{_CALL}</script>",
    f"</script><script>{_CALL}</script>",
    f"<img src=x onerror={_CALL}>",
    f"<img src=x onerror='{_CALL}'>",
    f"<svg onload={_CALL}>",
    f"<svg><script>{_CALL}</script></svg>",
    f"<svg><animate onbegin={_CALL} attributeName=x dur=1s>",
    f"<body onload={_CALL}>",
    f"<iframe srcdoc='<script>parent.{_CALL[7:]}</script>'></iframe>",
    f"<iframe src=javascript:{_CALL}></iframe>",
    "<link rel=stylesheet href=https://example.invalid/x.css>",
    "<style>@import 'https://example.invalid/x.css';</style>",
    "<style>*{display:none}</style>",
    "<meta http-equiv=refresh content='0;url=https://example.invalid/'>",
    "<base href=https://example.invalid/>",
    f"<a href=javascript:{_CALL}>x</a>",
    f"javascript:{_CALL}",
    f"JaVaScRiPt:{_CALL}//",
    f"data:text/html,<script>{_CALL}</script>",
    'https://example.invalid/"><script>window.__hit=1</script>',
    f'" onmouseover="{_CALL}" x="',
    f"' onfocus='{_CALL}' autofocus='",
    f'" autofocus onfocus="{_CALL}',
    f'"><details open ontoggle={_CALL}>',
    f"</blockquote><script>{_CALL}</script>",
    f"</title><script>{_CALL}</script>",
    f"</style><script>{_CALL}</script>",
    f"</textarea><script>{_CALL}</script>",
    f"<!--><script>{_CALL}</script>-->",
    f"<![CDATA[<script>{_CALL}</script>]]>",
    f"<math><mtext></mtext><script>{_CALL}</script></math>",
    f"<input onfocus={_CALL} autofocus>",
    "<form action=https://example.invalid/><button>go</button></form>",
    f"<object data=javascript:{_CALL}></object>",
    f"<embed src=javascript:{_CALL}>",
    f"<video><source onerror={_CALL}></video>",
    "{{ 7 * 7 }}{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "$shown $total $mark $del $ins $days",
    "&lt;script&gt;" + _CALL + "&lt;/script&gt;",
)

#: Two hundred: each as it is, and in four disguises.
PAYLOADS = tuple(
    before + payload + after
    for before, after in (
        ("", ""),
        ("地铁进水 ", " 速转"),
        ("\u202e", "\u202c"),
        ("x\u0001", "\n\t!"),
        ("'\"`=", "&amp;"),
    )
    for payload in _BASE
)
