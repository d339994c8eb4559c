"""PUBLISHER: SNS where it answers itself: the certificates it signs with, and what confirms a subscription.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html

A certificate is believed for where it was read: over TLS from SNS's own host, as every client of SNS does. It is not
held against a root: SNS publishes no chain with it, and TLS has proven the host to the same roots.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from loudhailer.domain.errors import FeedError
from loudhailer.feed_ports import Fetch, Validators

SECONDS = 4.0
"""For one question to SNS. It waits 15 s for our answer, in which there may be two, and our own services."""
_HASHES: Mapping[str, Callable[[], hashes.HashAlgorithm]] = {"SHA1": hashes.SHA1, "SHA256": hashes.SHA256}
_LEAST_BITS = 2048
_MOST_BYTES = 16 * 1024
_MOST_KEPT = 16
_PLACE = "certificate"


@dataclass(frozen=True, slots=True)
class SnsPublisher:
    """Asks SNS by origin (`https://host`), and nobody else. A certificate is read once: its address changes with it."""

    by_origin: Mapping[str, Fetch]
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    _read: dict[str, x509.Certificate] = field(default_factory=dict)

    def signed(self, certificate: str, text: bytes, proof: bytes, digest: str) -> bool:
        """Tell whether `proof` is the RSA signature (PKCS #1 v1.5) over `text`.

        Raise `FeedError` where the certificate is none, or not valid now.
        """
        key = _key_of(self._certificate(certificate), self.clock())
        try:
            key.verify(proof, text, PKCS1v15(), _HASHES[digest]())
        except InvalidSignature:
            return False
        return True

    def confirm(self, url: str) -> None:
        """Open the address that confirms a subscription; what it answers is not looked at."""
        self._ask(url)

    def _certificate(self, url: str) -> x509.Certificate:
        if url not in self._read:
            body, at = self._ask(url)
            if at != url:
                raise FeedError(_PLACE, "its address leads on to another one")
            if len(body) > _MOST_BYTES:
                raise FeedError(_PLACE, f"it has more than {_MOST_BYTES:,} bytes")
            try:
                found = x509.load_pem_x509_certificate(body)
            except (ValueError, TypeError):
                raise FeedError(_PLACE, "it is not X.509 in PEM") from None
            if len(self._read) >= _MOST_KEPT:
                self._read.clear()
            self._read[url] = found
        return self._read[url]

    def _ask(self, url: str) -> tuple[bytes, str]:
        """Return the answer and where it was found in the end, which is on the same host."""
        for origin, fetch in self.by_origin.items():
            if url.startswith(f"{origin}/"):
                answer = fetch.get(url, validators=Validators(), until=self.monotonic() + SECONDS)
                return answer.body, answer.url
        raise FeedError(_PLACE, "SNS does not answer there")


def _key_of(certificate: x509.Certificate, now: datetime) -> RSAPublicKey:
    """Return the key of a certificate that is valid now; raise `FeedError` where there is none."""
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise FeedError(_PLACE, "it is not valid now")
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise FeedError(_PLACE, "its key cannot be read") from None
    if not isinstance(key, RSAPublicKey) or key.key_size < _LEAST_BITS:
        raise FeedError(_PLACE, f"its key is not RSA of {_LEAST_BITS} bits or more")
    return key
