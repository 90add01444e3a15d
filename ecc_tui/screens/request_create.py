"""*Create a request* (Q6): the contract, then the kind; incident and change have their forms here.

What the person wants here: to tell what doesn't work, or what shall be changed, with as few questions as the provider
needs: n, the contract (remembered), the kind, and the form with oneself as the contact person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import ClassVar

from ecc_tui.clipboard import copy
from ecc_tui.domain import forms
from ecc_tui.domain.catalogue import Contact, Element
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.forms import Entries, Form, Texts, Verdict, check_field
from ecc_tui.domain.links import Place, ToPlace
from ecc_tui.domain.request_forms import FORMS
from ecc_tui.domain.requests import Kind, Receipt
from ecc_tui.domain.rights import Action, ContractRights, Denied, Section, allowed
from ecc_tui.i18n import N_, _, today
from ecc_tui.screens.delivery_words import in_every_language
from ecc_tui.screens.form_screen import FormScreen
from ecc_tui.screens.order import with_choices
from ecc_tui.screens.portal import Go
from ecc_tui.screens.reasons import explain
from ecc_tui.screens.sending import Call, answers_and_files
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.widgets.dialogs import Choice, ChoiceEntry, Question, told
from ecc_tui.wording import denied_sentence, sentence
from ecc_tui.wording.form_words import worded

LAST_CONTRACT = "requests.new-contract"
"""The contract that was last asked something for, kept on this machine (S5)."""

KINDS: Mapping[Kind, tuple[str, Action]] = {
    Kind.INCIDENT: (N_("Report an incident"), Action.REPORT_INCIDENT),
    Kind.ORDER: (N_("Place an order"), Action.ORDER),
    Kind.CHANGE: (N_("Request a change"), Action.REQUEST_CHANGE),
}
"""How each kind is offered, and what it needs."""


async def create_request(screen: SectionScreen, contracts: Collection[str] = ()) -> None:
    """Ask for contract and kind, and open the form; one contract alone isn't asked for. Call it in a worker."""
    try:
        contract = await _contract(screen, contracts)
        if contract is None:
            return
        rights = await screen.portal.ask(lambda session: session.contracts.rights(contract))
    except DomainError as error:
        screen.notify(sentence(error), severity="error", markup=False)
        return
    screen.portal.choices.set(LAST_CONTRACT, contract)
    chosen = await screen.app.push_screen_wait(told(partial(_kinds, screen, contract, rights)))
    if chosen is None:
        return
    kind = Kind(chosen)
    verdict = allowed(rights, KINDS[kind][1])
    if isinstance(verdict, Denied):
        explain(screen.app, verdict)
    elif kind not in screen.portal.session.capabilities.takes:
        await _lead_to_tool(screen, contract, kind)
    elif kind is Kind.ORDER:
        screen.post_message(Go(ToPlace(Place.CATALOGUE, contract)))
    else:
        await screen.app.push_screen(SCREENS[kind](screen.portal, screen.place, contract))


async def _contract(screen: SectionScreen, contracts: Collection[str]) -> str | None:
    """The one that the list is about, or the chosen one."""
    if len(contracts) == 1:
        return next(iter(contracts))
    portal = screen.portal
    asked = await portal.ask(lambda session: session.contracts.names(Section.ORDERS))
    ordered = await portal.ask(lambda session: session.contracts.names(Section.SERVICES))
    found = {name.id: name for name in (*asked, *ordered)}
    names = [name for name in found.values() if not contracts or name.id in contracts]
    if not names:
        screen.notify(_("None of your contracts lets you create a request."), markup=False)
        return None
    if len(names) == 1:
        return names[0].id
    before = screen.portal.choices.get(LAST_CONTRACT)

    def choice() -> Choice:
        entries = [ChoiceEntry(name.id, f"{name.id}  {name.name}", name.company) for name in names]
        return Choice(_("Create a request: for which contract?"), entries, chosen=before)

    chosen: str | None = await screen.app.push_screen_wait(told(choice))
    return chosen


