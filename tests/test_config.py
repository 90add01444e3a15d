"""The configuration: what is read, what is refused by name, what a change leaves as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ecc_tui import config
from ecc_tui.config import Configuration, ConfigurationError
from ecc_tui.wording import sentence


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ecc-tui" / "config.toml"


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file


def test_without_a_file_there_are_defaults(file: Path) -> None:
    assert config.read(file) == Configuration()
    assert not file.parent.exists()


def test_all_settings_are_read(file: Path) -> None:
    write(
        file,
        """
        language = "fr"
        theme = "16"
        idle_minutes = 240
        mouse = false
        last_connection = "work"
        [keys]
        "requests.copy" = "c"
        "everywhere.quit" = ["ctrl+q", "f10"]
        [connections.work]
        store = "~/work.sqlite"
        """,
    )
    read = config.read(file)
    assert (read.language, read.theme, read.idle_minutes, read.mouse) == ("fr", "16", 240, False)
    assert read.keys == {"requests.copy": "c", "everywhere.quit": ["ctrl+q", "f10"]}
    assert read.store_of("work") == Path.home() / "work.sqlite"
    assert read.store_of("home") is None


@pytest.mark.parametrize(
    ("text", "problem", "key", "said"),
    [
        ("lang = 'fr'", "unknown-key", "lang", "there is no setting “lang”"),
        ("language = 'de'", "value", "language", '“language” must be "auto", "en" or "fr"'),
        ("idle_minutes = 0", "value", "idle_minutes", "a whole number from 1 to 240"),
        ("idle_minutes = 241", "value", "idle_minutes", "a whole number from 1 to 240"),
        ("idle_minutes = '5'", "value", "idle_minutes", "a whole number from 1 to 240"),
        ("mouse = 1", "value", "mouse", "true or false"),
        ("theme = 16", "value", "theme", '"16"'),
        ("keys = 'x'", "value", "keys", "a text or a list of texts"),
        ("[keys]\na = 3", "value", "keys.a", "a text or a list of texts"),
        ("connections = 3", "value", "connections", 'store = "path"'),
        ("[connections.x]\nstor = 'a'", "unknown-key", "connections.x.stor", "connections.x.stor"),
        ("[connections.x]", "value", "connections.x.store", 'store = "path"'),
        ("a =", "syntax", "", "is not valid TOML"),
        ("a = 1\na = 2", "syntax", "", "is not valid TOML"),
        ("a = " + "[" * 100_000, "syntax", "", "is not valid TOML"),
        ("'\x1b[31mred' = 1", "syntax", "", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(file: Path, text: str, problem: str, key: str, said: str) -> None:
    write(file, text)
    with pytest.raises(ConfigurationError) as raised:
        config.read(file)
    assert (raised.value.parameters["problem"], raised.value.parameters["key"]) == (problem, key)
    assert said in sentence(raised.value)
    assert str(file) in sentence(raised.value)
    assert "\x1b" not in sentence(raised.value)
    assert file.read_text() == text


def test_a_file_that_is_no_text_or_too_large_is_refused(file: Path) -> None:
    write(file, "")
    for content in (b"\xff\xfe", b"#" * (config.LARGEST_FILE + 1)):
        file.write_bytes(content)
        with pytest.raises(ConfigurationError, match="configuration"):
            config.read(file)


def test_a_change_keeps_comments_order_and_the_rest(file: Path) -> None:
    write(file, '# mine\ntheme = "dark"  # at night\n\n[connections.work]\nstore = "/a"  # the old one\n')
    changed = config.change(file, theme="light", language="fr")
    assert (changed.theme, changed.language) == ("light", "fr")
    text = file.read_text()
    assert "# mine\n" in text
    assert 'theme = "light"  # at night\n' in text
    assert 'store = "/a"  # the old one\n' in text
    assert config.read(file) == changed


def test_a_connection_is_remembered_and_opened_again(file: Path) -> None:
    config.remember_connection("my store", Path("/stores/a b.sqlite"), file)
    config.remember_connection("other", Path("/stores/other.sqlite"), file)
    read = config.read(file)
    assert read.last_connection == "other"
    assert read.store_of("my store") == Path("/stores/a b.sqlite")


def test_the_files_are_the_persons_alone(file: Path) -> None:
    config.change(file, mouse=False)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["config.toml"]


def test_nothing_is_written_where_the_old_or_the_new_is_wrong(file: Path) -> None:
    write(file, "lang = 'fr'")
    with pytest.raises(ConfigurationError, match="configuration"):
        config.change(file, mouse=False)
    assert file.read_text() == "lang = 'fr'"
    write(file, "mouse = true\n")
    with pytest.raises(ConfigurationError, match="configuration"):
        config.change(file, idle_minutes=0)
    assert file.read_text() == "mouse = true\n"


def test_a_full_disk_leaves_the_old_file_and_no_other(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(file, "mouse = true\n")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigurationError) as raised:
        config.change(file, mouse=False)
    assert "can't be written: No space left on device" in sentence(raised.value)
    assert file.read_text() == "mouse = true\n"
    assert [path.name for path in file.parent.iterdir()] == ["config.toml"]


def test_a_linked_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("mouse = true\n")
    file.parent.mkdir()
    file.symlink_to(real)
    config.change(file, mouse=False)
    assert file.is_symlink()
    assert "mouse = false" in real.read_text()


def test_everything_lies_under_the_persons_own_folders(fresh_home: Path) -> None:
    assert config.config_file() == fresh_home / ".config/ecc-tui/config.toml"
    assert config.data_folder() == fresh_home / ".local/share/ecc-tui"
    assert config.state_file() == fresh_home / ".local/state/ecc-tui/state.sqlite"
    assert config.demo_store(large=True) != config.demo_store() != config.default_store()
    assert Configuration().downloads() == fresh_home / "Downloads"
    assert Configuration(download_folder="~/in").downloads() == fresh_home / "in"
