"""The contract between screens and backends: one small Protocol per section.

Every call goes through a `Session` bound to one person, so rights can't be forgotten: a query is built from them, not
filtered afterwards. All raise the errors of `ecc_tui.domain.errors` and nothing else:

- `NotFound` for what does not exist *or* lies on a contract on which the person has no role at all;
- `ActionDenied` for what needs a higher role in the section;
- `SessionEnded` when the session was revoked or has expired, `StoreUnusable` when the backend can't be reached.

Text that comes out is already clean (`domain.text.clean`); amounts are exact; instants are UTC.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from ecc_tui.domain.account import Person, SavedView
from ecc_tui.domain.catalogue import Contact, Element, Price, Service, ServiceEntry
from ecc_tui.domain.contracts import Budget, ContractDetails, ContractEntry, ContractName, ContractState
from ecc_tui.domain.forms import Entries
from ecc_tui.domain.links import Place
from ecc_tui.domain.money import Money
from ecc_tui.domain.notifications import Notification
from ecc_tui.domain.requests import Kind, NewFile, Receipt, RequestDetails, RequestFilter, RequestRow, Sort
from ecc_tui.domain.rights import ContractRights, Role, Section

Row = TypeVar("Row")

NO_FILES: Mapping[str, Sequence[NewFile]] = {}

COUNT_LIMIT = 10_000
"""A count asked without `exact` stops beyond it: "more than 10 000"."""


class Count(Struct, frozen=True):
    """How many rows a query has; when not `exact`, at least `number`."""

    number: int
    exact: bool = True


class Window(Struct, Generic[Row], frozen=True):
    """A piece of a list, from `offset` on."""

    offset: int
    rows: tuple[Row, ...]
    sort_kept: bool = True
    """False where a search has more than `SORTED_HITS` hits and date order was used instead of the asked one."""


class Change(Struct, frozen=True):
    """Something that this person sees has changed; `places` says where to look again."""

    mark: int
    """Pass it to `changes(since=...)` to go on from here."""
    places: frozenset[Place]


class Capabilities(Struct, frozen=True):
    """What a backend can do; a section that it doesn't serve stays visible and says so."""

    name: str
    """Shown in the title bar: `local store`, or the connection's name."""
    demo: bool
    places: frozenset[Place]
    takes: frozenset[Kind] = frozenset(Kind)
    """The kinds of request that can be made here (Q6); for the others `tool` leads to the provider's own tool."""
    tool: str = ""
    """An https link, empty where there is none."""
    sends_mail: bool = False
    """Do mails leave? Without a mail server they wait in the outbox, and screens say so."""


class CodeNeeded(Struct, frozen=True):
    """The password was right; a validation code comes next (strong authentication)."""

    ticket: str


class Contracts(Protocol):
    """Dashboard and contracts (product.md section 4)."""

    async def tree(self) -> Sequence[ContractEntry]:
        """Every contract on which the person has visitor on `dashboard`, by company, offer, name."""

    async def states(self, ids: Sequence[str]) -> Mapping[str, ContractState]:
        """Budget, open requests and alerts of a few contracts of the tree; those not in it are left out."""

    async def details(self, id: str) -> ContractDetails:
        """One contract for the panel beside the tree; needs visitor on `dashboard`."""

    async def rights(self, id: str) -> ContractRights:
        """The person's own roles on a contract on which he has any; open to everyone."""

    async def names(self, section: Section, role: Role = Role.VISITOR) -> Sequence[ContractName]:
        """The contracts on which the person has at least that role in a section, by name: to choose from."""

    async def find(self, text: str, limit: int = 20) -> Sequence[ContractName]:
        """Contracts with any role whose id or name has words that begin so; accents and case don't matter."""

    async def administrators(self) -> Sequence[str]:
        """Names of the administrators of the person's company: whom to ask when no contract is shown (D9)."""

    async def set_budget(self, id: str, amount: Money, *, version: int, key: str) -> Budget:
        """Change the amount of a contract's budget; needs manager on `contracts`.

        `version` is the one that was shown (else ChangedMeanwhile), `key` the form's idempotency key: the same key
        with the same content gives the same answer again, with another content KeyReused.
        Raises InvalidInput(field "amount") for an amount that is not positive, is too fine or too large, or has
        another currency.
        """


