"""What a mail says, event by event, in the language that is spoken (`i18n.speaking`); how it looks is `layout`'s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from ecc_tui import i18n
from ecc_tui.domain.catalogue import OrderLine, Price, price_of
from ecc_tui.domain.links import ToRequest, to_text
from ecc_tui.domain.mails import MailContent, MailRequest
from ecc_tui.domain.money import Money
from ecc_tui.domain.notifications import Event
from ecc_tui.domain.requests import Kind, Outcome, Status
from ecc_tui.domain.text import clean, one_line
from ecc_tui.i18n import N_, _
from ecc_tui.wording import kind_word, outcome_word, status_word
from ecc_tui.wording.answer_words import answer_label, answer_values

LONGEST_SUBJECT = 150


class LetterLine(Struct, frozen=True):
    """A line of an order: what, how many of it, what that costs."""

    label: str
    quantity: str
    price: str


class Letter(Struct, frozen=True):
    """A mail in words; all texts are clean, only `quote` and values of `facts` and `answers` have several lines."""

    subject: str
    greeting: str
    lead: str
    quote: str
    """What somebody wrote: a comment, a note, a description."""
    facts: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    lines: tuple[LetterLine, ...]
    totals: tuple[tuple[str, str], ...]
    command: str
    """What opens the request in the program."""
    footer: tuple[str, ...]


_SUBJECTS: Mapping[Event, str] = {
    Event.ORDER_PLACED: N_("Order {id} placed: {name}"),
    Event.REQUEST_SUBMITTED: N_("Request {id} submitted: {name}"),
    Event.REQUEST_CHANGED: N_("Request {id} is {status}: {name}"),
    Event.REQUEST_COMMENTED: N_("Comment on {id}: {name}"),
    Event.FILES_ATTACHED: N_("Files for {id}: {name}"),
}
_SUBJECTS_BY_STATUS: Mapping[str, str] = {
    "in-progress": N_("Request {id} is in progress: {name}"),
    "delivered": N_("Request {id} was delivered: {name}"),
    "rejected": N_("Request {id} was rejected: {name}"),
    "cancelled": N_("Request {id} was cancelled: {name}"),
}
_LEADS_BY_STATUS: Mapping[str, str] = {
    "in-progress": N_("This request is now in progress."),
    "delivered": N_("This request is completed: it was delivered."),
    "rejected": N_("This request is completed: it was rejected."),
    "cancelled": N_("This request is completed: it was cancelled."),
}
_DELIVERED: Mapping[Kind, tuple[str, str]] = {
    Kind.INCIDENT: (N_("Incident {id} is solved: {name}"), N_("This incident is solved: the request is completed.")),
    Kind.CHANGE: (N_("Change {id} is done: {name}"), N_("This change is done: the request is completed.")),
}
"""Subject and first sentence; only an order is delivered in the word's own sense."""
_SUBMITTED: Mapping[Kind, str] = {
    Kind.ORDER: N_("Your order was placed. It is final: what follows is what was ordered."),
    Kind.INCIDENT: N_("Your incident was reported. What follows is what was sent."),
    Kind.CHANGE: N_("Your change was requested. What follows is what was sent."),
}


def letter(content: MailContent) -> Letter:
    """Word a mail in the language that is spoken."""
    request = content.request
    provider = _short(content.provider) or _("your provider")
    return Letter(
        subject=one_line(_subject(content), LONGEST_SUBJECT),
        greeting=_("Hello {name},").format(name=_short(content.addressee)),
        lead=_lead(content, provider),
        quote=_quote(content),
        facts=tuple(_facts(content)) if request else (),
        answers=tuple(_answers(request)) if request and _is_summary(content) else (),
        lines=tuple(_lines(request)) if request and _is_summary(content) else (),
        totals=tuple(_totals(request)) if request and _is_summary(content) else (),
        command=f"ecc-tui open {to_text(ToRequest(clean(request.id)))}" if request else "",
        footer=(
            _("This mail was sent by the Cloud Customer Space of {provider}.").format(provider=provider),
            _("Which events send you a mail is chosen in the notifications of the program."),
        ),
    )


def _is_summary(content: MailContent) -> bool:
    """Does it repeat what was asked, or only tell what has happened to it?"""
    return content.mail.event in (Event.ORDER_PLACED, Event.REQUEST_SUBMITTED)


