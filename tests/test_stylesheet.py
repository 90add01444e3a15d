"""The style sheet that parses nothing twice gives the same rules as Textual's own."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet

from ecc_tui.stylesheet import LastingStylesheet

SOURCES = {"one": "Static { color: $text; }", "two": "Button { background: $panel; width: 1fr; }"}
COLOURS = {"text": "#112233", "panel": "#445566"}


def rules(sheet: Stylesheet) -> list[str]:
    return [rule.css for rule in sheet.rules]


def filled(sheet: Stylesheet) -> Stylesheet:
    for name, css in SOURCES.items():
        sheet.add_source(css, read_from=(name, name))
    sheet.parse()
    return sheet


def test_the_rules_are_textuals_own() -> None:
    assert rules(filled(LastingStylesheet(variables=COLOURS))) == rules(filled(Stylesheet(variables=COLOURS)))


def test_nothing_is_parsed_twice_until_a_colour_changes() -> None:
    sheet = filled(LastingStylesheet(variables=COLOURS))
    parsed = {id(rule) for rule in sheet.rules}
    sheet.set_variables(dict(COLOURS))
    sheet.reparse()
    assert {id(rule) for rule in sheet.rules} == parsed
    sheet.set_variables({**COLOURS, "text": "#ffffff"})
    sheet.reparse()
    assert not {id(rule) for rule in sheet.rules} & parsed
    assert rules(sheet) == rules(filled(Stylesheet(variables={**COLOURS, "text": "#ffffff"})))


def test_a_source_that_comes_later_is_parsed_alone() -> None:
    sheet = filled(LastingStylesheet(variables=COLOURS))
    parsed = {id(rule) for rule in sheet.rules}
    sheet.add_source("Label { color: red; }", read_from=("three", "three"))
    sheet.reparse()
    assert len(sheet.rules) == 3
    assert parsed < {id(rule) for rule in sheet.rules}
