"""What the last program left when it ended in the middle of a form (C5, C7; security.md R-03).

Forms that were on their way are verified in the background, and the person is told what became of them. The form that
was being filled is opened again as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.app import App

from ecc_tui.domain.forms import Texts
from ecc_tui.domain.links import Place, ToPlace
from ecc_tui.drafts import Draft, DraftEntry, DraftUnavailable, Phase
from ecc_tui.i18n import _, said
from ecc_tui.screens.delivery_words import tell_by_toast
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.sending import Delivery, Outcome, Refused
from ecc_tui.state import Unwritten

if TYPE_CHECKING:
    from ecc_tui.screens.form_screen import FormScreen

FORM_SCREENS: Mapping[str, tuple[Place, str, str]] = {
    "order": (Place.CATALOGUE, "ecc_tui.screens.order", "OrderScreen"),
    "incident": (Place.REQUESTS, "ecc_tui.screens.request_create", "IncidentScreen"),
    "change": (Place.REQUESTS, "ecc_tui.screens.request_create", "ChangeScreen"),
    "comment": (Place.REQUESTS, "ecc_tui.screens.request_forms", "CommentScreen"),
    "attach": (Place.REQUESTS, "ecc_tui.screens.request_forms", "AttachScreen"),
    "cancel": (Place.REQUESTS, "ecc_tui.screens.request_forms", "CancelScreen"),
    "comment-marked": (Place.REQUESTS, "ecc_tui.screens.request_forms", "CommentMarkedScreen"),
    "notifications": (Place.DASHBOARD, "ecc_tui.screens.notification_preferences", "ChannelsScreen"),
    "cancel-marked": (Place.REQUESTS, "ecc_tui.screens.request_forms", "CancelMarkedScreen"),
}
"""The section, module and screen of each form that has a screen of its own."""


def screen_of(portal: Portal, draft: Draft) -> FormScreen:
    """The screen in which a draft goes on. Raises KeyError for a form that has none."""
    place, module, name = FORM_SCREENS[draft.form]
    screen: FormScreen = getattr(import_module(module), name)(portal, place, draft.contract, draft.subject, draft=draft)
    return screen


async def take_up_unfinished(app: App[Any], portal: Portal, *, reopen: bool) -> None:
    """Once a portal is open. Without `reopen` (the program was started for something else) the form that was open is
    only told of."""
    try:
        left = [entry for entry in portal.drafts.all() if not entry.elsewhere]
    except Unwritten:
        return  # the file is busy: the drafts stay as they are for the next start
    opened = [entry for entry in left if entry.phase is Phase.TYPING and entry.opened]
    for entry in left:
        if entry.phase is not Phase.TYPING:
            _verify(app, portal, entry)
    for entry in opened:
        if reopen and entry.form in FORM_SCREENS:
            reopen = not await _open_again(app, portal, entry)
        else:
            _tell_of(app, portal, entry)


def _verify(app: App[Any], portal: Portal, entry: DraftEntry) -> None:
    try:
        draft = portal.drafts.take_up(entry.key)
    except (DraftUnavailable, Unwritten):
        return  # another program was faster
    delivery = Delivery(portal, draft, partial(tell_of, app, draft, entry.title))
    app.run_worker(delivery.run(), group="sending")


async def tell_of(app: App[Any], draft: Draft, title: Texts, outcome: Outcome) -> None:
    """What became of a form that has no screen."""
    if isinstance(outcome, Refused):
        draft.close()
    tell_by_toast(app.notify, title, outcome)


async def _open_again(app: App[Any], portal: Portal, entry: DraftEntry) -> bool:
    """The form over its section; True when it is open."""
    try:
        draft = portal.drafts.take_up(entry.key)
    except (DraftUnavailable, Unwritten):
        return False
    screen = screen_of(portal, draft)
    await _go(app, ToPlace(screen.place))
    await app.push_screen(screen)
    return True


async def _go(app: App[Any], link: ToPlace) -> None:
    go = getattr(app, "go", None)
    if go is not None:
        await go(link)


def _tell_of(app: App[Any], portal: Portal, entry: DraftEntry) -> None:
    """A draft that isn't opened by itself is told of, and no longer counts as open."""
    try:
        portal.drafts.take_up(entry.key).close()
    except (DraftUnavailable, Unwritten):
        return
    name = said(entry.title) or entry.form
    app.notify(_("A draft is kept since the last time: {form}.").format(form=name), markup=False, timeout=8)
