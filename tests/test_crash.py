"""What a crash writes: places and types, no data; a log that doesn't grow for ever and never stops the telling."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecc_tui import crash
from ecc_tui.config import log_file

SECRET = "Canary-Passw0rd!"


def raised(error: BaseException) -> BaseException:
    """The error with a place where it was raised."""
    try:
        raise error
    except BaseException as caught:
        return caught


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"invalid literal: '{SECRET}'"),
        ValueError(f"can't use {SECRET}"),
        KeyError(SECRET),
        UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, "bad"),
        TypeError(f"password={SECRET}"),
        TypeError(f"Authorization: Bearer {SECRET}"),
        FileNotFoundError(2, "No such file", f"/home/{SECRET}"),
        ExceptionGroup(SECRET, [ValueError(SECRET), KeyError(SECRET)]),
    ],
)
def test_no_secret_is_logged(error: Exception) -> None:
    crash.report(raised(error))
    text = log_file().read_text()
    assert SECRET not in text
    assert type(error).__name__ in text
    assert "test_crash.py" in text


def test_causes_are_logged_without_their_messages() -> None:
    outer = RuntimeError(SECRET)
    outer.__cause__ = raised(ValueError(SECRET))
    crash.report(outer)
    text = log_file().read_text()
    assert "because of:" in text
    assert "ValueError" in text
    assert SECRET not in text


def test_faults_of_the_code_keep_their_names() -> None:
    crash.report(AttributeError("'Grid' object has no attribute 'rowz'"))
    assert "has no attribute 'rowz'" in log_file().read_text()


def test_the_sentence_names_the_incident_and_the_log() -> None:
    sentence = crash.report(raised(ValueError("x")))
    number = sentence.partition("incident ")[2][:8]
    assert f"incident {number} " in log_file().read_text()
    assert str(log_file()) in sentence
    assert "\n" not in sentence


def test_the_log_is_capped_and_keeps_the_newest() -> None:
    log_file().parent.mkdir(parents=True)
    log_file().write_text("old\n" * (crash.LARGEST_LOG // 4 + 10))
    sentence = crash.report(raised(ValueError("x")))
    assert log_file().stat().st_size < crash.LARGEST_LOG * 3 // 4
    assert sentence.partition("incident ")[2][:8] in log_file().read_text()
    assert log_file().stat().st_mode & 0o777 == 0o600


def test_a_log_that_cannot_be_written_does_not_hide_the_incident(tmp_path: Path) -> None:
    log_file().parent.mkdir(parents=True)
    target = tmp_path / "target"
    target.write_text("precious")
    log_file().symlink_to(target)
    assert "its log can't be written" in crash.report(ValueError("x"))
    assert target.read_text() == "precious"
