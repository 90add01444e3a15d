"""Compiles the message catalogues when a wheel is built or the tree is installed in place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """`locales/<language>/LC_MESSAGES/*.po` -> `.mo` beside it and, in a wheel, inside the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        for source in root.glob("locales/*/LC_MESSAGES/*.po"):
            compiled = source.with_suffix(".mo")
            with source.open("rb") as messages, compiled.open("wb") as target:
                write_mo(target, read_po(messages))
            if version != "editable":
                build_data["force_include"][str(compiled)] = f"ecc_tui/{compiled.relative_to(root).as_posix()}"
