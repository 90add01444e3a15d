"""Draws the README's picture with the program itself: `python docs/picture.py` writes docs/dashboard.svg.

The demo of a fixed day, so that the same program gives the same picture.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from datetime import date
from pathlib import Path

PICTURE = Path(__file__).with_name("dashboard.svg")
DAY = date(2026, 11, 21)
SIZE = (126, 34)
LOGIN = "referent.demo"


async def draw() -> str:
    """The dashboard as SVG, without fonts fetched from elsewhere."""
    from ecc_tui.app import CloudCustomerSpace
    from ecc_tui.backend.sql.demo import build_demo
    from ecc_tui.backend.sql.store import Store
    from ecc_tui.config import Configuration
    from ecc_tui.start import Start

    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "demo.sqlite"
        build_demo(store, "en", DAY)
        start = Start(
            configuration=Configuration(animation=False, theme="dark"),
            language="en",
            store=store,
            demo_login=LOGIN,
        )
        app = CloudCustomerSpace(start, Store.open(store))
        await app.prepare()
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("down", "down", "down", "down", "down", "down", "down")
            await pilot.pause(1.0)
            svg = app.export_screenshot(title="ecc-tui")
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HOME=home, XDG_STATE_HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, TZ="Europe/Paris")
        PICTURE.write_text(asyncio.run(draw()), encoding="utf-8")
