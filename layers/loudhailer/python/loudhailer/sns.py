"""SNS: what Amazon SNS posts to an address of ours, and what its signature is over. Pure.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from loudhailer.domain.errors import NotTaken
from loudhailer.hooks import LARGEST_EVENT, cut_off

DETAIL_TYPE = "feed.pushed"
DIGESTS: Mapping[str, str] = {"1": "SHA1", "2": "SHA256"}
"""The digest under the RSA signature, by SignatureVersion."""
_SIGNED_ALWAYS = ("Message", "MessageId", "Timestamp", "TopicArn", "Type")
_CERTIFICATE = re.compile(r"/[A-Za-z0-9_-]{1,200}\.pem")
_QUERY = re.compile(r"/\?([A-Za-z0-9=&:_.%~-]{1,2000})")


def _utf8(text: str) -> str:
    """Refuse half a surrogate pair: it is JSON, but nobody can sign it or write it down."""
    text.encode()
    return text


_Text = Annotated[str, AfterValidator(_utf8)]
_Name = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]
_Arn = Annotated[str, StringConstraints(max_length=400, pattern=r"^[A-Za-z0-9:_-]+$")]
_Short = Annotated[_Text, StringConstraints(max_length=2000)]


class Kind(StrEnum):
    """Why SNS posts."""

    NOTIFICATION = "Notification"
    SUBSCRIPTION = "SubscriptionConfirmation"
    UNSUBSCRIPTION = "UnsubscribeConfirmation"


class Parcel(BaseModel):
    """A body as SNS posts it. What it holds besides is not signed, so nothing of that is read."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Kind = Field(alias="Type")
    id: _Name = Field(alias="MessageId")
    topic: _Arn = Field(alias="TopicArn")
    message: _Text = Field(alias="Message")
    subject: _Text | None = Field(default=None, alias="Subject")
    sent: _Short = Field(alias="Timestamp")
    token: _Short = Field(default="", alias="Token")
    subscribe: _Short = Field(default="", alias="SubscribeURL")
    version: Literal["1", "2"] = Field(alias="SignatureVersion")
    signature: _Short = Field(alias="Signature")
    certificate: _Short = Field(alias="SigningCertURL")

    @property
    def signed(self) -> bytes:
        """Return what the signature is over: names and values of the signed fields, a line each, names in order."""
        fields = self.model_dump(by_alias=True, mode="json")
        names = [*_SIGNED_ALWAYS]
        if self.kind is not Kind.NOTIFICATION:
            names += ["SubscribeURL", "Token"]
        elif self.subject is not None:
            names.append("Subject")
        return "".join(f"{name}\n{fields[name]}\n" for name in sorted(names)).encode()

    @property
    def proof(self) -> bytes:
        """Return the signature itself; raise `NotTaken` where it is none."""
        try:
            return base64.b64decode(self.signature, validate=True)
        except (binascii.Error, ValueError):
            raise NotTaken("its signature is not Base64") from None


def read(body: bytes) -> Parcel:
    """Read a body as SNS posts it; raise `NotTaken` for any other, a raw message without its envelope too."""
    try:
        said = json.loads(body)
        return Parcel.model_validate(said)
    except ValidationError as exc:
        places = {str(error["loc"][0]) if error["loc"] else "body" for error in exc.errors(include_url=False)}
        raise NotTaken(f"it is no message of SNS; wrong are {', '.join(sorted(places))}") from None
    except (ValueError, RecursionError):
        raise NotTaken("it is not JSON") from None


def origin_of(topic: str, stand_in: str = "") -> str:
    """Return where SNS itself answers for a topic: its Region's endpoint, or what stands in for it on a laptop."""
    return stand_in or f"https://sns.{topic.split(':')[3]}.amazonaws.com"


def is_certificate(url: str, origin: str) -> bool:
    """Tell whether an address is a certificate of SNS: exactly that host, no port, no user, no query, no second folder.

    It is held against the origin sign by sign; two readers of one address may see two hosts in it.
    """
    return url.startswith(origin) and _CERTIFICATE.fullmatch(url[len(origin) :]) is not None


def is_confirmation(parcel: Parcel, origin: str) -> bool:
    """Tell whether what a parcel asks us to open is SNS's own, confirms its own topic and does nothing else."""
    if not parcel.subscribe.startswith(origin):
        return False
    query = _QUERY.fullmatch(parcel.subscribe[len(origin) :])
    asked = parse_qsl(query[1]) if query else []
    wanted = {"Action": "ConfirmSubscription", "TopicArn": parcel.topic, "Token": parcel.token}
    return all([value for key, value in asked if key == name] == [one] for name, one in wanted.items())


def event_id_of(source: str, parcel: Parcel) -> str:
    """Return the event's id: SNS gives each message one, and delivers it under that however often."""
    return f"push:{source}:{parcel.id}"


def event_of(source: str, parcel: Parcel) -> str:
    """Return a notification as ingest takes it from the queue; a message that no queue holds goes in cut off."""
    envelope = {"id": event_id_of(source, parcel), "source": source, "detail-type": DETAIL_TYPE}
    detail = {"topic": parcel.topic, "sent": parcel.sent, "message": parcel.message}
    whole = json.dumps(envelope | {"detail": detail})
    return whole if len(whole) <= LARGEST_EVENT else json.dumps(envelope | {"detail": cut_off(parcel.message)})
