"""The duty desk's HTTP API: docs/openapi.json. One request, its token, its key, and what a refusal means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from loudhailer_cli.failures import Failure, NotAllowed, Unfit, Unreachable
from loudhailer_cli.session import SignedIn
from loudhailer_cli.show import plain, warn
from loudhailer_cli.stack import Stack
from loudhailer_cli.world import World

TIMEOUT = httpx.Timeout(31.0, connect=5.0)
"""API Gateway itself gives up after 30 seconds."""
_PAUSES = (0.5, 2.0)  # seconds before the second and the third try
_AGAIN = frozenset({502, 503, 504})
_UNFIT = frozenset({400, 413, 415, 422})
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def client(stack: Stack) -> httpx.Client:
    """Return an HTTP client for a stack; what is on this machine is never asked by way of a proxy."""
    return httpx.Client(timeout=TIMEOUT, trust_env=not stack.local)


@dataclass(frozen=True, slots=True)
class Api:
    """The API of one stack, as somebody who is signed in."""

    world: World
    stack: Stack
    http: httpx.Client
    signed_in: SignedIn

    def get(self, *path: str, **query: str | int | None) -> dict[str, Any]:
        """Read something."""
        return self._ask("GET", path, query={name: value for name, value in query.items() if value is not None})

    def send(self, method: str, *path: str, body: Mapping[str, Any] | None = None, key: str = "") -> dict[str, Any]:
        """Ask for something; the same `key` asks for the same thing only once."""
        return self._ask(method, path, body=body, key=key)

    def _ask(
        self,
        method: str,
        path: tuple[str, ...],
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
        key: str = "",
    ) -> dict[str, Any]:
        address = "/".join((self.stack.api.address, *(quote(part, safe="") for part in path)))
        headers = {"Accept": "application/json, application/problem+json"}
        if self.stack.api.host:
            headers["Host"] = self.stack.api.host
        if key:
            headers["Idempotency-Key"] = key
        content = self.http.build_request(method, address, params=query or None, json=body, headers=headers)
        answer = self._patiently(content, self.signed_in.token())
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            # A token may be older than the pool's keys; it says nothing of the person.
            answer = self._patiently(content, self.signed_in.token(fresh=True))
        return _read(answer, self.stack)

    def _patiently(self, request: httpx.Request, token: str) -> httpx.Response:
        """Send a request; a lost answer is asked for again, with the same key, so that nothing is done twice."""
        request.headers["Authorization"] = f"Bearer {token}"
        pauses = iter(_PAUSES)
        while True:
            try:
                answer = self.http.send(request)
            except _NEVER_LEFT:
                raise Unreachable(_out_of_reach(self.stack)) from None
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code not in _AGAIN:
                return answer
            pause = next(pauses, None)
            if pause is None:
                break
            warn("no answer came; asking once more for the same")
            self.world.pause(pause)
        if answer is not None and _sentence(_problem(answer)):
            return answer
        raise Unreachable(_no_answer(request.method))


def _read(answer: httpx.Response, stack: Stack) -> dict[str, Any]:
    """Return a good answer's body; raise what any other one means."""
    problem = _problem(answer)
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        raise NotAllowed("the service does not accept your token; run `loudhailer sign-in`")
    if answer.status_code == httpx.codes.FORBIDDEN:
        raise NotAllowed(_sentence(problem) or "you may not do this; ask who keeps the roles")
    if answer.is_success:
        told = _json(answer)
        if told is None:
            raise Unreachable(
                f"{stack.api.address} is not Loudhailer's API: it answers without JSON; check the stack file"
            )
        return told
    if _sentence(problem):
        kind = Unfit if answer.status_code in _UNFIT else Failure
        raise kind(_sentence(problem), _details(problem))
    if answer.is_client_error:
        raise Failure(f"the service refused it (HTTP {answer.status_code})")
    raise Unreachable(f"{stack.api.address} answers with HTTP {answer.status_code}; try again, or look at its logs")


def _json(answer: httpx.Response) -> dict[str, Any] | None:
    try:
        told = answer.json()
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _problem(answer: httpx.Response) -> dict[str, Any]:
    """Return the problem details of an answer (RFC 9457), empty where it has none."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return (_json(answer) or {}) if kind == "application/problem+json" else {}


def _sentence(problem: Mapping[str, Any]) -> str:
    """Return a problem in one line; where only one thing is wrong, with its place."""
    title, detail = (plain(problem.get(name) or "") for name in ("title", "detail"))
    errors = _errors(problem)
    if len(errors) == 1 and errors[0].endswith(detail):
        detail = errors[0]
    return ": ".join(part for part in (title, detail) if part)


def _details(problem: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a problem's errors, a line each, unless its sentence says them all."""
    said = _sentence(problem)
    return tuple(f"  {line}" for line in _errors(problem)) if any(each not in said for each in _errors(problem)) else ()


def _errors(problem: Mapping[str, Any]) -> list[str]:
    errors = problem.get("errors")
    return [
        plain(f"{each.get('place', '')}: {each.get('reason', '')}")
        for each in (errors if isinstance(errors, list) else [])
        if isinstance(each, dict)
    ]


def _out_of_reach(stack: Stack) -> str:
    remedy = "is `make run` running?" if stack.local else "check your network, and the address in the stack file"
    return f"{stack.api.address} cannot be reached; {remedy}"


def _no_answer(method: str) -> str:
    if method == "GET":
        return "the service does not answer; try again"
    return "no answer came, so it may have been done; look with `loudhailer alert list` before you ask again"
