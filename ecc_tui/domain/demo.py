"""Who can log in to the demo (product.md section 13)."""

from __future__ import annotations

PASSWORD = "Cloud-Demo1!"
"""Shown on the demo's login screen; opens nothing else."""

LOGINS = (
    "referent.demo",
    "finance.demo",
    "operator.demo",
    "auditor.demo",
    "admin.demo",
    "partner.demo",
    "norights.demo",
)
"""In the order in which they are shown."""

LARGE_LOGINS = (*LOGINS, "support.demo")
"""The large demo's."""
