"""A stack on loopback: the desk's API and a user pool, as the command line sees them."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.cli.dealt import dealt
from tests.cli.drills import DRILL, drills_told
from tests.cli.levels import kept
from tests.cli.previewed import PREVIEW
from tests.cli.trusted import sources_told

REFERENCE = "7KQ2MX9TA"
KEY = "JBSWY3DPEHPK3PXPMZXW6YTBOI234567AB"
PROBLEM = "application/problem+json"
DELIVERIES = [
    {
        "identifier": f"{REFERENCE}-1",
        "channel": "bluesky",
        "state": "SENT",
        "reason": "",
        "link": "https://bsky.example/1",
    },
    {"identifier": f"{REFERENCE}-1", "channel": "page", "state": "HELD", "reason": "it is in Exercise", "link": ""},
]
ALERT = {
    "reference": REFERENCE,
    "identifier": f"{REFERENCE}-1",
    "headline": "A4117 closed",
    "class": "incident",
    "type": "road_closure",
    "source": "desk",
    "by": "duty",
    "open": True,
    "state": "open",
    "msg_type": "Alert",
    "expires": "2026-11-22T20:30:00+00:00",
    "deliveries": [],
    "sent": "2026-11-22T18:30:00+00:00",
}
CALLOUT = {
    "key": "k3v2m7q4x5ta",
    "id": f"approval:{REFERENCE}-1",
    "about": f"{REFERENCE}-1",
    "reason": "An approval is owed.",
    "opened_at": "2026-11-22T03:10:00+00:00",
    "round": 0,
    "exhausted": False,
    "acknowledged_by": "",
    "acknowledged_at": None,
    "closed_why": "",
    "attempts": [{"username": "d.officer", "means": "sms", "at": "2026-11-22T03:10:00+00:00", "result": "taken: 1"}],
}
WATCH: dict[str, object] = {
    "version": 3,
    "on_call": {"silver": [{"username": "a.khan", "phone": "…123"}, {"username": "b.jones", "phone": "…124"}]},
    "delegations": [
        {
            "id": "D2",
            "role": "silver",
            "by": "s.one",
            "to": "d.duty",
            "reason": "leave",
            "since": "2026-11-22T17:30:00+00:00",
            "until": "2026-11-22T21:30:00+00:00",
        }
    ],
    "handover": {
        "by": "s.one",
        "to": "a.khan",
        "at": "2026-11-22T17:00:00+00:00",
        "summary": "One closure is open.\nLook at 6am.",
        "roles": ["silver"],
    },
    "quiet": {"page": [{"start": "23:00", "end": "06:00", "classes": ["promotional"]}]},
    "versions": [{"version": 3, "by": "s.one", "at": "2026-11-22T17:00:00+00:00", "what": "handed the watch over"}],
    "warnings": ["the audit could not be written: note who did this, and when"],
}
HANDED_OVER: dict[str, object] = {
    "watch": WATCH,
    "roles": ["silver"],
    "business": [{"kind": "held posts", "count": 1, "lines": ["7KQ2MX9TA-1: bluesky (in Exercise)"]}],
    "warnings": [],
}
APPROVAL = {
    "identifier": f"{REFERENCE}-1",
    "stand": "waiting",
    "headline": "Water points",
    "class": "information",
    "author": "officer-duty",
    "typed_by": "control.1",
    "reason": "somebody's own words: another person approves them",
    "roles": ["bronze", "comms"],
    "second": ["gold"],
    "voices": [{"by": "c.officer", "role": "comms"}],
    "expires_at": "2026-11-22T22:30:00+00:00",
    "drafts": {"bluesky": {"first": "Water is at the hall.\nRef 7KQ2MX9TA"}},
    "digest": "4f0c8e1b90d2" + "0" * 52,
}
REVIEW = {
    "id": f"after-{REFERENCE}-1",
    "kind": "after",
    "by": "officer-duty",
    "opened_at": "2026-11-22T18:30:00+00:00",
    "about": "life_safety went at once",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API says next. `lost` hangs up after the request was taken."""

    status: int = 200
    body: object = None
    kind: str = "application/json"
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """One request that came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


def problem(status: int, title: str, detail: str, *errors: tuple[str, str]) -> Answer:
    faults = [{"place": place, "reason": reason} for place, reason in errors]
    told = {"type": "urn:x", "title": title, "status": status, "detail": detail, "errors": faults}
    return Answer(status, told, PROBLEM)


@dataclass
class StandIn:
    """What it knows and what it has seen. `next` are answers that come before the usual ones."""

    address: str = ""
    next: list[Answer] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    pool_seen: list[Seen] = field(default_factory=list)
    pool_next: list[Answer] = field(default_factory=list)
    tokens: set[str] = field(default_factory=lambda: {"handed.in"})
    passwords: dict[str, str] = field(default_factory=lambda: {"duty": "duty's own", "a.officer": "correct horse"})
    refreshes: dict[str, str] = field(default_factory=dict)
    challenges: list[str] = field(default_factory=list)
    session: str = ""
    app_set_up: bool = False
    raised: dict[str, str] = field(default_factory=dict)
    drills: list[dict[str, object]] = field(default_factory=lambda: [DRILL])
    seconds: int = 3600

    def stack(self, **more: object) -> dict[str, object]:
        """Return the stack file that the running stage writes."""
        return {
            "api": {"address": self.address, "host": "abc.execute-api.localhost"},
            "cognito": {"endpoint": f"{self.address}/pool", "client_id": "client1", "region": "eu-west-2"},
            "users": {"duty": {"username": "duty", "password": "duty's own"}},
            **more,
        }

    def expire(self) -> None:
        """Let every access token run out."""
        self.tokens = set()

    def api(self, seen: Seen) -> Answer:
        """Answer the desk's API."""
        self.seen.append(seen)
        if self.next:
            return self.next.pop(0)
        if seen.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return Answer(401, {"message": "Unauthorized"})
        return self._command(seen) or self._alerts(seen)

    def _command(self, seen: Seen) -> Answer | None:
        """Answer about command: the watch, the call-outs, the crisis level."""
        path = seen.path.strip("/").split("/")
        for tells in (kept, dealt, sources_told):
            if (told := tells(seen.method, path, seen.body)) is not None:
                return Answer(body=told)
        if (practised := drills_told(seen.method, path, seen.body, self.drills)) is not None:
            return Answer(body=practised)
        match seen.method, path:
            case method, ["callouts", *rest]:
                return _callouts(method, rest)
            case _, ["watch", *below]:
                return Answer(body=kept_watch(seen, below))
        return None

    def _alerts(self, seen: Seen) -> Answer:
        """Answer about alerts."""
        key = seen.headers.get("idempotency-key", "")
        said = {
            **ALERT,
            "fate": "posted",
            "reason": "",
            "repeated": key in self.raised,
            "reopened": False,
            "lane": "routine",
            "deliveries": DELIVERIES,
            "warnings": ["the channels were not told yet"],
            "findings": ["the place may name a house"],
        }
        match seen.method, seen.path.strip("/").split("/"):
            case "POST", ["alerts", *_]:
                self.raised[key] = seen.path
                return Answer(201, said)
            case "GET", ["alerts"]:
                return Answer(body={"alerts": [ALERT] if seen.query.get("open") == "true" else []})
            case "GET", ["alerts", reference] if reference == REFERENCE:
                return Answer(body={"alerts": [{**ALERT, "deliveries": DELIVERIES}]})
            case "GET", ["deliveries"]:
                return Answer(body={"deliveries": [] if seen.query.get("state") == "FAILED" else DELIVERIES})
            case _, ["approvals" | "reviews" | "glass", *_]:
                return second_person(seen)
            case "PUT", ["alerts", _, "lead"]:
                lead = "" if seen.body["agency"] == "us" else seen.body["agency"]
                told = {"reference": REFERENCE, "lead": lead, "repeated": not lead, "warnings": ["no audit"]}
                return Answer(body=told)
            case "PUT", ["alerts", _, "class"]:
                return Answer(body=said | {"class": seen.body["class"], "lane": "urgent"})
            case "POST", ["preview"]:
                return Answer(body=PREVIEW)
        return problem(404, "Not found", "there is nothing of that name")

    def pool(self, seen: Seen) -> Answer:
        """Answer as a user pool."""
        self.pool_seen.append(seen)
        if self.pool_next:
            return self.pool_next.pop(0)
        given = seen.body.get("AuthParameters", {})
        match seen.headers["x-amz-target"].partition(".")[2], seen.body.get("AuthFlow"):
            case "InitiateAuth", "REFRESH_TOKEN_AUTH":
                name = self.refreshes.get(given["REFRESH_TOKEN"])
                return self._signed_in(name, fresh=False) if name else refusal("NotAuthorizedException")
            case "InitiateAuth", "USER_PASSWORD_AUTH":
                if self.passwords.get(given["USERNAME"]) != given["PASSWORD"]:
                    return refusal("NotAuthorizedException")
                return self._challenged(given["USERNAME"])
            case "RevokeToken", None:
                self.refreshes.pop(seen.body["Token"], None)
                return Answer(body=b"")
            case action, None:
                return self._continued(action, seen.body)
        return refusal("InvalidParameterException")

    def _continued(self, action: str, body: dict[str, Any]) -> Answer:
        """Answer a step of a sign-in, which has to bring the session of the step before."""
        match action, body:
            case _, {"Session": session} if session != self.session:
                return refusal("NotAuthorizedException")
            case "RespondToAuthChallenge", {"ChallengeName": "MFA_SETUP"} if not self.app_set_up:
                return refusal("InvalidParameterException")
            case "RespondToAuthChallenge", {"ChallengeResponses": {"SOFTWARE_TOKEN_MFA_CODE": "000000"}}:
                return refusal("CodeMismatchException")
            case "RespondToAuthChallenge", {"ChallengeResponses": said}:
                self.challenges.pop(0)
                return self._challenged(said["USERNAME"])
            case "AssociateSoftwareToken", _:
                return Answer(body={"SecretCode": KEY, "Session": self._next_session()})
            case "VerifySoftwareToken", {"UserCode": "123456"}:
                self.app_set_up = True
                return Answer(body={"Status": "SUCCESS", "Session": self._next_session()})
            case "VerifySoftwareToken", _:
                return refusal("EnableSoftwareTokenMFAException")
        return refusal("InvalidParameterException")

    def _challenged(self, name: str) -> Answer:
        if self.challenges:
            name_of_it, session = self.challenges[0], self._next_session()
            return Answer(body={"ChallengeName": name_of_it, "Session": session, "ChallengeParameters": {}})
        return self._signed_in(name, fresh=True)

    def _next_session(self) -> str:
        """Make the session that the next answer of a sign-in has to bring, and no other."""
        self.session = f"s{len(self.pool_seen)}"
        return self.session

    def _signed_in(self, name: str, *, fresh: bool) -> Answer:
        token = f"access.{name}.{len(self.pool_seen)}"
        self.tokens.add(token)
        result = {"AccessToken": token, "IdToken": "id", "ExpiresIn": self.seconds, "TokenType": "Bearer"}
        if fresh:
            result["RefreshToken"] = f"refresh.{name}"
            self.refreshes[f"refresh.{name}"] = name
        return Answer(body={"AuthenticationResult": result})


