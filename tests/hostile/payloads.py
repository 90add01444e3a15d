"""What an enemy would write into a text field (security.md T-01 to T-04)."""

from __future__ import annotations

MARKUP = (
    "[/b]",
    "[/",
    "[@click=app.quit]x[/]",
    '[link="http://evil.example"]y[/link]',
    "[bold red]$accent[/] \\[x]",
)
CONTROLS = (
    "a\x1b[31;4242mb",
    "a\x1b[2J\x1b[4242;1Hb",
    "a\x1b]52;c;RVZJTA==\x07b",
    "a\x1b]52;c;?\x07b",
    "a\x1b]0;EVIL\x07b",
    "a\x1b]2;EVIL\x1b\\b",
    "a\x1b]8;;http://evil.example\x1b\\b\x1b]8;;\x1b\\",
    "a\x1bP+q544e\x1b\\b",
    "a\x1b[?4242lb\x1bc",
    "a\x9b31;4242mb",
    "a\x9d52;c;RVZJTA==\x9cb",
    "a\x00b\x0ec\x0fd\x7fe\x08\x0b\x0c",
    "one\r\ntwo\nthree\tfour\x85five\u2028six",
)
INVISIBLE = (
    "admin\u202enimda\u2066x\u2069",
    "ad\u200bmin\ufeff\u2060\u00ad\u180e\U000e0041",
)
SHAPES = (
    "z" + "\u0300\u0330\u0489" * 40 + "algo",
    "漢字テスト 한국어 " * 12,
    "❤\ufe0f✔\ufe0f👩\u200d💻🇫🇷 e\u0301",
    "é" * 10_000,
    "word " * 2_000,
)
PAYLOADS = (*MARKUP, *CONTROLS, *INVISIBLE, *SHAPES)
NAMES = {
    payload: f"{number:02}-{payload[:14].encode('unicode_escape').decode()}" for number, payload in enumerate(PAYLOADS)
}
"""How a test calls each."""
