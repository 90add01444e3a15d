"""One request as text (Q5): how far it is, what was said, what was asked, with which files, at which price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from textwrap import wrap

from rich.cells import cell_len
from textual.content import Content

from ecc_tui import i18n
from ecc_tui.domain.forms import FieldKind
from ecc_tui.domain.money import Money
from ecc_tui.domain.requests import Answered, Kind, RequestDetails, RequestLine
from ecc_tui.domain.text import one_line
from ecc_tui.i18n import _
from ecc_tui.screens.request_words import file_size, status_text
from ecc_tui.wording import kind_word, outcome_word, status_glyph, status_word
from ecc_tui.wording.answer_words import answer_label, answer_values

ROOMY = 80
"""Cells in which any request is read well."""
MOST_BESIDE = 3
"""More values than that stand under each other."""


def details_content(details: RequestDetails, width: int = ROOMY) -> Content:
    """The whole request in the current language, for lines of `width` cells."""
    parts = (  # how far it is and what was said come first: whoever opens it again knows what he asked
        _head(details, width),
        _progress(details, width),
        _comments(details, width),
        _asked(details, width),
        _files(details),
        _lines(details),
    )
    lines: list[Content] = []
    for part in parts:
        shown = list(part)
        lines += [Content(""), *shown] if lines and shown else shown
    return Content("\n").join(lines)


def _heading(text: str) -> Content:
    return Content.styled(text, "$text-accent")


def _muted(text: str) -> tuple[str, str]:
    return (text, "$text-muted")


def _head(details: RequestDetails, width: int) -> Iterator[Content]:
    row = details.row
    yield Content.styled(row.name, "bold")
    yield Content.assemble(_muted(f"{kind_word(row.kind)} · "), row.contract, " ", _muted(row.contract_name))
    yield Content(status_text(row))
    yield Content("")
    facts = [
        (_("Requester"), row.requester),
        (_("Issued"), i18n.moment(row.issued)),
        (_("Last change"), i18n.moment(row.changed)),
        (_("Reference"), details.customer_reference),
        (_("Tool's reference"), details.tool_reference),
        (_("Followed"), _("yes") if details.followed else ""),
    ]
    yield from _labelled([(label, [value]) for label, value in facts if value], width)
    if details.description:
        yield Content("")
        yield Content(details.description)


def _labelled(facts: Sequence[tuple[str, Sequence[str]]], width: int) -> Iterator[Content]:
    """Labels in one column, what they say in the next; what doesn't fit beside its label stands under it."""
    column = max((cell_len(label) for label, _values in facts if cell_len(label) <= width // 2), default=0)
    for label, values in facts:
        shown = label + " " * (column - cell_len(label) + 2 if cell_len(label) < column else 2)
        if len(values) == 1 and "\n" not in values[0] and cell_len(shown + values[0]) <= width:
            yield Content.assemble(_muted(shown), values[0])
        else:
            yield Content.assemble(_muted(label))
            for value in values:
                yield from _indented(value, width)


def _asked(details: RequestDetails, width: int) -> Iterator[Content]:
    """The form's answers; what already stands above as the request's name and description isn't said twice."""
    row = details.row
    facts = [
        (answer_label(answered, row.kind), _said(answered, row.kind))
        for answered in details.answers
        if answered.kind is not FieldKind.FILES and not _is_above(answered, details)
    ]
    if facts:
        yield _heading(_("What was asked"))
        yield from _labelled(facts, width)


def _is_above(answered: Answered, details: RequestDetails) -> bool:
    values = [i18n.said(value) for value in answered.values]
    return not answered.label and values in ([details.row.name], [details.description])


def _said(answered: Answered, kind: Kind) -> Sequence[str]:
    said = answer_values(answered, kind)
    return said if len(said) > MOST_BESIDE else [", ".join(said)]


def _files(details: RequestDetails) -> Iterator[Content]:
    if details.attachments:
        yield _heading(_("Attachments"))
    for file in details.attachments:
        about = f"  {file_size(file.size)} · {file.author} · {i18n.moment(file.at)}"
        yield Content.assemble(one_line(file.name), _muted(about))


def _lines(details: RequestDetails) -> Iterator[Content]:
    """The order's lines, then what they come to: once, and each month."""
    if details.lines:
        yield _heading(_("Lines"))
    for line in details.lines:
        price = ""
        if line.price is not None:
            price = "  " + _price(line.price, line.monthly)
        quantity = f"{i18n.number(line.quantity)} {i18n.said(line.unit)}".strip()
        yield Content.assemble(quantity, "  ", i18n.said(line.label), _muted(price))
    totals = [
        (label, i18n.money(total))
        for label, monthly in ((_("Total, one-off"), False), (_("Total, each month"), True))
        for total in _totals(details.lines, monthly)
    ]
    width = max((len(label) for label, _total in totals), default=0) + 2
    for label, total in totals:
        yield Content.assemble(_muted(label.ljust(width)), (total, "bold"))


def _price(price: Money, monthly: bool) -> str:
    return (_("{price} a month") if monthly else "{price}").format(price=i18n.money(price))


def _totals(lines: Sequence[RequestLine], monthly: bool) -> list[Money]:
    """One sum for each currency: amounts are never converted."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        if line.price is not None and line.monthly == monthly:
            currency = line.price.currency
            sums[currency] = sums.get(currency, Decimal(0)) + line.price.amount * line.quantity
    return [Money(amount, currency) for currency, amount in sums.items()]


def _progress(details: RequestDetails, width: int) -> Iterator[Content]:
    yield _heading(_("Progress"))
    for entry in details.timeline:
        word = outcome_word(entry.outcome) if entry.outcome else status_word(entry.status)
        yield Content.assemble(
            f"{status_glyph(entry.status)} ", _muted(i18n.moment(entry.at)), f"  {word}", _muted(f"  {entry.author}")
        )
        yield from _indented(entry.note, width)


def _comments(details: RequestDetails, width: int) -> Iterator[Content]:
    if details.comments:
        yield _heading(_("Comments"))
    for comment in details.comments:
        yield Content.assemble(_muted(i18n.moment(comment.at)), "  ", _muted(comment.author))
        yield from _indented(comment.text, width)


def _indented(text: str, width: int) -> Iterator[Content]:
    """Several lines under what they belong to; long ones go on under themselves."""
    for line in text.split("\n") if text else ():
        for piece in wrap(line, max(10, width - 2)) or [""]:
            yield Content(f"  {piece}")
