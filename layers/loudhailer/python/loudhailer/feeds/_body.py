"""A body, unpacked no further than the most that is read."""

import zlib
from collections.abc import Iterable

from loudhailer.domain.errors import FeedError, FeedUnavailable

MOST_BYTES = 10 * 1024 * 1024
_AT_ONCE = 64 * 1024
_GZIP = zlib.MAX_WBITS | 16


def read_body(host: str, encoding: str, chunks: Iterable[bytes], most: int = MOST_BYTES) -> bytes:
    """Return the body; raise `FeedError` as soon as it grows too large, however small it was packed.

    What comes over the wire is bounded as well: a packing can be longer than what is in it.
    """
    body = bytearray()
    for piece in _unpacked(host, encoding.strip().lower(), _bounded(host, chunks, most)):
        body += piece
        if len(body) > most:
            raise too_large(host, most)
    return bytes(body)


def too_large(host: str, most: int = MOST_BYTES) -> FeedError:
    """Return the refusal of a body that is too large."""
    return FeedError(host, f"its answer is larger than {most // 1024 // 1024} MiB")


def _bounded(host: str, chunks: Iterable[bytes], most: int) -> Iterable[bytes]:
    came = 0
    for chunk in chunks:
        came += len(chunk)
        if came > most:
            raise too_large(host, most)
        yield chunk


def _unpacked(host: str, encoding: str, chunks: Iterable[bytes]) -> Iterable[bytes]:
    if encoding in {"", "identity"}:
        return chunks
    if encoding not in {"gzip", "x-gzip"}:
        raise FeedError(host, "its answer is packed in a way that was not asked for")
    return _gunzipped(host, chunks)


def _gunzipped(host: str, chunks: Iterable[bytes]) -> Iterable[bytes]:
    """Yield what is in it. A file of gzip may have several parts one after another, and is all of them."""
    unpack = zlib.decompressobj(_GZIP)
    for chunk in chunks:
        packed = chunk
        while packed:
            if unpack.eof:
                unpack = zlib.decompressobj(_GZIP)
            try:
                yield unpack.decompress(packed, _AT_ONCE)
            except zlib.error:
                raise FeedError(host, "its answer is not the gzip that it says it is") from None
            packed = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
    yield unpack.flush(_AT_ONCE)
    if not unpack.eof:
        raise FeedUnavailable(f"{host}: its answer was cut off")
