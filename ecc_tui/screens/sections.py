"""Which screen each section opens with; its module is imported when it is first opened."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from ecc_tui.domain.links import Place

if TYPE_CHECKING:
    from ecc_tui.screens.portal import Portal
    from ecc_tui.screens.shell import SectionScreen

SECTIONS: Mapping[Place, tuple[str, str]] = {
    Place.DASHBOARD: ("ecc_tui.screens.dashboard", "DashboardScreen"),
    Place.REQUESTS: ("ecc_tui.screens.requests", "RequestsScreen"),
    Place.CATALOGUE: ("ecc_tui.screens.catalogue", "CatalogueScreen"),
}
"""Module and screen of each section."""
NOT_BUILT = ("ecc_tui.screens.not_built", "NotBuiltScreen")


def section_screen(portal: Portal, place: Place) -> SectionScreen:
    """A new first screen of a section."""
    module, name = SECTIONS.get(place, NOT_BUILT)
    screen: SectionScreen = getattr(import_module(module), name)(portal, place)
    return screen
