"""https://developers.facebook.com/docs/threads/get-started/long-lived-tokens: a token of 60 days for the one we have.

The one we have must be a day old and still good. It stays good until its own end, so a new one that cannot be kept
costs nothing. Meta's page shows it in the address; here it goes into the header, where no log finds it.
"""

from collections.abc import Mapping
from datetime import timedelta

import httpx
from pydantic import BaseModel, ConfigDict, Field

from loudhailer.channels._graph_answer import words
from loudhailer.channels._http import preparing, read, send
from loudhailer.domain.credential import Renewed


class _Token(BaseModel):
    model_config = ConfigDict(frozen=True)
    access_token: str = Field(min_length=1, repr=False)
    expires_in: int = Field(gt=0)  # seconds


def renewed(http: httpx.Client, address: str, secret: Mapping[str, str]) -> Renewed:
    """Ask for a new token. Nothing becomes public, so what fails here is no doubt."""
    with preparing():
        answer = send(
            http,
            "GET",
            f"{address}/refresh_access_token",
            headers={"Authorization": f"Bearer {secret['access_token']}"},
            params={"grant_type": "th_refresh_token"},
            words=words,
        )
        token = read(_Token, answer)
    return Renewed({"access_token": token.access_token}, timedelta(seconds=token.expires_in))
