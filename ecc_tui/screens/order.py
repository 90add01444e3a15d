"""The order of a service (C3 to C6): its form, what it costs and does to the budget while it is filled, one press.

What the person wants here: to say what he needs, to see the price and the budget's end as he types, to place the order
with one `enter` on its button: from the dashboard 3, /, enter, o, enter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from ecc_tui.domain import forms, rights
from ecc_tui.domain.catalogue import (
    Contact,
    Element,
    Price,
    Service,
    difference,
    order_lines,
    price_of,
)
from ecc_tui.domain.contracts import ContractDetails
from ecc_tui.domain.errors import ActionDenied, DomainError, NotFound, ServiceChanged
from ecc_tui.domain.forms import Entries, Entry, Field, FieldKind, Form, Option, Texts, Verdict, with_options
from ecc_tui.domain.requests import Receipt
from ecc_tui.i18n import _, language, said, today
from ecc_tui.screens.delivery_words import warning
from ecc_tui.screens.form_screen import FormScreen
from ecc_tui.screens.order_words import difference_content, expected_day, order_content
from ecc_tui.screens.sending import Call, answers_and_files
from ecc_tui.wording import sentence

MARGIN = 4
"""Cells that the form's frame leaves to nothing."""


class OrderScreen(FormScreen):
    """`subject` is the service."""

    form_name = "order"
    needs = rights.Action.ORDER

    _service: Service
    _details: ContractDetails | None = None
    _sent_price: Price | None = None
    _contacts: Sequence[Contact] = ()

    async def load(self) -> Form:
        """The service, who and what its form may name, and the contract's budget where it may be seen."""
        contract, id = self.contract, self.subject
        service = await self.portal.ask(lambda session: session.catalogue.service(contract, id))
        kinds = {field.kind for field in service.form.fields}
        elements: Sequence[Element] = ()
        if FieldKind.CONTACT in kinds:
            self._contacts = await self.portal.ask(lambda session: session.catalogue.contacts(contract))
        if FieldKind.ELEMENT in kinds:
            elements = await self.portal.ask(lambda session: session.catalogue.elements(contract))
        try:
            self._details = await self.portal.ask(lambda session: session.contracts.details(contract))
        except (ActionDenied, NotFound):
            self._details = None  # the order needs no right on the dashboard: its effect on the budget isn't shown
        self._service, self.version = service, service.version
        return with_choices(service.form, self._contacts, elements)

    def heading(self) -> str:
        """`Order · Change of support level`."""
        return _("Order · {service}").format(service=said(self._service.entry.name))

    def draft_title(self) -> Texts:
        """The service's name."""
        return self._service.entry.name

    def entries(self, form: Form) -> Entries:
        """The defaults, oneself as the contact person."""
        oneself = next((contact.id for contact in self._contacts if contact.oneself), "")
        contacts = {field.id: oneself for field in form.fields if field.kind is FieldKind.CONTACT and oneself}
        return {**contacts, **forms.defaults(form)}

    def summary(self, answers: Mapping[str, Entry]) -> Content:
        """Price and budget, live."""
        budget = self._details.budget if self._details else None
        start = expected_day(today(), self._service.entry.delay_days)
        may_see = self._details is not None
        return order_content(self._price(answers), budget, may_see, start, room=self.size.width - MARGIN)

    def _price(self, answers: Mapping[str, Entry]) -> Price:
        return price_of(order_lines(self._service.prices, answers), self._service.currency)

    def final_word(self) -> str:
        """*Order*."""
        return _("Order")

    def final_sentence(self) -> str:
        """C4."""
        return _("Pressing Order places the order at once, there is no further step.")

    def done_sentence(self, receipt: Receipt) -> str:
        """The order is placed."""
        return _("The order is placed: {service}.").format(service=said(self._service.entry.name))

    def back_word(self) -> str:
        """Where the order began."""
        return _("Back to the catalogue")

    def call(self, verdict: Verdict) -> Call:
        """The answers with the version and the price that were seen."""
        self._sent_price = self._price(verdict.answers)
        answers, files = answers_and_files(self._service.form, verdict.answers)
        return Call(
            form=self.form_name,
            contract=self.contract,
            subject=self.subject,
            answers=answers,
            files=files,
            version=self.version,
            price=self._sent_price,
            language=language(),
        )

    async def take_refusal(self, error: DomainError | None) -> None:
        """A service that has changed: what is different now, in its new form, with all that was typed."""
        if not isinstance(error, ServiceChanged):
            await super().take_refusal(error)
            return
        before = self._service
        try:
            form = await self.load()
        except DomainError as problem:
            if not self.is_attached:
                return  # left meanwhile: the draft is kept
            why = problem
            self.say(lambda: warning(f"{sentence(error)} {sentence(why)}"))
            self.to_first_field()
            return
        if not self.is_attached:
            return
        now = self._service
        await self.view.replace(form).wait()
        if not self.is_attached:
            return
        self.to_first_field()
        answers = forms.check(form, self.view.entries, today()).answers
        found = difference(before, now, self._sent_price or self._price(answers), answers)
        if self.draft is not None:
            self.draft.taken_up(self.version)
        self.say(lambda: difference_content(before, now, found))
        self.words()


def with_choices(form: Form, contacts: Sequence[Contact], elements: Sequence[Element]) -> Form:
    """The form with the people and the subscriptions that its fields may name on this contract."""
    people = [
        Option(one.id, {"": one.name}, {"": " · ".join(filter(None, [one.company, one.phone]))}) for one in contacts
    ]
    things = [Option(one.id, one.name, {"": one.detail}) for one in elements]

    def offered(field: Field) -> Sequence[Option] | None:
        return {FieldKind.CONTACT: people, FieldKind.ELEMENT: things}.get(field.kind)

    options = {field.id: found for field in form.fields if (found := offered(field)) is not None}
    return with_options(form, options)
