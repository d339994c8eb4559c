"""A stand-in for SNS where it publishes to us: messages signed by a key of its own, the certificate, the confirmation.

The key is made when it is first needed and never leaves the process: there is none in the repository.
"""

import base64
import json
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Literal
from uuid import uuid4

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pydantic import BaseModel, ConfigDict, Field, ValidationError

PUBLISHER = "publisher"
CERTIFICATE = "/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
_HASHES = {"1": hashes.SHA1, "2": hashes.SHA256}
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
_SIGNED["UnsubscribeConfirmation"] = _SIGNED["SubscriptionConfirmation"]


class Publishing(BaseModel):
    """What is to be published: `message` to a topic by its ARN, or what SNS itself says of a subscription."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str = Field(min_length=1)
    message: str = "You have chosen to subscribe to the topic."
    kind: Literal["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"] = "Notification"
    subject: str | None = None
    version: Literal["1", "2"] = "1"


def self_signed(key: Any, *, start: datetime, end: datetime) -> bytes:
    """Return a certificate over a private key, signed by itself, in PEM."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.stand-in.example")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(Encoding.PEM)


class PublisherServer:
    """Signs as SNS signs, serves its certificate, and notes the subscriptions that were confirmed."""

    def __init__(self) -> None:
        self.confirmed: list[str] = []

    @cached_property
    def key(self) -> RSAPrivateKey:
        """Return the key that signs."""
        return generate_private_key(public_exponent=65537, key_size=2048)

    @cached_property
    def certificate(self) -> bytes:
        """Return the certificate over it, valid for a day either way, in PEM."""
        now = datetime.now(UTC)
        return self_signed(self.key, start=now - timedelta(days=1), end=now + timedelta(days=1))

    def routes(self) -> list[web.RouteDef]:
        """Return the calls."""
        return [web.get(CERTIFICATE, self._certificate), web.get("/", self._confirm)]

    def forget(self) -> None:
        """Forget what was confirmed; the key stays."""
        self.confirmed.clear()

    def publish(self, asked: dict[str, Any] | None, address: str) -> str:
        """Return a body as SNS would post it, signed; raise `ValueError` for what cannot be published."""
        try:
            how = Publishing.model_validate(asked or {})
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        body = {
            "Type": how.kind,
            "MessageId": str(uuid4()),
            "TopicArn": how.topic,
            "Message": how.message,
            "Timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z",
        }
        if how.subject is not None:
            body["Subject"] = how.subject
        if how.kind == "Notification":
            body["UnsubscribeURL"] = f"{address}/?Action=Unsubscribe&SubscriptionArn={how.topic}:0000"
        else:
            body["Token"] = uuid4().hex
            asking = f"Action=ConfirmSubscription&TopicArn={how.topic}&Token={body['Token']}"
            body["SubscribeURL"] = f"{address}/?{asking}"
        return json.dumps(self.sign(body, version=how.version, address=address))

    def sign(self, body: dict[str, str], *, version: str, address: str) -> dict[str, str]:
        """Return a body with its signature and where the certificate stands."""
        lines = "".join(f"{name}\n{body[name]}\n" for name in _SIGNED[body["Type"]] if name in body)
        signature = self.key.sign(lines.encode(), PKCS1v15(), _HASHES[version]())
        signed = {
            "SignatureVersion": version,
            "Signature": base64.b64encode(signature).decode(),
            "SigningCertURL": f"{address}{CERTIFICATE}",
        }
        return body | signed

    async def _certificate(self, _: web.Request) -> web.Response:
        return web.Response(body=self.certificate)

    async def _confirm(self, request: web.Request) -> web.Response:
        if request.query.get("Action") != "ConfirmSubscription":
            return web.Response(status=400)
        self.confirmed.append(request.query["TopicArn"])
        return web.Response(text="<ConfirmSubscriptionResponse/>", content_type="text/xml")
