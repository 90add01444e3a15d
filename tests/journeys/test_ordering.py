"""From the catalogue to a request that the provider works on, by keys alone, at 80x24, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from ecc_tui.i18n import catalogue_of
from tests.journeys.desk import CONTRACT, PAUSE, ROOMY, Desk, go_to_final, open_form, press_final, until
from tests.journeys.terminal import Terminal
from tests.mail.servers import SENDER, Mailbox, serving

GO_LIVE, END = (datetime.now(UTC).date() + timedelta(days) for days in (30, 200))
BESPOKE = {
    "en": ("Bespoke environment", "Other", "Inès Kervella"),
    "fr": ("Environnement sur mesure", "Autre", "Inès Kervella"),
}
"""Texts of the demo's data: the service, an option, a person."""
NEWEST_BEFORE = "3-00286023"
TOLD = ("Begun by Orbis 42", "Which rooms exactly?")


class Hands:
    """Presses keys and counts them as S1 says: not text that is typed, nor what moves and chooses inside a form."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.pressed: list[str] = []

    def press(self, *keys: str) -> None:
        self.pressed += keys
        self._terminal.press(*keys)

    def fill(self, *steps: str) -> None:
        """Text into fields, and the keys of KEYS that lead through a form and choose in it; Enter not among them."""
        for step in steps:
            assert step != "enter"
            self._terminal.press(step) if step in ("tab", "left", "right", "space", "backspace") else (
                self._terminal.write(step)
            )


@pytest.fixture
def mailbox(fresh_home: Path) -> Iterator[Mailbox]:
    """A mail server, and a configuration that sends there."""
    mailbox = Mailbox()
    with serving(mailbox) as port:
        file = fresh_home / ".config/ecc-tui/config.toml"
        file.parent.mkdir(parents=True)
        file.write_text(
            f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "{SENDER}"\n', encoding="utf-8"
        )
        yield mailbox


def panel(terminal: Terminal) -> list[str]:
    """What stands in the frame; a toast lies over it."""
    return [line.partition("▌ ")[0] for line in terminal.text().splitlines() if line.startswith("│")]


def toasts(terminal: Terminal) -> str:
    """What lies over the panel."""
    return "\n".join(line.partition("▌ ")[2] for line in terminal.text().splitlines())


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_from_the_catalogue_to_the_mail(desk: Desk, mailbox: Mailbox, tmp_path: Path, language: str) -> None:
    """Every kind of field, five keys (S1), the provider's answer on the open screen (Q9), the mail (C6)."""
    service, _other, person = BESPOKE[language]
    plan = tmp_path / "plan of the site.txt"
    plan.write_text("two rooms")
    with desk.open(language=language) as terminal:
        terminal.wait_for("OCB0001251")
        hands = Hands(terminal)
        hands.press("3", "/")
        hands.fill(service[:9])
        terminal.wait_for(service)
        hands.press("enter", "o")
        terminal.wait_for(f"{service} · {CONTRACT}")
        # All at once, as somebody who knows the form types ahead.
        hands.fill("env-paris", "tab", "For Paris and Lyon.", "tab")  # a line, a long text
        hands.fill("right", "tab", "space", "right", "space", "right", "right", "right", "space", "tab")  # choice(s)
        hands.fill("right", "right", "tab", "CockroachDB", "tab")  # conditions: another engine
        hands.fill("backspace", "12", "tab", "2.5", "tab")  # numbers
        hands.fill("10.40.0.0/22", "tab", "app.aurelac.example", "tab", "203.0.113.7", "tab")  # formats
        hands.fill("left", "tab", "right", "tab")  # yes, around the clock
        hands.fill(GO_LIVE.isoformat(), "tab", END.isoformat(), "tab")
        hands.fill("space")  # the list of subscriptions
        terminal.press("enter")  # chooses in the list
        hands.fill("tab", "kerv")  # a letter opens the list of people
        terminal.press("enter")
        hands.fill("tab", "reports@aurelac.example", "tab", "+33 6 12 34 56 78", "tab")
        hands.fill(str(plan), "tab", "tab", "tab")
        terminal.wait_until_quiet(PAUSE)
        assert desk.orders() == {}
        hands.press("enter")
        terminal.wait_for("#DEM-2026-", patience=60)
        assert hands.pressed == ["3", "/", "enter", "o", "enter"]
        assert len(hands.pressed) <= 5
        [id] = desk.orders()
        terminal.wait_for(id)
        assert desk.orders() == {id: "env-paris"}

        # In Requests it stands as submitted.
        submitted = {"en": "submitted", "fr": "transmise"}[language]
        terminal.press("2")
        terminal.wait_for(NEWEST_BEFORE)
        assert submitted in next(line for line in terminal.wait_for(f"▌  {id}").splitlines() if id in line)
        terminal.press("enter")
        terminal.wait_for("Éléonore Vasseur")
        terminal.wait_until_quiet()

        # What the provider does is told, and stands in the open screen, which doesn't move.
        before = panel(terminal)[:2]
        desk.command("request", "set", id, "--status", "in-progress", "--note", TOLD[0])
        until(lambda: TOLD[0] in toasts(terminal), terminal.text)
        desk.command("request", "comment", id, TOLD[1])
        until(lambda: TOLD[1] in toasts(terminal), terminal.text)
        assert panel(terminal)[:2] == before
        until(lambda: all(any(told in line for line in panel(terminal)) for told in TOLD), terminal.text)

        # The mail of the order, in the person's language, with what was ordered.
        until(lambda: len(mailbox.messages) >= 1)
        placed = next(message for message in mailbox.messages if str(message["Subject"]).count(id))
        assert placed["Content-Language"] == language
        assert placed["To"] == "Éléonore Vasseur <referent.demo@aurelac.example>"
        said = text_of(placed)
        for words in (service, CONTRACT, "env-paris", "For Paris and Lyon.", "CockroachDB", "203.0.113.7", plan.name):
            assert words in said, said
        assert person in said
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
        assert terminal.problems() == []
    assert desk.is_sound()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_missing_or_wrong_is_marked_and_nothing_is_sent(desk: Desk, language: str) -> None:
    """C4: all of it, each with the rule that it breaks; the first one has the focus."""
    said = catalogue_of(language).gettext
    with desk.open(language=language, size=ROOMY) as terminal:
        open_form(terminal, "bespoke")
        terminal.write("Not an identifier")
        go_to_final(terminal)
        press_final(terminal)
        terminal.wait_for(said("Choose at least one."))
        terminal.wait_until_quiet()
        shown = terminal.text()
        assert shown.count("✖") == 4  # name, purpose, components, start
        assert shown.count(said("Fill this in.")) == 2
        assert said("Only lower-case letters, digits and hyphens, neither first nor last a hyphen.")[:40] in shown
        terminal.write("!")
        terminal.wait_for("!Not an identifier")
        assert desk.drafts()[0][2] == "name"
    assert desk.orders() == {}


