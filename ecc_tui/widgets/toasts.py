"""Which toasts stand on the screen: they hide what lies under them, so the newest count and nothing is said twice.

app._notifications = Toasts()
"""

from __future__ import annotations

from typing import Self

from textual.notifications import Notification, Notifications

MOST_TOASTS = 2
"""At once; of more the newest."""


class Toasts(Notifications):
    """The notifications of an application, few at a time."""

    def add(self, notification: Notification) -> Self:
        """A sentence that stands there already is told anew; the oldest give way."""
        for told in list(self):
            if told.message == notification.message:
                del self[told]
        for told in list(self)[: max(len(self) - MOST_TOASTS + 1, 0)]:
            del self[told]
        return super().add(notification)
