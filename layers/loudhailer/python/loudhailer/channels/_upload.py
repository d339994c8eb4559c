"""https://www.rfc-editor.org/rfc/rfc7578 and https://www.w3.org/WAI/tutorials/images/: a post's picture on its way.

The words never wait for their picture: it goes along where that is easily done, and else they go without it. The one
exception is a platform that has taken it and is still making it ready: a post that is not about lives comes again then.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TypeVar

from loudhailer.channels._http import preparing
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import ChannelUnavailable, Permanent, Transient
from loudhailer.domain.post import Picture, Post

UPLOAD_SECONDS = 2.0
"""How long one upload may take: sign-in, upload and post together must end before Lambda ends the sender."""

Upload = TypeVar("Upload")


class NotReady(ChannelUnavailable):
    """The platform has the picture and is still working on it."""


def uploaded(
    post: Post, pictures: Callable[[Picture], bytes], largest: int, upload: Callable[[Picture, bytes], Upload]
) -> Upload | None:
    """Upload the post's picture, at most `largest` bytes; None where it has none, or goes without it.

    `upload` makes nothing public, so no failure of it leaves the post in doubt.
    """
    picture = post.picture
    if picture is None:
        return None
    try:
        with preparing():
            body = pictures(picture)
            return upload(picture, body) if len(body) <= largest else None
    except NotReady:
        if post.message_class is not MessageClass.LIFE_SAFETY:
            raise
    except (Transient, Permanent):
        pass
    return None


def form(fields: Mapping[str, str], name: str, picture: Picture, body: bytes) -> tuple[dict[str, str], bytes]:
    """Write a form with text fields and one file called `name`: its header and its bytes.

    The boundary is made from what it parts, so that a repeat is byte for byte the same.
    """
    boundary = sha256(repr(sorted(fields.items())).encode() + body).hexdigest()
    parts = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{text}'.encode() for key, text in fields.items()]
    about = f'Content-Disposition: form-data; name="{name}"; filename="{picture.name}"\r\n'
    parts.append(f"{about}Content-Type: {picture.media_type}\r\n\r\n".encode() + body)
    lines = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return {"Content-Type": f"multipart/form-data; boundary={boundary}"}, lines + f"--{boundary}--\r\n".encode()
