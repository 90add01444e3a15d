"""Whatever people do, each is told exactly what the rules say: the store against a list of events in plain Python."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ecc_tui.backend.base import Session
from ecc_tui.backend.sql.provider import comment_request
from ecc_tui.backend.sql.store import Store
from tests.backend.asking import ONE, new_key
from tests.backend.building import Clock
from tests.backend.contract.test_request_writes import report

PEOPLE = ("clerk.demo", "referent.demo", "operator.demo")
REQUESTER = PEOPLE[0]
COMMENTERS = PEOPLE[:2]
LOSERS = {"clerk.demo": 2, "operator.demo": 1}
"""Whose role in `orders` is taken away and given back; a referent's can't be."""

Step = tuple[str, ...]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["follow", "leave", "mark all"]), st.sampled_from(PEOPLE)),
        st.tuples(st.sampled_from(["lose", "regain"]), st.sampled_from(sorted(LOSERS))),
        st.tuples(st.just("comment"), st.sampled_from((*COMMENTERS, ""))),
        st.tuples(st.sampled_from(["read", "unread"]), st.sampled_from(PEOPLE), st.sampled_from("012")),
    ),
    max_size=14,
)


@dataclass
class Told:
    """One person by the rules: what concerns him, what of it he has read."""

    login: str
    may_see: bool = True
    follows: bool | None = None
    since: int = 0
    read: set[str] = field(default_factory=set)

    def concerned(self, author: str, at: int) -> bool:
        mine = self.login == REQUESTER
        if author == self.login:
            return False
        if self.follows is None:
            return mine
        return (mine or at >= self.since) if self.follows else (mine and at < self.since)

    def begin(self, follows: bool, at: int) -> None:
        if self.follows is not follows:
            self.follows, self.since = follows, at


async def play(file: Path, steps: list[Step]) -> None:
    clock = Clock()
    store = Store.open(file, clock)
    try:
        sessions = {login: await store.demo_session(login) for login in PEOPLE}
        people = {login: Told(login) for login in PEOPLE}
        events: list[tuple[str, str, int]] = []
        id = (await report(sessions[REQUESTER])).id
        for number, (action, who, *rest) in enumerate(steps):
            clock.forward(1)
            person, session = people.get(who), sessions.get(who)
            if action == "comment":
                if session is None:
                    comment_request(store.database, id, str(number), clock=clock)
                elif people[who].may_see:
                    await session.requests.comment(id, str(number), key=new_key())
                    people[who].begin(True, number)
                else:
                    continue
                events.append((str(number), who, number))
                continue
            assert person is not None
            assert session is not None
            shown = expected(person, events)
            if action in ("follow", "leave") and person.may_see:
                await session.requests.follow(id, action == "follow")
                person.begin(action == "follow", number)
            elif action in ("lose", "regain"):
                person.may_see = action == "regain"
                with store.database.writing() as statements:
                    statements.execute(
                        "UPDATE rights SET orders = ?, support = 1 WHERE user_id = ? AND contract_id = ?",
                        (LOSERS[who] if person.may_see else 0, who, ONE),
                    )
            elif action == "mark all":
                await session.notifications.mark_all()
                person.read |= {note for note, _, _ in events} | {""}
            elif action in ("read", "unread"):
                chosen = shown[int(rest[0]) :][:2]
                ids = {one.note: one.id for one in await session.notifications.newest()}
                await session.notifications.mark([ids[note] for note in chosen], action == "read")
                person.read = person.read | set(chosen) if action == "read" else person.read - set(chosen)
        for login, session in sessions.items():
            await compare(session, people[login], events)
    finally:
        await store.close()


def expected(person: Told, events: list[tuple[str, str, int]]) -> list[str]:
    """The notes that he is shown, newest first; the one of the submission is empty."""
    if not person.may_see:
        return []
    shown = [note for note, author, at in reversed(events) if person.concerned(author, at)]
    return [*shown, ""] if person.login == REQUESTER else shown


async def compare(session: Session, person: Told, events: list[tuple[str, str, int]]) -> None:
    newest = await session.notifications.newest()
    wanted = expected(person, events)
    assert [one.note for one in newest] == wanted
    assert [one.note for one in newest if one.read] == [note for note in wanted if note in person.read]
    assert await session.notifications.unread() == len([note for note in wanted if note not in person.read])


@given(steps=STEPS)
@example(steps=[("comment", "referent.demo"), ("comment", ""), ("read", "referent.demo", "0"), ("comment", "")])
@example(steps=[("comment", ""), ("unread", "clerk.demo", "0"), ("mark all", "clerk.demo")])
@example(steps=[("comment", ""), ("mark all", "clerk.demo"), ("unread", "clerk.demo", "0")])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_is_told_what_the_rules_say(portal_file: Path, steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        copy = Path(folder, "store.db")
        shutil.copy(portal_file, copy)
        asyncio.run(play(copy, steps))
