"""The demo's simulated provider (`demo --live`): works on requests while somebody looks, as a support centre would.

It goes the provider's way (`backend.sql.provider`), with a connection of its own, so that what it does arrives on the
screens as what another process does.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from ecc_tui.backend.sql import instants
from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.demo.content import SUPPORT_AUTHOR
from ecc_tui.backend.sql.demo.titles import ANSWERS, ENDED, TAKEN
from ecc_tui.backend.sql.instants import Clock, to_micro
from ecc_tui.backend.sql.provider import comment_request, set_request
from ecc_tui.domain.account import LANGUAGE_PREFERENCE
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.requests import Kind, Outcome, Status

SHORTEST_WAIT, LONGEST_WAIT = 8.0, 15.0
"""Seconds between two things that it does."""
LEAVE = 0.5
"""Seconds that the end of the program waits for it."""
LOOKED_AT = 12
"""The newest open requests of each status, of which it takes one."""
MOST_COMMENTS = 2
KEPT_OPEN = 4
"""So many of the requests that were there before are left alone: the demo keeps something of every status."""

_TAKEN: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.ORDER: {
        "fr": ("Commande vérifiée, la mise en service commence.", "Ressources réservées, livraison lancée."),
        "en": ("Order checked, the set-up begins.", "Resources reserved, delivery has begun."),
    },
    Kind.INCIDENT: {
        "fr": ("Incident reproduit, l’analyse est en cours.", "L’équipe d’astreinte a pris l’incident."),
        "en": ("Incident reproduced, we are looking into it.", "The team on duty has taken the incident."),
    },
    Kind.CHANGE: {
        "fr": ("Changement planifié et validé avec l’équipe réseau.", "Étude faite, exécution en préparation."),
        "en": ("Change planned and agreed with the network team.", "Studied, now being prepared."),
    },
}


class _Open(Struct, frozen=True):
    key: int
    id: str
    kind: Kind
    status: Status
    comments: int
    """How many the provider has made."""
    language: str


class SimulatedProvider:
    """Does one thing at a time; the same things for the same dice and store.

    `since` is when the person came: what was asked after it is worked on first.
    """

    def __init__(
        self, database: Database, language: str, since: datetime, chance: random.Random, clock: Clock = instants.now
    ) -> None:
        self._database = database
        self._language = language
        self._since = to_micro(since)
        self._chance = chance
        self._clock = clock

    def act(self) -> str | None:
        """Move one request on, or comment on it; its id, None when nothing is left to do. Raises StoreUnusable."""
        with self._database.reading() as statements:
            opened = [
                one for status in (Status.SUBMITTED, Status.IN_PROGRESS) for one in self._newest(statements, status)
            ]
        fresh = [one for one in opened if one.key >= self._since]
        candidates = fresh or (opened if len(opened) > KEPT_OPEN else [])
        if not candidates:
            return None
        candidates.sort(key=lambda one: one.key, reverse=True)
        # The newest most often, the others now and then.
        chosen = self._chance.choices(candidates, [2.0**-rank for rank in range(len(candidates))])[0]
        self._work_on(chosen)
        return chosen.id

    def _newest(self, statements: Statements, status: Status) -> list[_Open]:
        rows = statements.rows(
            "SELECT r.issued, r.id, r.kind, r.status, (SELECT count(*) FROM request_comments c"
            " WHERE c.request = r.issued AND c.author = ?), coalesce(p.value, '') FROM requests r"
            " LEFT JOIN preferences p ON p.user_id = r.requester_id AND p.name = ?"
            " WHERE r.status = ? ORDER BY r.issued DESC LIMIT ?",
            (SUPPORT_AUTHOR, LANGUAGE_PREFERENCE, status, LOOKED_AT),
        )
        return [
            _Open(key, id, Kind(kind), Status(stands), comments, chosen if chosen in TAKEN else self._language)
            for key, id, kind, stands, comments, chosen in rows
        ]

    def _work_on(self, request: _Open) -> None:
        if request.comments < MOST_COMMENTS and self._chance.random() < 0.35:
            text = self._chance.choice(ANSWERS[request.language])
            comment_request(self._database, request.id, text, SUPPORT_AUTHOR, clock=self._clock)
        elif request.status is Status.SUBMITTED:
            note = self._chance.choice((TAKEN[request.language], *_TAKEN[request.kind][request.language]))
            set_request(self._database, request.id, Status.IN_PROGRESS, None, note, clock=self._clock)
        else:
            outcome = Outcome.DELIVERED if self._chance.random() < 0.9 else Outcome.REJECTED
            note = ENDED[outcome][request.language]
            set_request(self._database, request.id, Status.COMPLETED, outcome, note, clock=self._clock)


def start_provider(store: Path, language: str) -> Callable[[], None]:
    """Let the provider work from now on, in a thread; the answer ends it, within `LEAVE` seconds."""
    ends = threading.Event()
    arguments = (store, language if language in TAKEN else "en", ends)
    thread = threading.Thread(target=_work, args=arguments, name="provider", daemon=True)
    thread.start()

    def stop() -> None:
        ends.set()
        thread.join(LEAVE)

    return stop


def _work(store: Path, language: str, ends: threading.Event) -> None:
    chance = random.Random()  # noqa: S311 - no secret
    with suppress(DomainError):
        database = Database.open(store)
        try:
            provider = SimulatedProvider(database, language, instants.now(), chance)
            while not ends.wait(chance.uniform(SHORTEST_WAIT, LONGEST_WAIT)):
                with suppress(DomainError):  # somebody else was faster, or the store is busy
                    provider.act()
        finally:
            database.close()
