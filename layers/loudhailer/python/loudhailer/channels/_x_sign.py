"""https://docs.x.com/resources/fundamentals/authentication/oauth-1-0a/creating-a-signature: how a call to X is signed.

Pure: what changes from call to call, the nonce and the moment, is handed in. A JSON body is no part of the signature;
a query is.
"""

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from loudhailer.domain.errors import ChannelUnavailable


def authorization(
    secret: Mapping[str, str], method: str, url: str, query: Mapping[str, str], *, nonce: str, now: datetime
) -> str:
    """Return the Authorization header of one call, OAuth 1.0a in the user's context with HMAC-SHA1.

    `url` has no query of its own. Raise `ChannelUnavailable` where what is stored cannot be a credential: signed, any
    text would pass for one.
    """
    wrong = [name for name, value in secret.items() if not (value.isascii() and value.isprintable())]
    if wrong:
        raise ChannelUnavailable(f"nothing was sent: the stored {', '.join(wrong)} cannot be a credential")
    said = {
        "oauth_consumer_key": secret["consumer_key"],
        "oauth_nonce": nonce,
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(int(now.timestamp())),
        "oauth_token": secret["access_token"],
        "oauth_version": "1.0",
    }
    pairs = sorted((_quoted(name), _quoted(value)) for name, value in {**query, **said}.items())
    base = "&".join(map(_quoted, (method, url, "&".join(f"{name}={value}" for name, value in pairs))))
    key = f"{_quoted(secret['consumer_secret'])}&{_quoted(secret['access_token_secret'])}"
    # SHA-1 is what the protocol knows; as HMAC it is not known to be weak.
    signature = base64.b64encode(hmac.digest(key.encode(), base.encode(), "sha1")).decode()
    said["oauth_signature"] = signature
    return "OAuth " + ", ".join(f'{_quoted(name)}="{_quoted(value)}"' for name, value in sorted(said.items()))


def _quoted(text: str) -> str:
    return quote(text, safe="-._~")