class Requests(Protocol):
    """Requests (product.md section 5); all needs visitor on `orders` of the request's contract."""

    async def count(self, filter: RequestFilter, *, exact: bool = False) -> Count:
        """How many requests the filter lets through; stops beyond COUNT_LIMIT unless exact."""

    async def window(self, filter: RequestFilter, sort: Sort, offset: int, limit: int) -> Window[RequestRow]:
        """Rows of the list; fewer than `limit` only at its end."""

    def walk(self, filter: RequestFilter, sort: Sort) -> AsyncIterator[Sequence[RequestRow]]:
        """The whole list in batches, for export; one consistent picture of it."""

    async def get(self, id: str) -> RequestDetails:
        """One request with its timeline, comments and lines."""

    async def find(self, text: str, limit: int = 20) -> Sequence[RequestRow]:
        """The newest requests that a search finds, for the palette."""

    # Writes that a person confirms. `key` is the form's: the same key with the same content gives the same receipt
    # again and writes nothing more, with another content KeyReused (C5). A key is answered before rights and state are
    # looked at: what was done stays done. What is in files belongs to the content, also where a file has gone since.

    async def create(
        self, contract: str, kind: Kind, answers: Entries, files: Sequence[NewFile] = (), *, key: str
    ) -> Receipt:
        """Report an incident or request a change with the answers of `domain.request_forms` (Q6).

        Needs manager on `orders`. Raises FormRefused, FileUnusable, NotServed for a kind that isn't taken here.
        """

    async def comment(self, id: str, text: str, *, key: str) -> Receipt:
        """Say something about a request (Q7); needs manager on `orders`. The author follows it from now on.

        Raises FormRefused (field "text").
        """

    async def attach(self, id: str, files: Sequence[NewFile], *, key: str) -> Receipt:
        """Add files, all or none; needs manager on `orders`. Who attaches follows the request, as who comments does.

        Raises FileUnusable, and FormRefused (field "files") for none or too many.
        """

    async def cancel(self, id: str, reason: str, *, key: str) -> Receipt:
        """Cancel an incident or a change while it is submitted: its requester, or a manager of `orders` (Q7).

        Raises NotNow for an order and for what is no longer submitted, FormRefused (field "reason").
        """

    async def sent(self, key: str) -> Receipt | None:
        """What became of a form of this person with that key: its receipt, None when it never arrived."""

    async def follow(self, id: str, follows: bool) -> None:
        """Be told of what happens to a request, or no more (N1)."""

    async def save_attachment(self, id: str, attachment: str, folder: Path) -> Path:
        """Write a file of a request into a folder of this machine, complete or absent; the path it got.

        The same name and content is kept, other content gets ` (2)` (I3). Raises FileUnusable, NotFound.
        """


class Catalogue(Protocol):
    """The service catalogue (product.md section 6); all needs visitor on `services` of the contract."""

    async def services(self, contract: str) -> Sequence[ServiceEntry]:
        """Everything that the contract can order, by category, then in the catalogue's order (C1)."""

    async def service(self, contract: str, id: str) -> Service:
        """One of them, with all of *Learn more* and its form. Raises NotFound."""

    async def contacts(self, contract: str) -> Sequence[Contact]:
        """Who may be named as contact person: people with a role on the contract, oneself first.

        Needs manager on `services` or on `orders`.
        """

    async def elements(self, contract: str) -> Sequence[Element]:
        """What of the contract a form may name: its subscriptions that have not ended. Needs the same."""

    async def order(
        self,
        contract: str,
        service: str,
        answers: Entries,
        files: Mapping[str, Sequence[NewFile]] = NO_FILES,
        *,
        version: int,
        price: Price,
        language: str,
        key: str,
    ) -> Receipt:
        """Place the order, final at once (C4); needs manager on `services`.

        `files` are those of the form's FILES fields, by field; the answers say nothing of them.
        `version` and `price` are those that were shown, else ServiceChanged. The request's name is the service's in
        `language`. One transaction: key, request with its lines, answers and files, timeline, notification, mail.
        Raises FormRefused for answers that break a rule, FileUnusable.
        """

    async def find(self, text: str, limit: int = 20) -> Sequence[tuple[str, ServiceEntry]]:
        """Services whose name begins so, each with a contract that can order it, for the palette."""


class Notifications(Protocol):
    """What this person is told (product.md section 11)."""

    async def unread(self) -> int:
        """How many are unread; stops at MOST_COUNTED + 1."""

    async def newest(self, before: int | None = None, limit: int = 100) -> Sequence[Notification]:
        """Newest first, those with a smaller id than `before`."""

    async def mark(self, ids: Sequence[int], read: bool) -> None:
        """Read or unread."""

    async def mark_all(self) -> None:
        """All that there are now are read."""


class Account(Protocol):
    """The person's own settings, kept with the account (architecture.md, preferences)."""

    async def preferences(self) -> Mapping[str, str]:
        """What was chosen; a name that is missing has its default."""

    async def set_preference(self, name: str, value: str) -> None:
        """Remember a choice on every machine."""

    async def saved_views(self) -> Sequence[SavedView]:
        """Saved views by letter."""

    async def save_view(self, view: SavedView) -> None:
        """Keep a view; one with the same letter is replaced."""

    async def remove_view(self, letter: str) -> None:
        """Forget a view."""


class Session(Protocol):
    """A person who has logged in."""

    @property
    def person(self) -> Person:
        """Who it is."""

    @property
    def capabilities(self) -> Capabilities:
        """What its backend can do."""

    @property
    def contracts(self) -> Contracts:
        """Dashboard and contracts."""

    @property
    def requests(self) -> Requests:
        """Requests."""

    @property
    def catalogue(self) -> Catalogue:
        """The service catalogue."""

    @property
    def notifications(self) -> Notifications:
        """What the person is told."""

    @property
    def account(self) -> Account:
        """The person's own settings."""

    async def unlock(self, password: str) -> None:
        """Open the idle lock (A5). Raises WrongCredentials or LogInDelayed."""

    def changes(self, since: int | None = None) -> AsyncIterator[Change]:
        """Yields whenever something that this person may see has changed; never ends by itself."""

    async def log_out(self) -> None:
        """Revoke the session at once (A6)."""


class Backend(Protocol):
    """Where a connection leads: a local store or a server."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""

    async def log_in(self, login: str, password: str) -> Session | CodeNeeded:
        """First step. Raises WrongCredentials (same time for an unknown login) or LogInDelayed."""

    async def give_code(self, ticket: str, code: str) -> Session:
        """Second step, after CodeNeeded. Raises WrongCredentials or LogInDelayed."""

    async def demo_logins(self) -> Sequence[str]:
        """The logins that a demo shows on its login screen; empty elsewhere."""

    async def demo_session(self, login: str) -> Session:
        """A demo opened logged in; exists for demos alone. Raises NotFound elsewhere and for other logins."""

    async def close(self) -> None:
        """Let go of files, threads and connections."""
