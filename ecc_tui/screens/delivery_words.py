"""What is said about a form on its way, or thrown away: beside it, and by a toast to who is elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from ecc_tui.domain.errors import DomainError, StoreFault, StoreUnusable
from ecc_tui.domain.forms import Texts
from ecc_tui.domain.text import clean
from ecc_tui.drafts import Draft
from ecc_tui.i18n import LANGUAGES, _, catalogue_of, said
from ecc_tui.screens.sending import Outcome, Refused, Resolved, Unknown
from ecc_tui.state import Unwritten
from ecc_tui.wording import sentence


def in_every_language(message: str) -> Texts:
    """A message of the catalogue as texts: a draft's title is read in the language of whoever lists it."""
    return {code: catalogue_of(code).gettext(message) for code in LANGUAGES}


def tell_by_toast(notify: Callable[..., None], title: Texts, outcome: Outcome) -> None:
    """What became of a form that isn't in view."""
    name = said(title)
    match outcome:
        case Resolved(receipt=receipt):
            # A form about several requests has no one id.
            text = _("{form}: sent, the request is {id}.") if receipt.id else _("{form}: sent.")
            notify(text.format(form=name, id=receipt.id), markup=False)
        case Refused(error=error):
            why = sentence(error) if error is not None else _("It never arrived.")
            text = _("{form}: nothing was sent. {why} The draft is kept.").format(form=name, why=why)
            notify(text, severity="warning", markup=False, timeout=10)
        case Unknown():
            text = _("{form}: no answer yet. It is asked again until it is known.").format(form=name)
            notify(text, severity="warning", markup=False)


def throw_away(draft: Draft, notify: Callable[..., None]) -> None:
    """Forget a draft; says so where it can't be taken out of its file now."""
    try:
        draft.remove()
    except Unwritten:
        text = _("The file of the drafts is full or in use by another program: it is still among them.")
        notify(text, severity="warning", markup=False)


def warning(text: str) -> Content:
    """A sentence that wants to be read before going on."""
    return Content.assemble(("▲ ", "$text-warning"), text)


def refusal(error: DomainError | None) -> Content:
    """Why it may be sent again: it was refused, or it never arrived."""
    long_ago = _("It never arrived, and that is long ago: look at it again before sending it.")
    return warning(long_ago if error is None else sentence(error))


def to_verify(error: DomainError | None, key: str) -> Content:
    """Nobody knows yet whether the form was taken; `key` asks at once."""
    text = _(
        "It is not known yet whether it arrived: the program keeps asking and never sends it twice. {key} asks now."
    )
    return Content.assemble(("◌ ", "$text-warning"), f"{_why_open(error)} ".lstrip(), text.format(key=key))


def _why_open(error: DomainError | None) -> str:
    if isinstance(error, StoreUnusable) and error.fault is StoreFault.GONE:
        return _("The store {path} can't be reached.").format(path=clean(error.path))  # its sentence knows too much
    return sentence(error) if error is not None else ""
