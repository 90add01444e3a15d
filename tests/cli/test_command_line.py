"""The command line: one line and one code for each error, both languages, and nothing imported that isn't needed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from ecc_tui import __version__, cli, config
from ecc_tui.cli import codes
from ecc_tui.cli.language import chosen_language, speak
from ecc_tui.domain.errors import DomainError
from ecc_tui.i18n import CATALOGUE_FOLDERS
from ecc_tui.launcher import clean_environment
from locales import catalogue

ROOT = Path(__file__).parent.parent.parent


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--nonsense"], codes.USAGE, "No such option '--nonsense'."),
        (["nonsense"], codes.USAGE, "No such command 'nonsense'."),
        (["open"], codes.USAGE, "Missing argument 'LINK'."),
        (["--lang", "de"], codes.USAGE, "'de' is not one of 'en', 'fr'."),
        (["paths", "more"], codes.USAGE, "Got unexpected extra argument (more)"),
        (["open", "https://example.org"], codes.REFUSED, "A link begins with “ecc:”"),
        (["open", "ecc:requests?colour=red"], codes.REFUSED, "criterion “colour”"),
        (["open", "ecc:requests?status=red\x1b[2J"], codes.REFUSED, "“red␛[2J” is no value"),
        (["open", "ecc:requests"], codes.TERMINAL, "A terminal is needed"),
        ([], codes.TERMINAL, "A terminal is needed"),
        (["--store", "/nowhere"], codes.TERMINAL, "A terminal is needed"),
        (["demo"], codes.TERMINAL, "A terminal is needed"),
    ],
)
def test_an_error_is_one_line_and_a_code(
    capsys: pytest.CaptureFixture[str], fresh_home: Path, arguments: list[str], code: int, said: str
) -> None:
    result, out, err = run(capsys, *arguments)
    assert (result, out) == (code, "")
    assert said in err
    assert err.startswith("ecc-tui: ")
    assert err.count("\n") == 1
    assert "\x1b" not in err
    assert list(fresh_home.iterdir()) == []


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors that come after the look at the terminal and before the application."""
    for module in ("opening", "demo"):
        monkeypatch.setattr(f"ecc_tui.cli.{module}.check_terminal", lambda: None)


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--store", "/nowhere/a.sqlite"], codes.STORE, "There is no store at /nowhere/a.sqlite."),
        (["--store", "/nowhere/a.sqlite", "open", "ecc:requests"], codes.STORE, "There is no store at"),
        (["demo", "--as", "somebody"], codes.REFUSED, "“--as” is for the logins of the demo: referent.demo, "),
        (["demo", "--as", "support.demo"], codes.REFUSED, "“--as” is for the logins of the demo"),
    ],
)
def test_an_error_before_the_application(
    capsys: pytest.CaptureFixture[str], fresh_home: Path, arguments: list[str], code: int, said: str
) -> None:
    result, _out, err = run(capsys, *arguments)
    assert result == code
    assert said in err
    assert err.count("\n") == 1
    assert list(fresh_home.iterdir()) == []


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("lang = 'fr'", codes.CONFIGURATION, "there is no setting “lang”"),
        ("last_connection = 'gone'", codes.NOT_FOUND, "There is no connection gone"),
        ("last_connection = 'a'\n[connections.a]\nstore = '/nowhere'", codes.STORE, "There is no store at /nowhere."),
    ],
)
def test_a_wrong_configuration(capsys: pytest.CaptureFixture[str], text: str, code: int, said: str) -> None:
    config.config_file().parent.mkdir(parents=True)
    config.config_file().write_text(text)
    result, _out, err = run(capsys)
    assert result == code
    assert said in err
    assert err.count("\n") == 1


def test_help_and_version_work_with_a_wrong_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    config.config_file().parent.mkdir(parents=True)
    config.config_file().write_text("lang = 'fr'")
    assert run(capsys, "--version") == (0, f"ecc-tui {__version__}\n", "")
    assert run(capsys, "demo", "--help")[0] == 0


def test_paths_are_those_of_the_configuration(capsys: pytest.CaptureFixture[str], fresh_home: Path) -> None:
    code, out, _err = run(capsys, "paths")
    assert code == 0
    for path in (config.config_file(), config.data_folder(), config.state_file(), config.log_file()):
        assert str(path) in out
    assert list(fresh_home.iterdir()) == []


