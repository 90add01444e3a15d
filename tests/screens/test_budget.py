"""Modify the amount of a budget: the first write, and the first action that a role can forbid (D3, section 1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from ecc_tui.domain.errors import StoreFault, StoreUnusable
from ecc_tui.screens.budget import BudgetDialog
from ecc_tui.screens.dashboard import DashboardScreen
from ecc_tui.widgets.dialogs import Reason
from ecc_tui.widgets.form import FormView
from tests.screens.portal import Control, ask, change, hear, on_contract, opened, press, said_by, see, type_text, words
from tests.widgets.themed import until

CONTRACT = "OCB0001251"


def stored(demo: Path) -> tuple[int, int]:
    """Amount in nano-units and version of the budget."""
    [(amount, version)] = ask(demo, "SELECT amount, version FROM budgets WHERE contract_id = ?", CONTRACT)
    return amount, version


async def open_prompt(pilot: Pilot[Any]) -> BudgetDialog:
    await on_contract(pilot, CONTRACT)
    await press(pilot, "b")
    await until(pilot, lambda: isinstance(pilot.app.screen, BudgetDialog))
    assert isinstance(pilot.app.screen, BudgetDialog)
    return pilot.app.screen


def typed_in(dialog: BudgetDialog) -> object:
    return dialog.query_one(FormView).entries.get("amount", "")


@pytest.mark.parametrize(
    ("language", "typed", "told", "shown_as"),
    [
        ("en", "12345.50", f"The budget of {CONTRACT} is now €12,345.50.", "of €12,345.50"),
        ("fr", "12 345,50", f"Le budget de {CONTRACT} est maintenant de 12\u00a0345,50\u00a0€.", "12 345,50 €"),
    ],
)
async def test_the_referent_changes_it_and_sees_it_at_once(
    demo: Path, language: str, typed: str, told: str, shown_as: str
) -> None:
    _amount, version = stored(demo)
    async with opened(demo, language=language) as pilot:
        await open_prompt(pilot)
        await type_text(pilot, typed)
        await press(pilot, "enter")
        await hear(pilot, told)
        await see(pilot, shown_as)
    assert stored(demo) == (12_345_500_000_000, version + 1)


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "", "Fill this in."),
        ("en", "much", "Write a number, like 2.5."),
        ("en", "1,000", "Write a number, like 2.5."),
        ("en", "NaN", "Write a number, like 2.5."),
        ("en", "-Infinity", "Write a number, like 2.5."),
        ("en", "1e9", "Write a number, like 2.5."),
        ("en", "0", "The amount must be more than zero."),
        ("en", "-5", "The amount must be more than zero."),
        ("en", "99999999999999", "This amount is too large or too fine."),
        ("en", "1.0000000001", "At most 2 decimals."),
        ("fr", "beaucoup", "Saisissez un nombre, comme 2,5."),
        ("fr", "0", "Le montant doit être supérieur à zéro."),
        ("fr", "99999999999999", "Ce montant est trop"),
    ],
)
async def test_what_is_no_amount_is_refused_in_words(demo: Path, language: str, typed: str, said: str) -> None:
    before = stored(demo)
    async with opened(demo, language=language) as pilot:
        prompt = await open_prompt(pilot)
        await type_text(pilot, typed)
        await press(pilot, "enter")
        await see(pilot, said)
        assert pilot.app.screen is prompt
        assert typed_in(prompt) == typed
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, DashboardScreen))
    assert stored(demo) == before


async def test_a_budget_changed_meanwhile_is_not_overwritten(demo: Path) -> None:
    async with opened(demo) as pilot:
        first = await open_prompt(pilot)
        await type_text(pilot, "777")
        change(
            demo,
            "UPDATE budgets SET amount = 5000000000000, version = version + 1 WHERE contract_id = ?",
            CONTRACT,
        )
        after = stored(demo)
        await press(pilot, "enter")
        await hear(pilot, "Somebody else changed this meanwhile")
        await until(pilot, lambda: isinstance(pilot.app.screen, BudgetDialog) and pilot.app.screen is not first)
        await see(pilot, "now €5,000.00")
        assert stored(demo) == after
        await press(pilot, "enter")
        await hear(pilot, f"The budget of {CONTRACT} is now €777.00.")
    assert stored(demo)[0] == 777_000_000_000


async def test_a_contract_without_budget_says_so(demo: Path) -> None:
    async with opened(demo) as pilot:
        await on_contract(pilot, "OCB0001240")
        await press(pilot, "b")
        await hear(pilot, "No budget is set for OCB0001240.")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("needs manager on Contracts for OCB0001251; you are visitor.", "can grant it: Solène Morel")),
        ("fr", ("gestionnaire", "Contrats", "OCB0001251", "visiteur", "Solène Morel")),
    ],
)  # fmt: skip
async def test_an_operator_is_told_which_role_where_and_who_grants_it(
    demo: Path, language: str, said: tuple[str, ...]
) -> None:
    before = stored(demo)
    async with opened(demo, "operator.demo", language=language) as pilot:
        await on_contract(pilot, CONTRACT)
        await press(pilot, "b")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reason))
        dialog = pilot.app.screen  # what lies beside it is no part of it

        def told() -> str:
            return " ".join(str(line.render()) for line in dialog.query(Static))

        await until(pilot, lambda: all(text in told() for text in said))
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, DashboardScreen))
    assert stored(demo) == before


async def test_rights_lost_while_the_amount_is_typed_are_told(demo: Path) -> None:
    """The screen only mirrors the rights: the backend refuses."""
    before = stored(demo)
    async with opened(demo) as pilot:
        await open_prompt(pilot)
        await type_text(pilot, "777")
        change(demo, "UPDATE rights SET contracts = 1 WHERE user_id = 'u-referent' AND contract_id = ?", CONTRACT)
        await press(pilot, "enter")
        await until(pilot, lambda: "needs manager on Contracts" in words(pilot) + " ".join(said_by(pilot)))
    assert stored(demo) == before


async def test_keys_typed_after_b_are_for_the_amount(demo: Path) -> None:
    """T-06: not one of them is a command of the dashboard."""
    control = Control()
    async with opened(demo, control=control) as pilot:
        await on_contract(pilot, CONTRACT)
        await press(pilot, *"b888", "enter")
        await hear(pilot, f"The budget of {CONTRACT} is now €888.00.")
    assert control.calls.count("contracts.set_budget") == 1


async def test_what_was_typed_when_the_program_ended_is_there_again(demo: Path) -> None:
    """C7."""
    async with opened(demo) as pilot:
        await open_prompt(pilot)
        await type_text(pilot, "77")
    async with opened(demo) as pilot:
        assert typed_in(await open_prompt(pilot)) == "77"
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, DashboardScreen))
        assert typed_in(await open_prompt(pilot)) == ""


async def test_saved_again_after_a_lost_answer_it_is_one_change(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """C5: the answer never came; what was saved is known by the draft's key, by the next program too."""
    _amount, version = stored(demo)
    from ecc_tui.backend.sql.contracts import Contracts

    save = Contracts.set_budget

    async def unanswered(*arguments: Any, **options: Any) -> Any:
        await save(*arguments, **options)
        raise StoreUnusable(StoreFault.FULL, "store")

    monkeypatch.setattr(Contracts, "set_budget", unanswered)
    async with opened(demo) as pilot:
        await open_prompt(pilot)
        await type_text(pilot, "777")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DashboardScreen))
    assert stored(demo) == (777_000_000_000, version + 1)
    monkeypatch.setattr(Contracts, "set_budget", save)
    async with opened(demo) as pilot:
        assert typed_in(await open_prompt(pilot)) == "777"
        await press(pilot, "enter")
        await hear(pilot, f"The budget of {CONTRACT} is now €777.00.")
    assert stored(demo) == (777_000_000_000, version + 1)
