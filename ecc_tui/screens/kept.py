"""Forms without a screen of their own - dialogs, the guide - keep what is typed in a draft too (C7).

What stood in one when the program died is there again when it is opened the next time; it goes when the form is
answered or left.
"""

from __future__ import annotations

from contextlib import suppress

from ecc_tui.domain.forms import Entries, Texts
from ecc_tui.drafts import Draft, Drafts
from ecc_tui.state import Unwritten


def begin_kept(
    drafts: Drafts, form: str, contract: str = "", *, title: Texts | None = None, entries: Entries | None = None
) -> Draft | None:
    """The draft of such a form; None while another program holds the file: a dialog isn't worth waiting for."""
    try:
        return drafts.begin(form, contract, title=title, entries=entries)
    except Unwritten:
        return None


def forget_kept(draft: Draft | None) -> None:
    """The form was answered or left."""
    if draft is not None:
        with suppress(Unwritten):
            draft.remove()


def leave_kept(draft: Draft | None) -> None:
    """The program ends under the person: the draft stays."""
    if draft is not None:
        draft.close()