def _callouts(method: str, rest: list[str]) -> Answer:
    if (method, rest) == ("GET", []):
        return Answer(body={"callouts": [CALLOUT]})
    if (method, rest) == ("POST", [CALLOUT["key"], "acknowledgement"]):
        return Answer(body={**CALLOUT, "acknowledged_by": "duty", "acknowledged_at": "2026-11-22T03:12:00+00:00"})
    return problem(404, "Not found", "there is no such call-out")


def kept_watch(seen: Seen, below: list[str]) -> dict[str, object]:
    """Answer about the watch."""
    if below == ["quiet-hours"]:
        return {"hours": seen.body["hours"], "warnings": []}
    if "yaml" in seen.query:
        return {"yaml": "# exported\nversion: 3\n"}
    return HANDED_OVER if below == ["handovers"] else WATCH


def second_person(seen: Seen) -> Answer:
    """Answer about approvals, reviews and broken glass."""
    match seen.method, seen.path.strip("/").split("/"):
        case "GET", ["approvals"]:
            return Answer(body={"approvals": [APPROVAL], "open_reviews": 2})
        case "GET", ["approvals", _]:
            return Answer(body=APPROVAL)
        case "POST", ["approvals", _, "answer"]:
            stand = {"approve": "approved", "return": "returned", "reject": "rejected"}[seen.body["answer"]]
            told = {"identifier": f"{REFERENCE}-1", "stand": stand, "answer": seen.body.get("reason", "")}
            return Answer(body=told | {"deliveries": DELIVERIES, "warnings": ["no audit"]})
        case "GET", ["reviews"]:
            return Answer(body={"reviews": [REVIEW]})
        case "POST", ["reviews", _, "close"]:
            return Answer(body=REVIEW | {"verdict": seen.body["verdict"], "warnings": []})
    return Answer(body={"broken": seen.method == "POST", "until": "2026-11-22T19:00:00+00:00", "warnings": []})


def refusal(kind: str, status: int = 400) -> Answer:
    return Answer(status, {"__type": kind, "message": "in the pool's own words"}, "application/x-amz-json-1.1")


def _handler(standin: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            parts = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen = Seen(
                method=self.command,
                path=parts.path,
                query=dict(parse_qsl(parts.query)),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=json.loads(raw) if raw else None,
            )
            serve: Callable[[Seen], Answer] = standin.pool if parts.path.startswith("/pool") else standin.api
            answer = serve(seen)
            self.close_connection = True
            if answer.lost:
                return
            body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815  # http.server's names

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    return Handler


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """Run a stand-in on a free port of this machine."""
    standin = StandIn()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(standin)) as server:
        standin.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield standin
        finally:
            server.shutdown()
            thread.join()
