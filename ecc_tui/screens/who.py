"""Who I am, on which backend, and the way out (A6)."""

from __future__ import annotations

from textual.app import App

from ecc_tui.i18n import _
from ecc_tui.screens.portal import Portal
from ecc_tui.widgets.dialogs import Question, told
from ecc_tui.wording import backend_name


async def who_am_i(portal: Portal, app: App[int]) -> bool:
    """Show it; True when the person wants to log out. Call it in a worker."""

    def question() -> Question:
        person = portal.session.person
        lines = [
            f"{person.name} · {person.login}",
            f"{person.company} · {person.email}",
            backend_name(portal.session.capabilities),
        ]
        if person.administrator:
            lines.insert(2, _("Administrator of the company"))
        return Question(_("Who I am"), "\n".join(lines), yes=_("Log out"), no=_("Stay"))

    return await app.push_screen_wait(told(question)) is True