def test_a_fault_of_the_program_is_an_incident(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Path:
        raise ValueError("canary-secret")

    monkeypatch.setattr(config, "data_folder", broken)
    code, _out, err = run(capsys, "paths")
    assert code == codes.CRASH
    assert "incident" in err
    assert "canary-secret" not in err
    assert "canary-secret" not in config.log_file().read_text()


def test_every_error_of_the_domain_has_a_code() -> None:
    class Strange(DomainError):
        code = "strange"

    assert codes.exit_code(Strange()) == codes.REFUSED
    assert codes.exit_code(PermissionError()) == codes.FILE


def test_the_readme_lists_the_codes() -> None:
    readme = (ROOT / "README.md").read_text()
    for code in range(10):
        assert re.search(rf"^\| {code} \|", readme, re.MULTILINE), code


@pytest.mark.parametrize(
    ("arguments", "configured", "environment", "language"),
    [
        ([], None, "en_US.UTF-8", "en"),
        ([], None, "fr_FR.UTF-8", "fr"),
        ([], "en", "fr_FR.UTF-8", "en"),
        (["demo", "--lang", "fr"], "en", "en_US.UTF-8", "fr"),
        (["--lang=fr"], None, "en_US.UTF-8", "fr"),
        (["--lang", "de"], None, "fr_FR.UTF-8", "fr"),
        (["--lang"], None, "C", "en"),
    ],
)
def test_the_language_is_the_commands_then_the_configurations_then_the_environments(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], configured: str | None, environment: str, language: str
) -> None:
    monkeypatch.setenv("LANG", environment)
    if configured:
        config.change(language=configured)
    assert chosen_language(arguments) == language


def test_clicks_own_texts_are_in_the_catalogue() -> None:
    """Every text of the installed click that its help and errors use for our options is one that we translate."""
    ours = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue.template()}
    used = {"Usage:", "Options", "Commands", "Show this message and exit.", "Missing command.", "Aborted!"}
    assert used <= ours
    source = "".join(path.read_text() for path in Path(click.__file__).parent.glob("*.py"))
    for text in used:
        assert f'"{text}"' in source


def test_help_is_in_french(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a catalogue of its own, so that it stands while the real one is being written."""
    made = catalogue.template()
    made.locale = "fr"
    translations = {"Usage:": "Utilisation :", "Options": "Options :)", "Open this local store.": "Ouvre ce magasin."}
    for message in made:
        if isinstance(message.id, str) and message.id in translations:
            message.string = translations[message.id]
    file = tmp_path / "fr" / "LC_MESSAGES" / "ecc_tui.po"
    file.parent.mkdir(parents=True)
    file.write_text(catalogue.text_of(made), encoding="utf-8")
    catalogue.compile_catalogue(file)
    script = (
        "from pathlib import Path; from ecc_tui import i18n; from ecc_tui.cli import language\n"
        f"i18n.CATALOGUE_FOLDERS = language.CATALOGUE_FOLDERS = (Path({str(tmp_path)!r}),)\n"
        "from ecc_tui.cli import main; main(['--lang', 'fr', 'demo', '--help']); main(['--lang', 'fr', '--foo'])"
    )
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Utilisation : ecc-tui demo" in said.stdout
    assert "Options :)" in said.stdout
    assert CATALOGUE_FOLDERS


def test_speaking_a_language_without_a_catalogue_is_english(capsys: pytest.CaptureFixture[str]) -> None:
    speak("en")
    assert "No such command" in run(capsys, "nonsense")[2]


def test_the_environment_is_cleaned() -> None:
    kept = {"PATH": "/bin", "TERM": "xterm", "COLORTERM": "truecolor", "NO_COLOR": "1", "HOME": "/h", "LANG": "C"}
    unwanted = dict.fromkeys(
        [
            "TEXTUAL",
            "TEXTUAL_DEBUG",
            "TEXTUAL_PRESS",
            "PYTHONPATH",
            "PYTHON_KEYRING_BACKEND",
            "SSLKEYLOGFILE",
            "BROWSER",
            "PAGER",
            "EDITOR",
            "VISUAL",
            "HTTP_PROXY",
            "https_proxy",
            "all_proxy",
            "no_proxy",
            "COLUMNS",
            "LINES",
        ],
        "x",
    )
    environment = kept | unwanted
    clean_environment(environment)
    assert environment == kept


HEAVY = (
    "textual",
    "rich",
    "apsw",
    "babel",
    "argon2",
    "xlsxwriter",
    "tomlkit",
    "httpx",
    "sqlite3",
    "asyncio",
    "smtplib",
    "ssl",
)


def imported(*arguments: str) -> set[str]:
    """Top-level modules that a command imports."""
    command = [sys.executable, "-X", "importtime", "-m", "ecc_tui", *arguments]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    return {line.rpartition("|")[2].strip() for line in said.stderr.splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize("arguments", [["--version"], ["store", "--help"], ["--help"], ["paths"], ["nonsense"]])
def test_small_commands_import_nothing_heavy(arguments: list[str]) -> None:
    modules = imported(*arguments)
    assert "click" in modules
    assert {name for name in modules if name.partition(".")[0] in HEAVY} == set()


def test_the_way_to_the_application_imports_nothing_that_it_can_do_without() -> None:
    script = "from ecc_tui.cli import opening; import ecc_tui.app, ecc_tui.backend.connect"
    command = [sys.executable, "-X", "importtime", "-c", script]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stderr
    modules = {line.rpartition("|")[2].strip() for line in said.splitlines() if line.startswith("import time:")}
    assert "textual.app" in modules
    unwanted = (
        "smtplib",
        "keyring",
        "ecc_tui.mail",
        "babel.dates",
        "babel.numbers",
        "argon2",
        "xlsxwriter",
        "tomlkit",
        "httpx",
        "pygments",
        "markdown_it",
    )
    assert modules & set(unwanted) == set()
