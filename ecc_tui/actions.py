"""Every action of the interface, declared once: key, title, help, and the right it needs.

This table feeds the bindings, the footer, the list of keys (`?`), the palette and the reasons of what is dimmed. An
action's id is also its name in the `[keys]` part of the configuration; the screen that offers it has a method
`do_<id with underscores>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from textual.binding import Binding, BindingType

from ecc_tui.domain import rights
from ecc_tui.domain.links import Place
from ecc_tui.i18n import N_, _


class Action(Struct, frozen=True):
    """One thing a person can do. `keys` as Textual names them, separated by commas; the first one is shown."""

    id: str
    keys: str
    title: str
    help: str
    needs: rights.Action | None = None
    footer: bool = True
    everywhere: bool = False
    """Also while a dialog or a field has the keyboard."""

    @property
    def scope(self) -> str:
        """The part of the table it belongs to: `everywhere`, `dashboard`, ..."""
        return self.id.partition(".")[0]

    @property
    def method(self) -> str:
        """The name of the method that does it."""
        return "do_" + self.id.replace(".", "_").replace("-", "_")


UNBOUND = "unbound"
"""A key that never arrives."""

PLACE_KEYS: Mapping[Place, str] = {place: str(index) for index, place in enumerate(Place, 1)}

_GO: Mapping[Place, tuple[str, str]] = {
    Place.DASHBOARD: (N_("Dashboard"), N_("Contracts with their health and budget")),
    Place.REQUESTS: (N_("Requests"), N_("Orders, incidents and changes")),
    Place.CATALOGUE: (N_("Service catalogue"), N_("Services that can be ordered")),
    Place.RIGHTS: (N_("Rights"), N_("Users of a contract and their roles")),
    Place.INVOICES: (N_("Invoices"), N_("Invoices and usage reports")),
    Place.DOCUMENTS: (N_("Documents"), N_("Guides, reports and minutes")),
    Place.HELP: (N_("Help"), N_("Adviser, support, articles and keys")),
    Place.ACCOUNT: (N_("My account"), N_("My information, company, security and preferences")),
}

# In the order of the footer, which shows the first ones.
_TABLE: tuple[Action, ...] = (
    *(Action(f"go.{place}", key, *_GO[place], footer=False) for place, key in PLACE_KEYS.items()),
    Action("everywhere.keys", "question_mark,f1", N_("keys"), N_("What every key does on this screen")),
    Action(
        "everywhere.palette",
        "ctrl+p,colon",
        N_("palette"),
        N_("Any action, section, contract or request by name"),
        everywhere=True,
    ),
    Action(
        "everywhere.notifications",
        "ctrl+n",
        N_("notifications"),
        N_("What has happened"),
        footer=False,
        everywhere=True,
    ),
    Action(
        "everywhere.language",
        "ctrl+t",
        N_("language"),
        N_("French or English, at once; nothing typed is lost"),
        footer=False,
        everywhere=True,
    ),
    Action(
        "everywhere.who",
        "ctrl+g",
        N_("who I am"),
        N_("Who I am, on which store; log out"),
        footer=False,
        everywhere=True,
    ),
    Action(
        "everywhere.lock",
        "ctrl+l",
        N_("lock"),
        N_("Hide the screen until the password is typed"),
        footer=False,
        everywhere=True,
    ),
    Action("everywhere.quit", "ctrl+q", N_("quit"), N_("Leave the program"), footer=False, everywhere=True),
    Action("everywhere.theme", "", N_("theme"), N_("Dark, light, high contrast or 16 colours"), footer=False),
    Action(
        "everywhere.back", "escape", N_("back"), N_("Where you came from, with position and filters kept"), footer=False
    ),
    Action(
        "dashboard.search", "slash", N_("search"), N_("Show the contracts whose name, id, company or offer begins so")
    ),
    Action(
        "dashboard.sheet",
        "enter",
        N_("sheet"),
        N_("The contract's sheet; opens and closes a group"),
        rights.Action.SEE_CONTRACT,
    ),
    Action("dashboard.menu", "m", N_("menu"), N_("What can be done with this contract")),
    Action(
        "dashboard.budget",
        "b",
        N_("budget"),
        N_("Modify the amount of the contract's budget"),
        rights.Action.SET_BUDGET,
    ),
    Action("dashboard.consoles", "o", N_("consoles"), N_("Access the technical consoles"), rights.Action.SEE_CONTRACT),
    Action("dashboard.requests", "r", N_("requests"), N_("The contract's requests"), rights.Action.SEE_REQUESTS),
    Action(
        "dashboard.order",
        "c",
        N_("place an order"),
        N_("The services that the contract can order"),
        rights.Action.SEE_CATALOGUE,
        footer=False,
    ),
    Action(
        "dashboard.users",
        "",
        N_("users"),
        N_("Manage the contract's users"),
        rights.Action.SEE_USERS,
        footer=False,
    ),
    Action(
        "dashboard.subscriptions",
        "",
        N_("subscriptions"),
        N_("What is subscribed"),
        rights.Action.SEE_CONTRACT,
        footer=False,
    ),
    Action(
        "dashboard.invoices",
        "",
        N_("invoices"),
        N_("The contract's invoices and usage"),
        rights.Action.SEE_CONSUMPTION,
        footer=False,
    ),
    Action(
        "dashboard.documents",
        "",
        N_("documents"),
        N_("The contract's documents"),
        rights.Action.SEE_DOCUMENTS,
        footer=False,
    ),
    Action("dashboard.help", "", N_("need help?"), N_("Adviser and support of the contract"), footer=False),
    Action("dashboard.expand", "e", N_("expand"), N_("Expand or collapse all groups"), footer=False),
    Action("dashboard.copy", "y", N_("copy"), N_("Copy the contract's id"), footer=False),
    Action("dashboard.reload", "ctrl+r", N_("reload"), N_("Ask for everything again"), footer=False),
    Action(
        "requests.search",
        "slash",
        N_("search"),
        N_("Words of a request's name or id, or of a contract; accents and case don't matter"),
    ),
    Action("requests.filter", "f", N_("filter"), N_("Status, kind, contract, period, mine")),
    Action(
        "requests.new", "n", N_("new"), N_("Create a request: report an incident, place an order, request a change")
    ),
    Action("requests.clear", "z", N_("clear"), N_("Show all requests again: no filter, no search"), footer=False),
    Action("requests.open", "enter", N_("details"), N_("The request: progress, comments, lines"), footer=False),
    Action("requests.mark", "space", N_("mark"), N_("Mark or unmark the request and go to the next one")),
    Action(
        "requests.mark-all", "a", N_("mark all"), N_("Mark all that the filter lets through, or none"), footer=False
    ),
    Action(
        "requests.comment",
        "c",
        N_("comment"),
        N_("Comment on the request, or on all that are marked"),
        rights.Action.COMMENT_REQUEST,
    ),
    Action(
        "requests.views",
        "v",
        N_("views"),
        N_("Save this list under a name and a capital letter; call one back by its letter"),
    ),
    Action("requests.sort", "s", N_("sort"), N_("Choose the column and the direction"), footer=False),
    Action(
        "requests.export",
        "x",
        N_("export"),
        N_("Write the list, or what is marked, to CSV, XLSX or JSON"),
        footer=False,
    ),
    Action(
        "requests.cancel",
        "o",
        N_("cancel"),
        N_("Cancel an incident or a change while it is submitted, or all that are marked"),
        footer=False,
    ),
    Action(
        "requests.attach",
        "t",
        N_("attach"),
        N_("Add files to the request"),
        rights.Action.COMMENT_REQUEST,
        footer=False,
    ),
    Action("requests.save", "g", N_("get a file"), N_("Save an attachment of the request here"), footer=False),
    Action(
        "requests.follow", "w", N_("follow"), N_("Follow the request and be told of changes, or stop"), footer=False
    ),
    Action("requests.drafts", "u", N_("drafts"), N_("Forms that were begun and not sent"), footer=False),
    Action("requests.copy", "y", N_("copy"), N_("Copy the id, the line or the link"), footer=False),
    Action("requests.reload", "ctrl+r", N_("reload"), N_("Ask for everything again"), footer=False),
    Action("request.comment", "c", N_("comment"), N_("Comment on the request"), rights.Action.COMMENT_REQUEST),
    Action("request.attach", "t", N_("attach"), N_("Add files to the request"), rights.Action.COMMENT_REQUEST),
    Action("request.save", "g", N_("get a file"), N_("Save an attachment of the request here")),
    Action("request.cancel", "o", N_("cancel"), N_("Cancel an incident or a change while it is submitted")),
    Action("request.follow", "w", N_("follow"), N_("Follow the request and be told of changes, or stop")),
    Action(
        "request.contract",
        "d",
        N_("contract"),
        N_("Its contract in the dashboard"),
        rights.Action.SEE_DASHBOARD,
        footer=False,
    ),
    Action("request.copy", "y", N_("copy"), N_("Copy the request's id or link"), footer=False),
    Action("drafts.open", "enter", N_("go on"), N_("Go on with the form where it was left")),
    Action("drafts.verify", "v", N_("verify"), N_("Ask now what became of a form that was sent")),
    Action("drafts.remove", "x", N_("throw away"), N_("Forget the form, after a question")),
    Action("notifications.open", "enter", N_("go there"), N_("Open what it is about and mark it read")),
    Action("notifications.read", "space", N_("read or unread"), N_("Mark it read, or unread again")),
    Action("notifications.read-all", "a", N_("all read"), N_("Mark all read")),
    Action("notifications.preferences", "p", N_("preferences"), N_("Toast and mail for each kind of event")),
    Action("channels.save", "ctrl+s", N_("save"), N_("Keep the choice, for every machine")),
    Action("notifications.reload", "ctrl+r", N_("reload"), N_("Ask for everything again"), footer=False),
    Action(
        "catalogue.search",
        "slash",
        N_("search"),
        N_("Words of a service's name or summary, in either language; accents and case don't matter"),
    ),
    Action("catalogue.more", "enter", N_("learn more"), N_("What it is, conditions, delay, prices")),
    Action("catalogue.order", "o", N_("order it"), N_("The order form of the service"), rights.Action.ORDER),
    Action("catalogue.contract", "f", N_("contract"), N_("The services of another contract; remembered")),
    Action("catalogue.category", "g", N_("category"), N_("One category of services, or all")),
    Action("catalogue.clear", "z", N_("clear"), N_("Show all services again: no category, no search"), footer=False),
    Action("catalogue.expand", "e", N_("expand"), N_("Expand or collapse all categories"), footer=False),
    Action("catalogue.copy", "y", N_("copy"), N_("Copy the service's id, name or link"), footer=False),
    Action("catalogue.reload", "ctrl+r", N_("reload"), N_("Ask for everything again"), footer=False),
    Action("service.order", "o", N_("order it"), N_("The order form of the service"), rights.Action.ORDER),
    Action("service.copy", "y", N_("copy"), N_("Copy the service's id, name or link")),
    Action("form.verify", "ctrl+r", N_("ask again"), N_("Ask now what became of a form that was sent"), footer=False),
    Action("form.throw-away", "", N_("throw away"), N_("Forget the draft of this form, after a question")),
)

ACTIONS: Mapping[str, Action] = {action.id: action for action in _TABLE}


def of_scopes(scopes: Iterable[str]) -> Iterator[Action]:
    """The actions of some parts of the table, in its order."""
    wanted = frozenset(scopes)
    return (action for action in _TABLE if action.scope in wanted)


def bindings(*scopes: str, namespace: str = "screen") -> list[BindingType]:
    """The Textual bindings of some scopes; each calls `action_perform` of the namespace with the action's id.

    Keys that also work in fields and over dialogs have priority. An action without a key has one that never arrives,
    so that the configuration can give it another.
    """
    return [
        Binding(
            action.keys or UNBOUND,
            f"{namespace}.perform('{action.id}')",
            action.title,
            show=False,
            priority=action.everywhere,
            id=action.id,
        )
        for action in of_scopes(scopes)
    ]


def shown_key(action: Action, keys: Mapping[str, str], *, in_field: bool = False) -> str:
    """The first key of an action as people of the current language write it: `?`, `^p`, `enter`; empty for none.

    `in_field`: the first one that a field doesn't take as a letter.
    """
    usable = [key.strip() for key in keys.get(action.id, action.keys).split(",")]
    key = next((key for key in usable if not (in_field and _is_letter(key))), UNBOUND)
    if key == UNBOUND:
        return ""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return _(_KEY_NAMES[key]) if key in _KEY_NAMES else _KEY_SIGNS.get(key, key)


def _is_letter(key: str) -> bool:
    return len(key) == 1 or key in _KEY_SIGNS or key == "space"


_KEY_SIGNS = {"question_mark": "?", "slash": "/", "colon": ":", "asterisk": "*"}
_KEY_NAMES = {"enter": N_("enter"), "space": N_("space"), "escape": N_("esc")}
