"""What the command line hands to the application."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ecc_tui import cli, config
from ecc_tui.cli import demo
from ecc_tui.domain.links import ToRequest
from ecc_tui.start import Start

MAIL = '[mail]\nhost = "127.0.0.1"\nsender = "portal@orbis.example"\n'


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Start]:
    """Every start of the application, which then ends at once with 42."""
    starts: list[Start] = []

    def run(start: Start) -> int:
        starts.append(start)
        return 42

    for module in ("opening", "demo"):
        monkeypatch.setattr(f"ecc_tui.cli.{module}.check_terminal", lambda: None)
    monkeypatch.setattr("ecc_tui.app.run", run)
    return starts


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, str]]:
    """Demos that were built: an empty file and its language."""
    built: list[tuple[Path, str]] = []

    def build_demo(path: Path, language: str) -> None:
        path.touch()
        built.append((path, language))

    def build_large_demo(path: Path, progress: Callable[[float], None], *, language: str) -> None:
        progress(0.5)
        progress(1.0)
        build_demo(path, language)

    monkeypatch.setattr("ecc_tui.backend.sql.demo.build_demo", build_demo)
    monkeypatch.setattr("ecc_tui.backend.sql.demo.build_large_demo", build_large_demo)
    return built


def test_a_first_start_opens_the_guide(started: list[Start], fresh_home: Path) -> None:
    assert cli.main([]) == 42
    assert (started[0].store, started[0].mouse, started[0].language) == (None, True, "en")
    assert list(fresh_home.iterdir()) == []


def test_the_guides_store_is_opened_again(started: list[Start]) -> None:
    config.data_folder().mkdir(parents=True)
    config.default_store().touch()
    assert cli.main(["--no-mouse", "--lang", "fr"]) == 42
    assert (started[0].store, started[0].mouse, started[0].language) == (config.default_store(), False, "fr")


def test_the_last_connection_is_opened_again(started: list[Start], tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    store.touch()
    config.remember_connection("work", store)
    assert cli.main([]) == 42
    assert started[0].store == store


def test_a_named_store_is_opened(started: list[Start], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.sqlite").touch()
    monkeypatch.chdir(tmp_path)
    assert cli.main(["--store", "a.sqlite"]) == 42
    assert started[0].store == tmp_path / "a.sqlite"


def test_a_link_opens_its_screen(started: list[Start], tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    store.touch()
    assert cli.main(["--store", str(store), "open", "ecc:request/3-00286023"]) == 42
    assert started[0].link == ToRequest("3-00286023")


def test_the_mouse_can_be_left_to_the_terminal_for_good(started: list[Start]) -> None:
    config.change(mouse=False)
    cli.main([])
    assert not started[0].mouse


def test_the_demo_is_built_once(started: list[Start], builds: list[tuple[Path, str]]) -> None:
    assert cli.main(["demo", "--lang", "fr"]) == 42
    assert cli.main(["demo", "--as", "operator.demo", "--no-mouse"]) == 42
    assert builds == [(config.demo_store(), "fr")]
    assert [start.demo_login for start in started] == [None, "operator.demo"]
    assert [start.mouse for start in started] == [True, False]
    assert {start.store for start in started} == {config.demo_store()}
    assert config.data_folder().stat().st_mode & 0o777 == 0o700


def test_a_reset_builds_it_anew_and_leaves_nothing_beside(started: list[Start], builds: list[tuple[Path, str]]) -> None:
    cli.main(["demo"])
    journal = config.demo_store().with_name(config.demo_store().name + "-wal")
    journal.touch()
    cli.main(["demo", "--reset"])
    assert len(builds) == 2
    assert not journal.exists()


def test_the_large_demo_has_its_own_store_and_login(
    started: list[Start], builds: list[tuple[Path, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["demo", "--large", "--as", "support.demo"]) == 42
    assert builds == [(config.demo_store(large=True), "en")]
    assert started[0].demo_login == "support.demo"
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Building the large demo" in captured.err


def test_an_interrupted_build_is_told(
    started: list[Start], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(store: Path, large: bool) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "build", interrupted)
    assert cli.main(["demo"]) == 130
    assert "Aborted!" in capsys.readouterr().err
    assert started == []


@pytest.mark.parametrize(
    ("arguments", "mail", "number"), [((), "", 0), (("--live",), "", 1), ((), MAIL, 1), (("--live",), MAIL, 2)]
)
def test_what_runs_beside_the_screens(
    started: list[Start], builds: list[tuple[Path, str]], arguments: tuple[str, ...], mail: str, number: int
) -> None:
    config.config_file().parent.mkdir(parents=True)
    config.config_file().write_text(mail)
    assert cli.main(["demo", *arguments]) == 42
    (start,) = started
    assert len(start.beside) == number
    ends = [begin(config.demo_store()) for begin in start.beside]  # no store there: each ends by itself
    for end in ends:
        end()
