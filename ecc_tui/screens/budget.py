"""*Modify* the amount of a budget (D3): one field, the rule beside it, saved once whatever happens."""

from __future__ import annotations

import secrets
from decimal import Decimal
from functools import partial

from textual.app import App

from ecc_tui import i18n
from ecc_tui.domain.contracts import ZERO, Budget
from ecc_tui.domain.errors import ChangedMeanwhile, DomainError, InvalidInput
from ecc_tui.domain.money import Money, to_nano
from ecc_tui.i18n import _
from ecc_tui.screens.portal import Portal
from ecc_tui.widgets.dialogs import TextPrompt, told
from ecc_tui.wording import sentence


async def modify_budget(portal: Portal, app: App[int], contract: str) -> bool:
    """Ask for the new amount and save it; True when it was changed. Call it in a worker.

    What is refused comes back with what was typed, beside the budget as it is now.
    """
    typed = ""
    while True:
        try:
            details = await portal.ask(lambda session: session.contracts.details(contract))
            if details.budget is None:
                app.notify(_("No budget is set for {contract}.").format(contract=contract), markup=False)
                return False
            now = details.budget.budget
            answer = await app.push_screen_wait(told(partial(_prompt, contract, now, typed)))
            if answer is None:
                return False
            typed = answer
            amount = Money(parse_amount(answer) or ZERO, now.amount.currency)
            changed = await _save(portal, contract, amount, now.version)
        except (ChangedMeanwhile, InvalidInput) as error:
            app.notify(sentence(error), severity="warning", markup=False)
        except DomainError as error:
            app.notify(sentence(error), severity="error", markup=False)
            return False
        else:
            text = _("The budget of {contract} is now {amount}.")
            app.notify(text.format(contract=contract, amount=i18n.money(changed.amount)), markup=False)
            return True


def _prompt(contract: str, now: Budget, typed: str) -> TextPrompt:
    label = _("New amount in {currency}, now {amount}")
    return TextPrompt(
        _("Modify the budget of {contract}").format(contract=contract),
        label.format(currency=now.amount.currency, amount=i18n.money(now.amount)),
        value=typed,
        check=_problem,
    )


async def _save(portal: Portal, contract: str, amount: Money, version: int) -> Budget:
    """Once, however often the call is retried: the key is made before the first try."""
    key = secrets.token_urlsafe(24)
    return await portal.ask(lambda session: session.contracts.set_budget(contract, amount, version=version, key=key))


def parse_amount(text: str) -> Decimal | None:
    """An amount as people of the current language write it, `10 000,50` or `10,000.50`; None when it is none."""
    from babel.numbers import NumberFormatError, get_group_symbol, parse_decimal

    if any(character.isalpha() for character in text):  # a decimal may also be called NaN, Infinity or 1e9
        return None
    group = get_group_symbol(i18n.language())
    if group.isspace():  # whichever space is typed or pasted
        text = group.join(text.split())
    try:
        return parse_decimal(text.strip(), locale=i18n.language(), strict=True)
    except NumberFormatError:
        return None


def _problem(text: str) -> str:
    """What is wrong with a typed amount, in words; empty when nothing is."""
    amount = parse_amount(text)
    if amount is None:
        return _("Write an amount, like {example}.").format(example=i18n.number(Decimal("12500.5")))
    if amount <= 0:
        return _("The amount must be more than zero.")
    try:
        to_nano(amount)
    except ValueError:
        return _("This amount is too large or too fine.")
    return ""
