"""Sign in at a Cognito user pool: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html.

Plain HTTPS without AWS credentials. A password, or the key of a second factor, passes through once and is kept nowhere.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from loudhailer_cli.failures import Failure, NotAllowed, Unreachable
from loudhailer_cli.stack import UserPool

_MOST_CHALLENGES = 5
_TYPE = re.compile(r"[A-Za-z]{1,60}")
_MOST_CODES = 3
_CODE = re.compile(r"[0-9]{6}", re.ASCII)
_KEY = re.compile(r"[A-Z2-7]{16,256}")
_ISSUER = "Loudhailer"
_WRONG_CODE = frozenset({"EnableSoftwareTokenMFAException", "CodeMismatchException"})
# Cognito waits three minutes for each answer where the client's AuthSessionValidity says nothing else.
_LATE = "it took too long, or the pool wants no other code; remove that account from the app, then sign in again"
_REFUSALS: Mapping[str, str] = {
    "NotAuthorizedException": "the name or the password is wrong, or the session has ended",
    "UserNotFoundException": "the name or the password is wrong, or the session has ended",
    "CodeMismatchException": "the code is wrong; wait for the next one and sign in again",
    "ExpiredCodeException": "the code has expired; sign in again with the next one",
    "PasswordResetRequiredException": "the password must be set anew; ask who keeps your user pool",
    "UserNotConfirmedException": "the user is not confirmed yet; ask who keeps your user pool",
    "InvalidPasswordException": "the new password is too weak for the pool; take a longer one with all kinds of signs",
    "TooManyRequestsException": "too many tries; wait a few minutes",
    "LimitExceededException": "too many tries; wait a few minutes",
    "ResourceNotFoundException": "the pool knows no such client; check `client_id` in the stack file",
    "SoftwareTokenMFANotFoundException": "the pool takes no authenticator app; ask who keeps it",
    "InvalidParameterException": "the pool refuses this kind of sign-in; its client must allow USER_PASSWORD_AUTH",
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a sign-in gives. `refresh` is empty where the pool gave no new one; `seconds` is how long `access` lives."""

    access: str
    refresh: str
    seconds: int


