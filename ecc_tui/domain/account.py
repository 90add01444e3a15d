"""A person, how he logs in, and the rules of logins and passwords (product.md A1 to A4, R4)."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

LOGIN_RULE = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
"""R4: 8 to 64 characters, letters and digits without accents, and `.` `_` `-`."""

PASSWORD_SIGNS = "#!.@_-/"
PASSWORD_LONGEST = 128


class PasswordLevel(StrEnum):
    """The policy of a company (A3)."""

    MEDIUM = "medium"
    STRONG = "strong"


SHORTEST_PASSWORD = {PasswordLevel.MEDIUM: 8, PasswordLevel.STRONG: 10}


class PasswordCondition(StrEnum):
    """One clause of rule A3; the form shows each turning green."""

    LENGTH = "length"
    LOWER = "lower"
    UPPER = "upper"
    DIGIT = "digit"
    SIGN = "sign"
    ONLY_ALLOWED = "only-allowed"


class PasswordVerdict(Struct, frozen=True):
    """Which conditions hold, and the first character that is not allowed (None when all are)."""

    met: frozenset[PasswordCondition]
    refused_character: str | None

    @property
    def accepted(self) -> bool:
        """All conditions of A3 hold."""
        return len(self.met) == len(PasswordCondition)


def judge_password(password: str, level: PasswordLevel = PasswordLevel.STRONG) -> PasswordVerdict:
    """Rule A3, condition by condition."""
    refused = next((c for c in password if not (c.isascii() and (c.isalnum() or c in PASSWORD_SIGNS))), None)
    checks = {
        PasswordCondition.LENGTH: SHORTEST_PASSWORD[level] <= len(password) <= PASSWORD_LONGEST,
        PasswordCondition.LOWER: any("a" <= c <= "z" for c in password),
        PasswordCondition.UPPER: any("A" <= c <= "Z" for c in password),
        PasswordCondition.DIGIT: any("0" <= c <= "9" for c in password),
        PasswordCondition.SIGN: any(c in PASSWORD_SIGNS for c in password),
        PasswordCondition.ONLY_ALLOWED: refused is None,
    }
    return PasswordVerdict(frozenset(c for c, holds in checks.items() if holds), refused)


class Title(StrEnum):
    """Civilité."""

    MR = "mr"
    MRS = "mrs"


class Person(Struct, frozen=True):
    """Somebody with a login; `company` is the name of his company."""

    id: str
    login: str
    first_name: str
    last_name: str
    email: str
    company: str
    company_id: str
    administrator: bool = False
    title: Title | None = None
    phone: str = ""
    mobile: str = ""

    @property
    def name(self) -> str:
        """As shown to everybody."""
        return f"{self.first_name} {self.last_name}".strip() or self.login


LANGUAGE_PREFERENCE = "language"
"""The account preference that names the person's language; without it the machine's counts."""
ZONE_PREFERENCE = "zone"
"""The one that names the zone in which he reads instants and means days; without it the host's counts."""


LONGEST_VIEW_NAME = 80
"""Characters of the name of a saved view."""


class SavedView(Struct, frozen=True):
    """A named filter and sort of a section's list, called back by one capital letter (Q2)."""

    name: str
    letter: str
    link: str
    """The `ecc:requests?…` link that shows the list."""


class NewStore(Struct, frozen=True):
    """What the guide of a first start asks (A0): a company, its first contract, its referent."""

    company: str
    contract_id: str
    contract_name: str
    first_name: str
    last_name: str
    email: str
    login: str
    password: str
