"""Sign in at a Cognito user pool: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html.

Plain HTTPS without AWS credentials. A password passes through once and is kept nowhere.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from loudhailer_cli.failures import Failure, NotAllowed, Unreachable
from loudhailer_cli.stack import UserPool

_MOST_CHALLENGES = 5
_TYPE = re.compile(r"[A-Za-z]{1,60}")
_SETUP = (
    "your sign-in still lacks its second factor; sign in once where your service signs in with a browser and set up an "
    "authenticator app there, then come back"
)
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
    "InvalidParameterException": "the pool refuses this kind of sign-in; its client must allow USER_PASSWORD_AUTH",
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a sign-in gives. `refresh` is empty where the pool gave no new one; `seconds` is how long `access` lives."""

    access: str
    refresh: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Cognito:
    """One user pool. `ask` asks the person at the terminal for something that is not echoed."""

    http: httpx.Client
    pool: UserPool
    ask: Callable[[str], str]

    def sign_in(self, username: str, password: str) -> Tokens:
        """Sign in, asking for what the pool asks for; raise `NotAllowed` with what to do."""
        given = {"USERNAME": username, "PASSWORD": password}
        answer = self._call("InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
        for _ in range(_MOST_CHALLENGES):
            if "ChallengeName" not in answer:
                return _tokens(answer)
            name = str(answer["ChallengeName"])
            asked = answer.get("ChallengeParameters") or {}
            answer = self._call(
                "RespondToAuthChallenge",
                ChallengeName=name,
                Session=answer.get("Session"),
                ChallengeResponses={"USERNAME": asked.get("USER_ID_FOR_SRP") or username, **self._response(name)},
            )
        raise NotAllowed("the pool asks again and again; ask who keeps it")

    def refresh(self, refresh: str) -> Tokens:
        """Return a new access token; raise `NotAllowed` where the session has ended."""
        return _tokens(
            self._call("InitiateAuth", AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": refresh})
        )

    def _response(self, challenge: str) -> dict[str, str]:
        match challenge:
            case "SOFTWARE_TOKEN_MFA":
                return {"SOFTWARE_TOKEN_MFA_CODE": self.ask("Code of your authenticator app").strip()}
            case "NEW_PASSWORD_REQUIRED":
                first, second = self.ask("Your new password"), self.ask("The same again")
                if first != second:
                    raise NotAllowed("the two passwords differ; sign in again")
                return {"NEW_PASSWORD": first}
            case "MFA_SETUP":
                raise NotAllowed(_SETUP)
        raise NotAllowed(f"the pool asks for {_name(challenge)}, which the command line cannot answer")

    def _call(self, action: str, **body: Any) -> dict[str, Any]:
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{action}",
        }
        try:
            answer = self.http.post(
                f"{self.pool.endpoint}/", headers=headers, json={"ClientId": self.pool.client_id, **body}
            )
        except httpx.HTTPError:
            raise Unreachable(f"nobody can sign in: {self.pool.endpoint} does not answer") from None
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
        raise NotAllowed(words)


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
