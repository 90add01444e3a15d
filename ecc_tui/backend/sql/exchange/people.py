"""People in and out of a store, with what each has chosen and kept."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.exchange.records import BrokenRule, Preference, SavedViewRecord, User
from ecc_tui.backend.sql.exchange.values import upsert
from ecc_tui.domain.text import fold


def load_user(statements: Statements, record: User) -> None:
    """The person with his external accounts, which replace those of the store. Raises BrokenRule."""
    for field, value in (("login", record.login), ("email", record.email)):
        if statements.value(f"SELECT id FROM users WHERE lower({field}) = lower(?) AND id <> ?", (value, record.id)):
            raise BrokenRule("taken", field, value)
    values = {
        "login": record.login,
        "email": record.email,
        "title": record.title,
        "first_name": record.first_name,
        "last_name": record.last_name,
        "name_key": fold(f"{record.last_name} {record.first_name}"),
        "phone": record.phone,
        "mobile": record.mobile,
        "company_id": record.company,
        "administrator": int(record.administrator),
    }
    if record.password_hash is not UNSET:
        values["password_hash"] = record.password_hash
    upsert(statements, "users", {"id": record.id}, values)
    statements.execute("DELETE FROM external_accounts WHERE user_id = ?", (record.id,))
    for tool, account in record.accounts.items():
        upsert(statements, "external_accounts", {"user_id": record.id, "tool": tool}, {"account": account})


def read_users(statements: Statements, secrets: bool) -> Iterator[User]:
    """By id."""
    accounts: dict[str, dict[str, str]] = {}
    for user, tool, account in statements.iterate("SELECT * FROM external_accounts ORDER BY user_id, tool"):
        accounts.setdefault(user, {})[tool] = account
    columns = "id, login, email, title, first_name, last_name, phone, mobile, company_id, administrator, password_hash"
    for id, login, email, title, first, last, phone, mobile, company, administrator, hashed in statements.iterate(
        f"SELECT {columns} FROM users ORDER BY id"
    ):
        yield User(
            id=id,
            login=login,
            email=email,
            title=title,
            first_name=first,
            last_name=last,
            phone=phone,
            mobile=mobile,
            company=company,
            administrator=bool(administrator),
            accounts=accounts.get(id, {}),
            password_hash=hashed if secrets and hashed is not None else UNSET,
        )


def load_preference(statements: Statements, record: Preference) -> None:
    """One choice."""
    upsert(statements, "preferences", {"user_id": record.user, "name": record.name}, {"value": record.value})


def read_preferences(statements: Statements, _secrets: bool) -> Iterator[Preference]:
    """By person and name."""
    sql = "SELECT user_id, name, value FROM preferences ORDER BY user_id, name"
    for user, name, value in statements.iterate(sql):
        yield Preference(user=user, name=name, value=value)


def load_saved_view(statements: Statements, record: SavedViewRecord) -> None:
    """One view."""
    key = {"user_id": record.user, "letter": record.letter}
    upsert(statements, "saved_views", key, {"name": record.name, "link": record.link})


def read_saved_views(statements: Statements, _secrets: bool) -> Iterator[SavedViewRecord]:
    """By person and letter."""
    sql = "SELECT user_id, letter, name, link FROM saved_views ORDER BY user_id, letter"
    for user, letter, name, link in statements.iterate(sql):
        yield SavedViewRecord(user=user, letter=letter, name=name, link=link)