class _Refused(NotAllowed):
    """The pool refuses, for a reason that it names."""

    def __init__(self, words: str, kind: str) -> None:
        super().__init__(words)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Cognito:
    """One user pool. `ask` asks the person at the terminal for something that is not echoed.

    `show` shows the person a line that nobody else may read; it raises `NotAllowed` where somebody else might.
    """

    http: httpx.Client
    pool: UserPool
    ask: Callable[[str], str]
    show: Callable[[str], None]

    def sign_in(self, username: str, password: str) -> Tokens:
        """Sign in, asking for what the pool asks for; raise `NotAllowed` with what to do."""
        given = {"USERNAME": username, "PASSWORD": password}
        answer = self._call(
            "InitiateAuth", ClientId=self.pool.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given
        )
        for _ in range(_MOST_CHALLENGES):
            if "ChallengeName" not in answer:
                return _tokens(answer)
            name = str(answer["ChallengeName"])
            asked = answer.get("ChallengeParameters") or {}
            session = answer.get("Session")
            answer = self._call(
                "RespondToAuthChallenge",
                ClientId=self.pool.client_id,
                ChallengeName=name,
                Session=self._set_up(username, session) if name == "MFA_SETUP" else session,
                ChallengeResponses={"USERNAME": asked.get("USER_ID_FOR_SRP") or username, **self._response(name)},
            )
        raise NotAllowed("the pool asks again and again; ask who keeps it")

    def refresh(self, refresh: str) -> Tokens:
        """Return a new access token; raise `NotAllowed` where the session has ended."""
        given = {"REFRESH_TOKEN": refresh}
        return _tokens(
            self._call(
                "InitiateAuth", ClientId=self.pool.client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=given
            )
        )

    def revoke(self, refresh: str) -> None:
        """End a session at the pool: nothing renews it any more. An access token that is out runs to its own end."""
        self._call("RevokeToken", ClientId=self.pool.client_id, Token=refresh)

    def _response(self, challenge: str) -> dict[str, str]:
        match challenge:
            case "SOFTWARE_TOKEN_MFA":
                return {"SOFTWARE_TOKEN_MFA_CODE": _unspaced(self.ask("Code of your authenticator app"))}
            case "NEW_PASSWORD_REQUIRED":
                first, second = self.ask("Your new password"), self.ask("The same again")
                if first != second:
                    raise NotAllowed("the two passwords differ; sign in again")
                return {"NEW_PASSWORD": first}
            case "MFA_SETUP":
                return {}  # the session says that it is set up
        raise NotAllowed(f"the pool asks for {_name(challenge)}, which the command line cannot answer")

    def _set_up(self, username: str, session: object) -> object:
        """Set up an authenticator app with the person; return the session that says so."""
        told = self._call("AssociateSoftwareToken", Session=session)
        key = str(told.get("SecretCode") or "").upper().rstrip("=")
        if not _KEY.fullmatch(key):
            raise Failure("the user pool gave no key for an authenticator app; ask who keeps it")
        self._show_key(username, key)
        session = told.get("Session") or session
        for left in reversed(range(_MOST_CODES)):
            code = _unspaced(self.ask("Code that the app shows"))
            # Cognito would call anything but six digits an invalid parameter.
            if _CODE.fullmatch(code) and (verified := self._verified(session, code)):
                return verified
            if left:
                self.show("The code is wrong; wait for the app's next one.")
        raise NotAllowed(
            "the code is wrong; look whether the telephone's clock is right, remove that account from the app, then "
            "sign in again"
        )

    def _show_key(self, username: str, key: str) -> None:
        """Show a key once: in groups that can be typed, and as an authenticator app takes it whole.

        The address is https://github.com/google/google-authenticator/wiki/Key-Uri-Format.
        """
        self.show(
            "You need a second factor. Add an account to your authenticator app, within three minutes, by this key:"
        )
        self.show("  " + " ".join(key[at : at + 4] for at in range(0, len(key), 4)))
        self.show("or by this address:")
        self.show(f"  otpauth://totp/{_ISSUER}:{quote(username, safe='')}?secret={key}&issuer={_ISSUER}")
        self.show("The key is shown this once and kept nowhere. Clear this terminal afterwards.")

    def _verified(self, session: object, code: str) -> object:
        """Return the session that says that the code was right, None where it was wrong."""
        try:
            answer = self._call(
                "VerifySoftwareToken", Session=session, UserCode=code, FriendlyDeviceName="authenticator app"
            )
        except _Refused as refused:
            if refused.kind in _WRONG_CODE:
                return None  # the session stays good for another code
            if refused.kind == "NotAuthorizedException":
                raise NotAllowed(_LATE) from None
            raise
        return answer.get("Session") or session if answer.get("Status") == "SUCCESS" else None

    def _call(self, action: str, **body: Any) -> dict[str, Any]:
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{action}",
        }
        try:
            answer = self.http.post(f"{self.pool.endpoint}/", headers=headers, json=body)
        except httpx.HTTPError:
            raise Unreachable(f"nobody can sign in: {self.pool.endpoint} does not answer") from None
        if answer.is_success and not answer.content:
            return {}
        try:
            told = answer.json()
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise Unreachable(f"nobody can sign in: {self.pool.endpoint} is no user pool (HTTP {answer.status_code})")
        if answer.is_success:
            return told
        kind = _name(str(told.get("__type", "")).rsplit("#", 1)[-1])
        words = _REFUSALS.get(kind, f"the user pool refuses ({kind or answer.status_code})")
        if answer.is_server_error:
            raise Unreachable(f"nobody can sign in: the user pool fails (HTTP {answer.status_code}); try again")
        raise _Refused(words, kind)


def _unspaced(code: str) -> str:
    """Return a code without the gap that apps show in its middle."""
    return "".join(code.split())


def _name(told: str) -> str:
    """Return a name that the pool gave, where it is one."""
    return told if _TYPE.fullmatch(told.replace("_", "")) else "something else"


def _tokens(answer: Mapping[str, Any]) -> Tokens:
    result = answer.get("AuthenticationResult")
    if not isinstance(result, dict) or not isinstance(result.get("AccessToken"), str):
        raise Failure("the user pool gave no token; ask who keeps it")
    seconds = result.get("ExpiresIn")
    return Tokens(
        access=result["AccessToken"],
        refresh=str(result.get("RefreshToken") or ""),
        seconds=seconds if isinstance(seconds, int) else 300,
    )
