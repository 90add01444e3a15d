"""What runs beside the screens: begun once there is a first frame and a store, ended with the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ecc_tui import crash
from ecc_tui.app import CloudCustomerSpace, run
from ecc_tui.backend.sql.store import Store
from ecc_tui.config import Configuration, MailServer
from ecc_tui.start import Start
from tests.widgets.themed import until


class Beside:
    """Remembers where it was begun, and how often it was ended."""

    def __init__(self) -> None:
        self.begun: list[Path] = []
        self.ended = 0

    def __call__(self, store: Path) -> Callable[[], None]:
        self.begun.append(store)
        return self.end

    def end(self) -> None:
        self.ended += 1


def start_on(store: Path | None, *beside: Beside, configuration: Configuration | None = None) -> Start:
    return Start(
        configuration=configuration or Configuration(animation=False), language="en", store=store, beside=beside
    )


async def test_it_begins_with_the_first_frame_and_not_before(demo: Path) -> None:
    beside = Beside()
    store = Store.open(demo)
    app = CloudCustomerSpace(start_on(demo, beside), store)
    await app.prepare()
    assert beside.begun == []
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: beside.begun)
    assert (beside.begun, beside.ended) == ([demo], 0)
    app.end_beside()
    assert beside.ended == 1
    await store.close()


async def test_on_a_first_start_it_waits_for_the_store_that_the_guide_makes(demo: Path) -> None:
    beside = Beside()
    app = CloudCustomerSpace(start_on(None, beside), None)
    store = Store.open(demo)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert beside.begun == []
        await app._first_store(store, demo)
        assert beside.begun == [demo]
    await store.close()


@pytest.mark.parametrize("fails", [False, True])
def test_it_ends_with_the_program_however_that_ends(demo: Path, monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    beside = Beside()

    def over(app: CloudCustomerSpace, **_options: object) -> int:
        app._begin_beside()
        if fails:
            raise KeyboardInterrupt
        return 42

    monkeypatch.setattr(crash, "run", over)
    if fails:
        with pytest.raises(KeyboardInterrupt):
            run(start_on(demo, beside))
    else:
        assert run(start_on(demo, beside)) == 42
    assert beside.ended == 1


@pytest.mark.parametrize("host", ["", "127.0.0.1", "mail.orbis.example"])
def test_screens_are_told_whether_mails_leave(demo: Path, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    told: list[bool] = []

    def over(app: CloudCustomerSpace, **_options: object) -> int:
        assert app.backend is not None
        told.append(app.backend.capabilities.sends_mail)
        return 0

    monkeypatch.setattr(crash, "run", over)
    mail = MailServer(host=host, sender="portal@orbis.example") if host else None
    run(start_on(demo, configuration=Configuration(mail=mail)))
    assert told == [bool(host)]