def _subject(content: MailContent) -> str:
    request = content.request
    if request is None:
        return _("Cloud Customer Space")
    words = {"id": _short(request.id), "name": _short(request.name), "status": status_word(request.status)}
    form = _SUBJECTS[content.mail.event]
    if content.mail.event is Event.REQUEST_CHANGED:
        form = _SUBJECTS_BY_STATUS.get(request.outcome or request.status, form)
        if request.outcome is Outcome.DELIVERED and request.kind in _DELIVERED:
            form = _DELIVERED[request.kind][0]
    return _(form).format(**words)


def _lead(content: MailContent, provider: str) -> str:
    request = content.request
    if request is None:
        return ""
    author = _short(content.author) or provider
    match content.mail.event:
        case Event.REQUEST_COMMENTED:
            return _("{author} wrote about this request:").format(author=author)
        case Event.FILES_ATTACHED:
            return _("{author} attached files to this request:").format(author=author)
        case Event.REQUEST_CHANGED:
            known = _LEADS_BY_STATUS.get(request.outcome or request.status)
            if request.outcome is Outcome.DELIVERED and request.kind in _DELIVERED:
                known = _DELIVERED[request.kind][1]
            return _(known) if known else _("The state of this request has changed.")
        case _:
            return _(_SUBMITTED[request.kind])


def _quote(content: MailContent) -> str:
    if content.request is not None and _is_summary(content):
        return _long(content.request.description)
    return _long(content.note)


def _facts(content: MailContent) -> Iterator[tuple[str, str]]:
    request = content.request
    assert request is not None
    yield _("Service") if request.kind is Kind.ORDER else _("Title"), _short(request.name)
    yield _("Contract"), f"{_short(request.contract_name)} ({_short(request.contract)})"
    yield _("Kind"), kind_word(request.kind)
    yield _("Number"), _short(request.id)
    if request.customer_reference:
        yield _("Your reference"), _short(request.customer_reference)
    if request.tool_reference:
        yield _("The provider's reference"), _short(request.tool_reference)
    status = status_word(request.status)
    yield _("Status"), f"{status} · {outcome_word(request.outcome)}" if request.outcome else status
    if request.status is not Status.SUBMITTED or not _is_summary(content):
        yield _("Date"), _instant(content.at)
    yield _("Requester"), _short(request.requester)
    yield _("Issue date"), _instant(request.issued)


def _instant(at: datetime) -> str:
    here = i18n.local(at)
    return _("{day} at {time}").format(day=i18n.day(here), time=f"{here:%H:%M %Z}")


def _answers(request: MailRequest) -> Iterator[tuple[str, str]]:
    for answered in request.answers:
        # The title is the request's name, the description is quoted whole.
        if answered.label or answered.field not in ("title", "description"):
            text = _long("\n".join(answer_values(answered, request.kind)))
            if text:
                yield _short(answer_label(answered, request.kind)), text


def _lines(request: MailRequest) -> Iterator[LetterLine]:
    for line in request.lines:
        quantity = i18n.number(line.quantity)
        unit = _short(i18n.said(line.unit))
        yield LetterLine(
            label=_short(i18n.said(line.label)),
            quantity=f"{quantity} × {unit}" if unit else quantity,
            price=_price(Money(line.price.amount * line.quantity, line.price.currency), line.monthly)
            if line.price
            else "–",
        )


def _price(money: Money, monthly: bool) -> str:
    text = i18n.money(money)
    return _("{price} a month").format(price=text) if monthly else text


def _totals(request: MailRequest) -> Iterator[tuple[str, str]]:
    """What is paid once and each month, in each currency: amounts are never converted (I5)."""
    priced = [
        OrderLine(line.label, line.quantity, line.unit, line.price, line.monthly)
        for line in request.lines
        if line.price is not None
    ]
    for currency in dict.fromkeys(line.price.currency for line in priced):
        price: Price = price_of([line for line in priced if line.price.currency == currency], currency)
        if price.one_off.amount or not price.monthly.amount:
            yield _("Once, net of tax"), i18n.money(price.one_off)
        if price.monthly.amount:
            yield _("Each month, net of tax"), i18n.money(price.monthly)


def _short(text: str) -> str:
    return one_line(clean(text))


def _long(text: str) -> str:
    return clean(text, multiline=True).replace("\t", "    ").strip()
