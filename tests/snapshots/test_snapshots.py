"""A picture of every screen and dialog, in both languages, at 80x24 and 120x40.

The clock stands still, nothing blinks or moves, the demo is that of a fixed day. After a change that is meant:

    pytest tests/snapshots -m "full or not full" --snapshot-update
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.widgets import Input

from ecc_tui.config import Configuration
from tests.screens.portal import NARROW, WIDE, Control, opened
from tests.screens.scene import Scene, stand_still
from tests.screens.scenes import SCENES

SIGHTS = [(language, size) for language in ("en", "fr") for size in (NARROW, WIDE)]
CASES = [
    pytest.param(
        scene,
        language,
        size,
        id=f"{scene.name}-{language}-{size[0]}",
        marks=() if (place + turn) % len(SIGHTS) == 0 else pytest.mark.full,
    )
    for place, scene in enumerate(SCENES)
    for turn, (language, size) in enumerate(SIGHTS)
]
"""Each scene once by default; in both languages at both sizes with `-m full`."""


@pytest.mark.parametrize(("scene", "language", "size"), CASES)
async def test_it_looks_as_it_did(
    demo: Path,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    scene: Scene,
    language: str,
    size: tuple[int, int],
) -> None:
    monkeypatch.setattr(Input, "cursor_blink", False)
    stand_still(monkeypatch)
    scene.happened(demo)
    control = Control()
    scene.prepare(control)
    settings = Configuration(animation=False, download_folder="/srv/exports")
    async with opened(
        demo, scene.login, size=size, language=language, control=control, configuration=settings
    ) as pilot:
        await scene.go(pilot)
        await pilot.pause(0.3)
        picture = pilot.app.export_screenshot(title="ecc-tui", simplify=True)
    assert picture == snapshot.use_extension(SVGImageExtension)
