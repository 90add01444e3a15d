"""The demo of the screens' tests."""

from __future__ import annotations

from tests.screens.conftest import built_demo, demo

__all__ = ["built_demo", "demo"]