def test_a_visitor_of_the_services_cannot_order(desk: Desk) -> None:
    """C2: by the list or the palette he is told who can grant it; whoever may order gets the form by the same
    keys, which is the control. The call itself is refused in the contract tests of the backend."""
    for login, reason in (("auditor.demo", True), ("referent.demo", False)):
        with desk.open(login=login) as terminal:
            terminal.wait_for("OCB0001251")
            terminal.press("3", "/")
            terminal.write("s3")
            terminal.press("enter", "o")
            form_or_reason(terminal, reason)
            terminal.press("1", "ctrl+p")
            terminal.write("S3 st")
            terminal.wait_for("S3 storage  OCB")
            terminal.press("enter")
            terminal.wait_for("› S3 storage")
            terminal.press("o")
            form_or_reason(terminal, reason)
    assert desk.orders() == {}


def form_or_reason(terminal: Terminal, reason: bool) -> None:
    """What `o` leads to; Escape leads back."""
    shown = terminal.wait_for("can grant it" if reason else "Throw away")
    assert ("Bucket name *" in shown) is not reason
    terminal.wait_until_quiet()
    terminal.press("escape")
    terminal.wait_for("can grant it" if reason else "Bucket name *", gone=True)


def test_a_form_works_where_no_draft_can_be_kept(desk: Desk) -> None:
    """A state folder in which nobody can make a file: it is said once."""
    place = desk.home / ".local/state/ecc-tui"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to("/proc")
    with desk.open() as terminal:
        open_form(terminal, "s3")
        terminal.write("logs-1")
        go_to_final(terminal)
        press_final(terminal)
        terminal.wait_for("#DEM-2026-")
        assert b"choices" in terminal.written()
    assert list(desk.orders().values()) == ["logs-1"]
