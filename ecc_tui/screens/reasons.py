"""Why an action is not possible, and who can help (product.md section 1, R9)."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import App

from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.rights import Denied
from ecc_tui.i18n import _
from ecc_tui.widgets.dialogs import Reason, told
from ecc_tui.wording import action_name, denied_sentence, granters_sentence, sentence


def explain(app: App[int], refusal: Denied | DomainError) -> None:
    """A denied action opens its reason; anything else that stands in the way is told in a sentence."""
    if not isinstance(refusal, Denied):
        app.notify(sentence(refusal), severity="error", markup=False)
        return
    denied = refusal

    def reason() -> Reason:
        return Reason(action_name(denied.action), denied_sentence(denied), granters_sentence(denied))

    app.push_screen(told(reason))


def refusal_sentence(refusal: Denied | DomainError) -> str:
    """Why, in one sentence."""
    return denied_sentence(refusal) if isinstance(refusal, Denied) else sentence(refusal)


def whom_to_ask(administrators: Sequence[str]) -> str:
    """Who can help a person to whom a section shows nothing at all (D9)."""
    if not administrators:
        return _("The other sections work by their own roles.")
    return _("Ask your administrator: {names}. The other sections work by their own roles.").format(
        names=", ".join(administrators)
    )
