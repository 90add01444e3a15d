"""How a letter looks: as plain text of 76 columns, and as HTML without any picture, link or style from outside."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from ecc_tui.i18n import _, language
from ecc_tui.mail.letter import Letter

WIDTH = 76


def plain(letter: Letter) -> str:
    """The letter as text; what somebody wrote is marked line by line, so that it can't pass for ours."""
    parts = [letter.greeting, _wrapped(letter.lead)]
    if letter.quote:
        parts.append("\n".join(_quoted(letter.quote)))
    parts += [_columns(pairs) for pairs in (letter.facts, letter.answers) if pairs]
    if letter.lines:
        parts.append("\n".join(f"- {line.label}\n  {line.quantity} · {line.price}" for line in letter.lines))
    if letter.totals:
        parts.append(_columns(letter.totals))
    if letter.command:
        parts.append(_("To open it in the program:") + f"\n    {letter.command}")
    parts.append("-- \n" + "\n".join(map(_wrapped, letter.footer)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _quoted(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        wrapped = textwrap.wrap(line, WIDTH - 2, break_long_words=False, break_on_hyphens=False) or [""]
        yield from (f"> {piece}".rstrip() for piece in wrapped)


def _columns(pairs: Sequence[tuple[str, str]]) -> str:
    width = min(max(len(name) for name, _value in pairs), WIDTH // 2)
    lines = []
    for name, value in pairs:
        first, *more = value.split("\n")
        lines.append(f"{name:<{width}}  {first}".rstrip())
        lines += [f"{'':<{width}}  {line}".rstrip() for line in more]
    return "\n".join(lines)


_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5"
_STYLES = {
    "body": f"margin:0;padding:24px 12px;background:#f4f5f7;color:#1d2129;{_FONT}",
    "card": "max-width:640px;margin:0 auto;padding:24px 28px;background:#ffffff;border-top:4px solid #c2410c",
    "title": "margin:0 0 16px;font-size:19px;line-height:1.3",
    "text": "margin:0 0 16px",
    "quote": "margin:0 0 16px;padding:8px 14px;border-left:3px solid #c9ced6;background:#f8f9fa;white-space:pre-wrap",
    "table": "width:100%;margin:0 0 16px;border-collapse:collapse",
    "name": "padding:5px 16px 5px 0;text-align:left;vertical-align:top;font-weight:normal;color:#5b6472;width:34%",
    "value": "padding:5px 0;text-align:left;vertical-align:top;white-space:pre-wrap",
    "head": "padding:5px 8px 5px 0;text-align:left;font-weight:600;border-bottom:2px solid #c9ced6",
    "cell": "padding:6px 8px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid #e4e7eb",
    "amount": "padding:6px 0;text-align:right;vertical-align:top;white-space:nowrap;border-bottom:1px solid #e4e7eb",
    "total": "padding:5px 0;text-align:right;font-weight:600;white-space:nowrap",
    "code": "font-family:Menlo,Consolas,monospace;font-size:14px;background:#f1f2f4;padding:3px 6px",
    "footer": "margin:0;font-size:13px;color:#5b6472",
}


def html(letter: Letter) -> str:
    """The letter as a page. Built as a tree, so that no text can become markup; also well-formed XML."""
    page = Element("html", lang=language())
    SubElement(SubElement(page, "head"), "title").text = letter.subject
    card = _add(_add(page, "body", "body"), "div", "card")
    _add(card, "h1", "title", letter.subject)
    for text in (letter.greeting, letter.lead):
        if text:
            _add(card, "p", "text", text)
    if letter.quote:
        _add(card, "blockquote", "quote", letter.quote)
    for pairs in (letter.facts, letter.answers):
        if pairs:
            _table_of_pairs(card, pairs, "value")
    if letter.lines:
        _table_of_lines(card, letter)
    if letter.totals:
        _table_of_pairs(card, letter.totals, "total")
    if letter.command:
        opening = _add(card, "p", "text", _("To open it in the program:") + " ")
        _add(opening, "code", "code", letter.command)
    for text in letter.footer:
        _add(card, "p", "footer", text)
    return "<!DOCTYPE html>\n" + tostring(page, encoding="unicode", short_empty_elements=False) + "\n"


def _add(parent: Element, tag: str, style: str, text: str = "") -> Element:
    added = SubElement(parent, tag, style=_STYLES[style])
    added.text = text
    return added


def _table_of_pairs(parent: Element, pairs: Sequence[tuple[str, str]], style: str) -> None:
    table = _add(parent, "table", "table")
    for name, value in pairs:
        row = SubElement(table, "tr")
        _add(row, "th", "name", name).set("scope", "row")
        _add(row, "td", style, value)


def _table_of_lines(parent: Element, letter: Letter) -> None:
    table = _add(parent, "table", "table")
    head = SubElement(table, "tr")
    for title in (_("Line"), _("Quantity"), _("Price")):
        _add(head, "th", "head", title).set("scope", "col")
    for line in letter.lines:
        row = SubElement(table, "tr")
        _add(row, "td", "cell", line.label)
        _add(row, "td", "cell", line.quantity)
        _add(row, "td", "amount", line.price)
