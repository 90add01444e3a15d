"""Hostile texts on every screen, dialog and palette: shown as they are, nothing fails, nothing is run (T-02, T-03)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.markup import MarkupError
from textual.pilot import Pilot
from textual.widgets import Static

from ecc_tui.app import CloudCustomerSpace
from ecc_tui.backend.connect import open_store
from ecc_tui.config import Configuration
from ecc_tui.domain.links import Link, parse
from ecc_tui.domain.text import clean
from ecc_tui.screens.lock import LockScreen
from ecc_tui.start import Start
from tests.hostile.journey import ARRIVED, ASKING_JOURNEY, JOURNEY, LOGIN, Step
from tests.hostile.payloads import CONTROLS, INVISIBLE, MARKUP, NAMES, PAYLOADS
from tests.hostile.stores import loaded_store, raw_store
from tests.widgets.themed import until

JOURNEYS = pytest.mark.parametrize("journey", [JOURNEY, ASKING_JOURNEY], ids=["looking", "asking"])
MakeStore = Callable[[Path, Path, Sequence[str]], Path]
ROOMY, COMPACT = (140, 45), (80, 24)
SHOWN_LEAST = 8
"""Steps of the journey on which a short text of the store must be seen whole."""


class Seen:
    """What was on the screen after each step."""

    def __init__(self) -> None:
        self.pictures: list[str] = []
        self.titles: set[str] = set()
        self.links: set[str] = set()
        self.actions: set[str] = set()

    def look(self, app: App[Any]) -> None:
        lines = []
        for strip in app.screen._compositor.render_strips():
            lines.append(strip.text)
            for _text, style, _control in strip:
                if style is not None and style._link:
                    self.links.add(style._link)
                if style is not None and "@click" in style.meta:
                    self.actions.add(str(style.meta["@click"]))
        self.pictures.append("\n".join(lines))
        self.titles.add(app.title)

    def times(self, text: str) -> int:
        """On how many pictures a text stands."""
        return sum(text in picture for picture in self.pictures)


WAIT_FOR_THE_PERSON = ("changes", "contract", "dialog", "default")
"""The groups of workers that end with a dialog, or with the program."""


async def settle(pilot: Pilot[int]) -> None:
    """Wait until what was asked has been answered and drawn."""
    for _ in range(2):
        await pilot.pause()
        for worker in list(pilot.app.workers):
            if worker.group not in WAIT_FOR_THE_PERSON:
                await until(pilot, lambda worker=worker: worker.is_finished)  # type: ignore[misc]  # mypy can't type a default
    await pilot.pause(0.02)


async def travel(
    store: Path, size: tuple[int, int], journey: Sequence[Step] = JOURNEY, link: Link | None = None
) -> Seen:
    """Open the store as its referent and go everywhere."""
    start = Start(configuration=Configuration(animation=False), language="en", store=store, demo_login=LOGIN, link=link)
    backend = open_store(store)
    app = CloudCustomerSpace(start, backend)
    seen = Seen()
    try:
        await app.prepare()
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            seen.look(app)
            for step in journey:
                await pilot.press(*step)
                await settle(pilot)
                assert app.is_running, f"{step} ended the program"
                seen.look(app)
            assert isinstance(app.screen, LockScreen)
    finally:
        await backend.close()
    return seen


def assert_harmless(seen: Seen) -> None:
    """No text became an action or a link, none became the window's title."""
    assert (seen.actions, seen.links) == (set(), set())
    assert seen.titles == {"CloudCustomerSpace"}


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """The final button of a form listens at once: the journeys mean what they press."""
    monkeypatch.setattr("ecc_tui.widgets.final_button.QUIET_SECONDS", 0.0)


@pytest.mark.parametrize(
    ("make", "journey"),
    [
        (raw_store, JOURNEY),
        (loaded_store, JOURNEY),
        (raw_store, ASKING_JOURNEY),
        pytest.param(loaded_store, ASKING_JOURNEY, marks=pytest.mark.full),
    ],
    ids=["raw-looking", "loaded-looking", "raw-asking", "loaded-asking"],
)
async def test_all_payloads_together(journey: Sequence[Step], make: MakeStore, demo: Path, tmp_path: Path) -> None:
    seen = await travel(make(demo, tmp_path / "store.ecc", PAYLOADS), ROOMY, journey)
    assert_harmless(seen)
    for payload in MARKUP:
        assert seen.times(payload) >= 3, payload
    if make is loaded_store:
        for payload in CONTROLS[:-1] if journey is JOURNEY else ():
            assert seen.times(clean(payload)[:12]) >= 1, payload
        for payload in CONTROLS + INVISIBLE:
            assert seen.times(payload) == 0, payload


async def test_the_way_of_asking_comes_to_every_screen(demo: Path, tmp_path: Path) -> None:
    """What is pressed does what is meant; else the tests beside it would look at the same list all the time."""
    seen = await travel(raw_store(demo, tmp_path / "store.ecc", ["[/b]"]), ROOMY, ASKING_JOURNEY)
    assert_harmless(seen)
    for words in ARRIVED:
        assert seen.times(words) >= 1, words
    assert seen.times("[/b]") == len(seen.pictures) - 1, "not on the lock alone"


@pytest.mark.full
@JOURNEYS
@pytest.mark.parametrize("make", [raw_store, loaded_store])
async def test_all_payloads_together_on_a_small_terminal(
    journey: Sequence[Step], make: MakeStore, demo: Path, tmp_path: Path
) -> None:
    assert_harmless(await travel(make(demo, tmp_path / "store.ecc", PAYLOADS), COMPACT, journey))


@pytest.mark.full
@JOURNEYS
@pytest.mark.parametrize("payload", PAYLOADS, ids=NAMES.get)
async def test_each_payload_everywhere(journey: Sequence[Step], payload: str, demo: Path, tmp_path: Path) -> None:
    seen = await travel(raw_store(demo, tmp_path / "store.ecc", [payload]), ROOMY, journey)
    assert_harmless(seen)
    if payload in MARKUP:
        assert seen.times(payload) >= SHOWN_LEAST


@pytest.mark.parametrize("link", ["ecc:request/", "ecc:contract/", "ecc:requests?search=", "ecc:requests?contract="])
async def test_a_hostile_link_is_shown_clean(link: str, demo: Path, tmp_path: Path) -> None:
    store = raw_store(demo, tmp_path / "store.ecc", ["plain"])
    for payload in ("a\x1b]52;c;RVZJTA==\x07", "[@click=app.quit]x[/]", "\udc9b[/b]"):
        text = link + quote(payload, safe="", errors="surrogatepass") if payload.isascii() else link + payload
        seen = await travel(store, ROOMY, [("ctrl+l",)], link=parse(text))
        assert_harmless(seen)
        assert seen.times("\x1b") == seen.times("\udc9b") == 0


# Controls: what would be seen if data were markup.


class Trusting(App[None]):
    """Shows a text as Textual does by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        yield Static(self.text)


async def test_a_text_that_is_read_as_markup_is_seen() -> None:
    app = Trusting("".join(MARKUP[2:4]))
    seen = Seen()
    async with app.run_test() as pilot:
        await pilot.pause()
        seen.look(app)
    assert seen.actions == {"app.quit"}
    assert seen.links == {"http://evil.example"}
    assert seen.times(MARKUP[2]) == 0


@pytest.mark.parametrize("payload", MARKUP[:2])
def test_a_text_that_breaks_markup_would_end_the_program(payload: str) -> None:
    with pytest.raises(MarkupError):
        Content.from_markup(payload)
