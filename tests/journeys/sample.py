"""A small application under the launcher, the supervisor and the crash guards, that fails where it is told to.

python -m tests.journeys.sample PLACE      # one of PLACES, or `none`
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
import time

from ecc_tui.launcher import clean_environment, harden

clean_environment(os.environ)
harden()

PLACES = ("handler", "timer", "worker", "thread-worker", "task", "render", "compose", "mount", "watcher", "thread")
CANARIES = ("Canary-Passw0rd!", "canary.token.7f3a9c", "CANARYSEED234567")


def fail() -> None:
    """A fault with secrets in its locals and in its message."""
    password, token, seed = CANARIES
    headers = {"Authorization": f"Bearer {token}"}
    raise ValueError(f"can't use password={password} with token '{token}', seed: {seed} ({len(headers)})")


def application() -> int:
    """The program that is supervised; imports Textual only here, as the real one does."""
    from textual import events, work
    from textual.app import App, ComposeResult, RenderResult
    from textual.reactive import reactive
    from textual.widget import Widget
    from textual.widgets import Static

    from ecc_tui import crash, supervisor

    place = sys.argv[1]

    class Broken(Widget):
        def render(self) -> RenderResult:
            if place == "render":
                fail()
            return "fine"

    class Sample(App[None]):
        watched = reactive(0, init=False)

        def compose(self) -> ComposeResult:
            if place == "compose":
                fail()
            yield Static("sample is ready", markup=False)
            yield Broken()

        def on_mount(self) -> None:
            supervisor.watch_signals(self)
            crash.install(self)
            if place == "mount":
                fail()

        def watch_watched(self) -> None:
            fail()

        def on_key(self, event: events.Key) -> None:
            match event.key, place:
                case "q", _:
                    self.exit(return_code=7)
                case "w", _:
                    self.set_interval(0.01, self.write_much)
                case "b", _:
                    time.sleep(3600)
                case "x", "handler":
                    fail()
                case "x", "timer":
                    self.set_timer(0.01, fail)
                case "x", "worker":
                    self.failing_worker()
                case "x", "thread-worker":
                    self.failing_thread()
                case "x", "task":
                    asyncio.create_task(self.failing_task())  # noqa: RUF006 - lost, as the fault needs it
                    # Eager tasks (Python 3.12) hold themselves in a cycle, which work collects and idling doesn't.
                    self.set_timer(0.1, gc.collect)
                case "x", "watcher":
                    self.watched = 1
                case "x", "thread":
                    threading.Thread(target=fail).start()

        def write_much(self) -> None:
            self.screen.styles.background = "red" if time.monotonic_ns() % 2 else "blue"
            self.refresh(layout=True)

        @work
        async def failing_worker(self) -> None:
            fail()

        @work(thread=True)
        def failing_thread(self) -> None:
            fail()

        async def failing_task(self) -> None:
            fail()

    return crash.run(Sample())


if __name__ == "__main__":
    from ecc_tui.supervisor import supervise

    sys.exit(supervise(application))
