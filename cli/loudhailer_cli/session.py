"""Who is signed in: tokens in a file that only its owner reads, renewed without asking. No password is ever kept."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from loudhailer_cli.cognito import Cognito, Tokens
from loudhailer_cli.failures import NotAllowed
from loudhailer_cli.private import write_private
from loudhailer_cli.stack import Stack
from loudhailer_cli.world import World

_EARLY = timedelta(seconds=60)  # a token is renewed before it can run out on the way
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]+")
TOKEN_VARIABLE = "LOUDHAILER_TOKEN"  # noqa: S105  # a variable's name


class Session(BaseModel):
    """One person signed in at one stack."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    access: str
    refresh: str = ""
    until: AwareDatetime


class _Kept(BaseModel):
    """The file: for each stack who is signed in, and every session by stack and name."""

    model_config = ConfigDict(extra="ignore")

    current: dict[str, str] = {}
    sessions: dict[str, Session] = {}


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of this person on this machine."""

    world: World

    @property
    def path(self) -> Path:
        """Return the file they are kept in."""
        return self.world.state_folder() / "sessions.json"

    def current(self, stack: Stack) -> str:
        """Return who is signed in at a stack, empty where nobody is."""
        return self._read().current.get(stack.key, "")

    def find(self, stack: Stack, username: str) -> Session | None:
        """Return a person's session."""
        return self._read().sessions.get(_key(stack, username))

    def keep(self, stack: Stack, username: str, tokens: Tokens, *, current: bool = False) -> Session:
        """Keep a session, and make it the current one where that is asked for."""
        kept = self._read()
        before = kept.sessions.get(_key(stack, username))
        until = self.world.now() + timedelta(seconds=tokens.seconds)
        refresh = tokens.refresh or (before.refresh if before else "")
        session = Session(access=tokens.access, refresh=refresh, until=until)
        kept.sessions[_key(stack, username)] = session
        if current:
            kept.current[stack.key] = username
        self._write(kept)
        return session

    def forget(self, stack: Stack) -> list[Session]:
        """Forget every session at a stack; return them."""
        kept = self._read()
        mine = [key for key in kept.sessions if key.startswith(f"{stack.key}\n")]
        forgotten = [kept.sessions.pop(key) for key in mine]
        kept.current.pop(stack.key, None)
        if mine:
            self._write(kept)
        return forgotten

    def _read(self) -> _Kept:
        try:
            return _Kept.model_validate_json(self.path.read_bytes())
        except (OSError, ValidationError):
            # What cannot be read signs nobody in: the person signs in again.
            return _Kept()

    def _write(self, kept: _Kept) -> None:
        write_private(self.path, kept.model_dump_json())


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whoever speaks in this command: a ready-made user (`role`), a token of the environment, or who signed in."""

    world: World
    stack: Stack
    sessions: Sessions
    cognito: Cognito
    role: str | None = None

    def token(self, *, fresh: bool = False) -> str:
        """Return an access token; `fresh` asks for another one than the last, where there can be one.

        Raise `NotAllowed` that says how to sign in.
        """
        given = self.world.environ.get(TOKEN_VARIABLE, "").strip()
        if given and self.role is None:
            if not _TOKEN.fullmatch(given):
                raise NotAllowed(f"{TOKEN_VARIABLE} holds no token; set it again, or unset it")
            return given
        username = ready_user(self.stack, self.role) if self.role else self.sessions.current(self.stack)
        session = self.sessions.find(self.stack, username) if username else None
        if session and not fresh and self.world.now() < session.until - _EARLY:
            return session.access
        if session and session.refresh:
            try:
                return self.sessions.keep(self.stack, username, self.cognito.refresh(session.refresh)).access
            except NotAllowed:
                pass  # it has ended: a ready-made user signs in anew, a person is asked to
        if self.role:
            password = self.stack.users[self.role].password.get_secret_value()
            return self.sessions.keep(self.stack, username, self.cognito.sign_in(username, password)).access
        if session:
            raise NotAllowed("your session has ended; run `loudhailer sign-in`")
        raise NotAllowed(f"you are not signed in; run `loudhailer sign-in`{_or_as(self.stack)}")


def ready_user(stack: Stack, role: str) -> str:
    """Return the name of a stack's ready-made user; raise `NotAllowed` where it has none for the role."""
    if role in stack.users:
        return stack.users[role].username
    if stack.users:
        raise NotAllowed(f"there is no ready-made user {role!r}; there are {', '.join(sorted(stack.users))}")
    raise NotAllowed("--as is for the ready-made users of a stack on this machine; run `loudhailer sign-in`")


def _or_as(stack: Stack) -> str:
    return f", or add --as ROLE ({', '.join(sorted(stack.users))})" if stack.users else ""


def _key(stack: Stack, username: str) -> str:
    return f"{stack.key}\n{username}"
