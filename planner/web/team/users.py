"""Users: a name, a token, and limits, from a CSV file. The user of a request is known while it is answered."""

import csv
import hmac
import math
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

MIN_TOKEN = 12
"""Shorter tokens can be guessed."""
_MANY = 1_000_000
_COLUMNS = ("name", "token", "max_minutes", "max_waiting")


class UsersError(ValueError):
    """A file of users that cannot be used. The text says why."""


@dataclass(frozen=True, slots=True)
class User:
    """Who may use the server: the longest time limit of a solve, and how many runs may wait or solve at once."""

    name: str
    token: str
    max_seconds: float = math.inf
    max_waiting: int = _MANY


CURRENT: ContextVar[User | None] = ContextVar("user", default=None)
"""The user of the request that is being answered; none where the server has no users."""


def user_of(users: Iterable[User], token: str) -> User | None:
    """Return the user of a token; every token is compared, so that time says nothing."""
    matches = [user for user in users if hmac.compare_digest(token.encode(), user.token.encode())]
    return matches[0] if matches else None


def read_users(path: Path) -> tuple[User, ...]:
    """Return the users of a CSV file with the columns name, token, max_minutes and max_waiting. Raises UsersError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsersError(f"{path} cannot be read: {error}.") from error
    strange = [str(column) for column in (rows[0] if rows else {}) if column not in _COLUMNS]
    if not rows or strange:
        unknown = f" and not {', '.join(strange)}" if strange else ""
        raise UsersError(
            f"{path}: write a line with the titles {', '.join(_COLUMNS)}{unknown}, then one for each user."
        )
    users = tuple(_user(row, f"{path}, line {line}") for line, row in enumerate(rows, start=2))
    for what, values in (("name", [user.name for user in users]), ("token", [user.token for user in users])):
        if len(set(values)) < len(values):
            raise UsersError(f"{path}: every user needs a {what} of their own.")
    return users


def _user(row: dict[str, str | None], at: str) -> User:
    values = {column: (row.get(column) or "").strip() for column in _COLUMNS}
    if not values["name"]:
        raise UsersError(f"{at}: the name is missing.")
    if len(values["token"]) < MIN_TOKEN:
        raise UsersError(f"{at}: the token of {values['name']} is too short: write at least {MIN_TOKEN} characters.")
    minutes = _number(values["max_minutes"], f"{at}: max_minutes")
    waiting = _number(values["max_waiting"], f"{at}: max_waiting")
    return User(values["name"], values["token"], 60 * minutes, _MANY if math.isinf(waiting) else max(1, int(waiting)))


def _number(text: str, at: str) -> float:
    """Return a limit; infinity where it is blank."""
    if not text:
        return math.inf
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not value > 0:
        raise UsersError(f"{at} is {text[:20]}: write a number above 0, or leave it blank.")
    return value
