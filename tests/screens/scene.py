"""What a scene is: a screen or dialog as a person reaches it, the same picture each time."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from textual.pilot import Pilot

from tests.screens.portal import Control, FixedClock

Going = Callable[[Pilot[Any]], Awaitable[None]]


class Scene(Struct, frozen=True):
    """A screen: who sees it, how one comes there, what the backend does meanwhile, what the store has gone through."""

    name: str
    go: Going
    login: str | None = "operator.demo"
    prepare: Callable[[Control], object] = lambda control: None
    happened: Callable[[Path], object] = lambda store: None


def on(kind: type[Any], pilot: Pilot[Any]) -> Callable[[], bool]:
    """Is a screen of that kind in view?"""
    return lambda: isinstance(pilot.app.screen, kind)


class _Numbered:
    """Stands for `secrets`: what is seen of a key, and how drafts are ordered, is the same each time."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def token_hex(self, size: int) -> str:
        return f"{next(self._numbers):08}{secrets.token_hex(size)}"

    def token_urlsafe(self, size: int) -> str:
        return f"{next(self._numbers):08}{secrets.token_urlsafe(size)}"


def stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts are written at the tests' one moment, and their keys look the same each time from here on."""
    monkeypatch.setattr("ecc_tui.drafts.datetime", FixedClock)
    monkeypatch.setattr("ecc_tui.screens.sending.datetime", FixedClock)
    monkeypatch.setattr("ecc_tui.drafts.secrets", _Numbered())
