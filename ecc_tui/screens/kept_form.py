"""A form whose typing is kept: written with each key, there again after whatever happens, thrown away if asked (C7)."""

from __future__ import annotations

from ecc_tui.domain.forms import Entry, Form
from ecc_tui.domain.links import Place
from ecc_tui.drafts import Draft
from ecc_tui.i18n import _
from ecc_tui.screens.contract_form import ContractForm
from ecc_tui.screens.delivery_words import throw_away
from ecc_tui.screens.portal import Portal

FILE_CHECK_SECONDS = 1.0
"""Between two looks whether a draft that could not be written is on the disk now."""


class KeptForm(ContractForm):
    """One form on a contract with its draft; with a draft given, as it was left."""

    def __init__(
        self, portal: Portal, place: Place, contract: str, subject: str = "", *, draft: Draft | None = None
    ) -> None:
        super().__init__(portal, place, contract, subject)
        self.draft = draft
        """None before the form is open, and once it was thrown away."""
        self._was_safe = True
        """What was typed was on the disk when it was last looked at."""

    def begin_draft(self, form: Form) -> Draft:
        """A new one, or the one that was left of the same form. Raises Unwritten."""
        return self.portal.drafts.begin(
            self.form_name,
            self.contract,
            self.subject,
            version=self.version,
            title=self.draft_title(),
            entries=self.entries(form),
        )

    def keep(self, field: str, entry: Entry, position: int) -> None:
        """A keystroke: it is written before the next one is dealt with."""
        if self.draft is not None:  # thrown away, it must not come back with the last key
            self.draft.enter(field, entry, position)
            self.look_where_it_is_kept()

    def keep_place(self, field: str, position: int) -> None:
        """The cursor is elsewhere."""
        if self.draft is not None and self.is_attached:
            self.draft.move(field, position)

    def on_unmount(self) -> None:
        """Whoever leaves finds the draft again; one that is on its way is its delivery's."""
        if self.draft is not None and self.draft.key not in self.portal.deliveries:
            # Ended by a signal or a fault, nobody has left the form: it comes back (C7).
            self.draft.close(comes_back=bool(self.app.return_code))

    def look_where_it_is_kept(self) -> None:
        """A disk that is full may have room again, and the frame says so."""
        is_safe = self.draft is None or self.draft.is_safe
        if is_safe is not self._was_safe:
            self._was_safe = is_safe
            self.safety_changed()

    def safety_changed(self) -> None:
        """What is typed outlives the program, or no longer."""

    def kept_word(self) -> str:
        """Where what is typed is kept."""
        return _("every key is kept in the draft") if self._was_safe else _("▲ not kept on the disk")

    def say_that_it_is_kept(self) -> None:
        """To who leaves a form into which something was typed."""
        if self.draft is None or not self.draft.was_typed_in:
            return
        if self.draft.is_safe:
            self.notify(_("The draft is kept: the form opens as you left it."), markup=False, timeout=4)
        else:
            text = _("The draft can't be written to the disk now: it is kept only while the program is open.")
            self.notify(text, severity="warning", markup=False)

    def throw_away(self) -> None:
        """Forget what was typed, and leave."""
        if self.draft is not None:
            throw_away(self.draft, self.notify)
            self.draft = None
            self.dismiss()