def _kinds(screen: SectionScreen, contract: str, rights: ContractRights) -> Choice:
    takes = screen.portal.session.capabilities.takes
    entries = []
    for kind, (title, action) in KINDS.items():
        verdict = allowed(rights, action)
        reason = denied_sentence(verdict) if isinstance(verdict, Denied) else ""
        note = _("not allowed") if reason else "" if kind in takes else _("in the provider's tool")
        entries.append(ChoiceEntry(kind, _(title), note, reason))
    return Choice(_("Create a request · {contract}").format(contract=contract), entries)


async def _lead_to_tool(screen: SectionScreen, contract: str, kind: Kind) -> None:
    """What isn't taken here is asked for in the provider's own tool: where that is, and how."""
    tool = screen.portal.session.capabilities.tool

    def question() -> Question:
        if not tool:
            text = _("This connection doesn't take it. Your provider's adviser says where to ask for it.")
            return Question(_(KINDS[kind][0]), text, yes=_("All right"), no=_("Close"))
        steps = [
            _("This is asked for in the provider's own tool:"),
            tool,
            _("1. Log in there with your account for that tool."),
            _("2. Choose “{kind}” and name the contract {contract}.").format(kind=_(KINDS[kind][0]), contract=contract),
            _("3. It appears here among the requests."),
        ]
        return Question(_(KINDS[kind][0]), "\n".join(steps), yes=_("Copy the link"), no=_("Close"))

    if await screen.app.push_screen_wait(told(question)) and tool:
        screen.notify(copy(screen.app, tool), markup=False, timeout=4)


class NewRequestScreen(FormScreen):
    """The form of an incident or a change, with oneself as the contact person."""

    kind: ClassVar[Kind]
    _contacts: Sequence[Contact] = ()

    async def load(self) -> Form:
        """The product's own form, with the people and the subscriptions of the contract."""
        contract = self.contract
        self._contacts = await self.portal.ask(lambda session: session.catalogue.contacts(contract))
        elements: Sequence[Element] = await self.portal.ask(lambda session: session.catalogue.elements(contract))
        return with_choices(worded(FORMS[self.kind]), self._contacts, elements)

    def heading(self) -> str:
        return _(KINDS[self.kind][0])

    def draft_title(self) -> Texts:
        return in_every_language(KINDS[self.kind][0])

    def entries(self, form: Form) -> Entries:
        """The defaults, oneself as the contact person, and one's own telephone."""
        oneself = next((contact for contact in self._contacts if contact.oneself), None)
        person = self.portal.session.person
        phone = person.mobile or person.phone or (oneself.phone if oneself else "")
        own = {"contact": oneself.id if oneself else "", "phone": phone}
        known = {field.id for field in form.fields}
        # A number of the account that the form would refuse is no help.
        right = {id: own[id] for id in own if id in known and check_field(form, id, own, today()) is None}
        return {**forms.defaults(form), **{id: value for id, value in right.items() if value}}

    def call(self, verdict: Verdict) -> Call:
        answers, files = answers_and_files(FORMS[self.kind], verdict.answers)
        return Call(
            form=self.form_name,
            contract=self.contract,
            answers=answers,
            files=files,
        )

    def back_word(self) -> str:
        return _("Back to the requests")


class IncidentScreen(NewRequestScreen):
    """Something doesn't work."""

    form_name = "incident"
    needs = Action.REPORT_INCIDENT
    kind = Kind.INCIDENT

    def final_word(self) -> str:
        return _("Report the incident")

    def done_sentence(self, receipt: Receipt) -> str:
        return _("The incident is reported.")


class ChangeScreen(NewRequestScreen):
    """Something shall be otherwise."""

    form_name = "change"
    needs = Action.REQUEST_CHANGE
    kind = Kind.CHANGE

    def final_word(self) -> str:
        return _("Request the change")

    def done_sentence(self, receipt: Receipt) -> str:
        return _("The change is requested.")


SCREENS: Mapping[Kind, type[NewRequestScreen]] = {Kind.INCIDENT: IncidentScreen, Kind.CHANGE: ChangeScreen}
