"""Text from outside: nothing that a terminal obeys is left, everything else is as it was (T-01, T-02, T-04)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecc_tui.domain.text import MAX_COMBINING, REPLACEMENT, clean, fold, one_line

ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""Every code point, lone surrogates too."""
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb\U000e0001\U000e0041"
JOINERS = "\u200c\u200d"
ARABIC_SIGNS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
REFUSED_CATEGORIES = ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")


def harmful(text: str, allowed: str = "") -> list[str]:
    """The characters that must not be left."""
    return [
        character
        for character in text
        if character not in allowed
        and (
            unicodedata.category(character) in REFUSED_CATEGORIES
            or (unicodedata.category(character) == "Cf" and character not in JOINERS + ARABIC_SIGNS)
        )
    ]


@given(ANY_TEXT)
@example("".join(map(chr, range(0x100))))
@example(BIDI + INVISIBLE + "\ud800\udfff\ue000\U0010ffff\u0378\u2028\u2029")
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    assert harmful(clean(text)) == []
    assert harmful(clean(text, multiline=True), "\n\t") == []


@given(ANY_TEXT, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once


@given(ANY_TEXT)
def test_clean_text_can_be_stored_and_sent(text: str) -> None:
    clean(text).encode()


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
@example("Règle de pare-feu œ ß Ж 漢字 ● ◐ ▲ … [/b] [@click=app.quit]x[/]")
def test_plain_text_is_unchanged(text: str) -> None:
    assert clean(text) == text
    assert clean(text, multiline=True) == text


@pytest.mark.parametrize("sign", JOINERS + ARABIC_SIGNS)
def test_joiners_and_visible_signs_of_scripts_stay(sign: str) -> None:
    assert clean(f"a{sign}b") == f"a{sign}b"


@pytest.mark.parametrize(
    "character", BIDI + INVISIBLE + "\ud800\udfff\ue000\U0010ffff\u0378\u2028\u2029\x80\x9b\x9d\x85"
)
def test_what_cannot_be_seen_becomes_one_visible_mark(character: str) -> None:
    assert clean(f"a{character}b") == f"a{REPLACEMENT}b"
    assert clean(f"a{character}b", multiline=True) == f"a{REPLACEMENT}b"


def test_control_characters_become_their_pictures() -> None:
    assert clean("\x1b]52;c;ZXZpbA==\x07") == "␛]52;c;ZXZpbA==␇"
    assert clean("".join(map(chr, range(0x20)))) == "".join(map(chr, range(0x2400, 0x2420)))
    assert clean("\x7f") == "␡"


def test_line_breaks_and_tabs_stay_only_where_lines_are_allowed() -> None:
    assert clean("a\n\tb", multiline=True) == "a\n\tb"
    assert clean("a\r\nb", multiline=True) == "a\nb"
    assert clean("a\rb", multiline=True) == "a␍b"
    assert clean("a\n\tb") == "a␊␉b"


def longest_run(text: str) -> int:
    """The most marks on one character; joiners take no room, so they end no run."""
    longest = run = 0
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me"):
            run += 1
            longest = max(longest, run)
        elif character not in JOINERS:
            run = 0
    return longest


@pytest.mark.parametrize("between", ["", "\u200d", "\u200c", "\u034f", "\u20dd"])
def test_zalgo_is_cut(between: str) -> None:
    zalgo = "".join(letter + ("\u0300" + between + "\u0330") * 100 for letter in "zalgo")
    assert longest_run(zalgo) > 100
    cleaned = clean(zalgo)
    assert longest_run(cleaned) == MAX_COMBINING
    assert [c for c in cleaned if c.isalpha()] == list("zalgo")


@given(ANY_TEXT)
def test_no_run_of_marks_is_longer_than_three(text: str) -> None:
    assert longest_run(clean(text)) <= MAX_COMBINING


def test_letters_with_their_marks_stay() -> None:
    for text in ("e\u0301", "ệ", "क्ष", "ก็", "👩\u200d💻", "✔\ufe0f"):
        assert clean(text) == text


@given(ANY_TEXT, st.integers(1, 600))
def test_one_line_is_one_line_and_not_longer(text: str, length: int) -> None:
    line = one_line(text, length)
    assert len(line) <= length
    assert not set(line) & set("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029")
    assert len(line.splitlines()) <= 1


def test_one_line_tells_that_it_was_cut() -> None:
    assert one_line("a" * 10_000) == "a" * 511 + "…"
    assert one_line("a" * 512) == "a" * 512
    assert one_line("one\r\n\ttwo") == "one two"
    assert one_line("10 000\u00a0€") == "10 000\u00a0€"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Règle", "regle"),
        ("RÈGLE", "re\u0300gle"),
        ("Œuvre", "OEUVRE"),
        ("Straße", "STRASSE"),
        ("Ça", "ca"),
        ("Ærø", "aerø"),
        ("ﬁn", "fin"),
        ("Ива\u0301н", "иван"),
    ],
)
def test_case_and_accents_do_not_matter(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=0x17F, categories=("L", "N"), exclude_characters="ı")))
def test_upper_and_lower_case_fold_to_the_same(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())
