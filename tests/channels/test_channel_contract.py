"""What every channel in the registry keeps to. A new channel is tested before its author writes a test."""

import ast
import inspect
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from loudhailer import channels
from loudhailer.channels import CHANNELS, Wiring
from loudhailer.channels.kind import Audience
from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    LoudhailerError,
    ParentGone,
    PostRejected,
    RateLimited,
    Transient,
    Unauthorized,
)
from loudhailer.domain.post import Post, Receipt
from loudhailer.ports import Channel
from tests.channels.kit import (
    ADDRESS,
    IN_THE_ADDRESS,
    NUMBER,
    SECRET,
    SILENT,
    MemoryStore,
    a_post,
    a_reply,
    accepting,
    channel_answering,
    class_of,
    echoing,
    everything_said_of,
    greeting,
    lasting,
    makes_public,
    nothing_there,
    prepared,
    raising,
    secret_for,
    uses_http,
    wiring,
)
from tests.channels.pauses import PAUSES

ALL = sorted(CHANNELS)
OVER_HTTP = [name for name in ALL if uses_http(CHANNELS[name])]
MOST_IN_ONE = 4096
"""From here on one post holds all that we say."""
LISTED = [name for name in ALL if CHANNELS[name].audience is Audience.LISTED]
every_channel = pytest.mark.parametrize("name", ALL)
every_http_channel = pytest.mark.parametrize("name", OVER_HTTP)
every_calling_channel = pytest.mark.parametrize("name", [*OVER_HTTP, *LISTED])

MEANINGS: list[tuple[int, type[LoudhailerError]]] = [
    (429, RateLimited),
    (408, Doubtful),
    (500, Doubtful),
    (502, Doubtful),
    (503, Doubtful),
    (504, Doubtful),
    (507, Doubtful),
    (302, Doubtful),
    (401, Unauthorized),
    (403, Unauthorized),
    (400, PostRejected),
    (404, PostRejected),
    (413, PostRejected),
    (422, PostRejected),
]
NOTHING_LEFT = [
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.LocalProtocolError,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
]
IN_DOUBT = [
    httpx.ReadTimeout,
    httpx.ReadError,
    httpx.WriteError,
    httpx.WriteTimeout,
    httpx.CloseError,
    httpx.RemoteProtocolError,
    httpx.DecodingError,
]
MALFORMED = [b"", b"<html>Service temporarily busy</html>", b"{}", b"[]", b'{"id": null, "uri": 3}', b"\xff\xfe"]
every_failure = pytest.mark.parametrize("failure", [*NOTHING_LEFT, *IN_DOUBT], ids=lambda each: each.__name__)


def module_of(name: str) -> ModuleType:
    return sys.modules[f"loudhailer.channels.{name}"]


@pytest.fixture(autouse=True)
def _nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    logged = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.get_records("call"))
    assert SECRET not in logged
    assert NUMBER not in logged
    assert "Keep windows closed" not in logged


@every_channel
def test_a_channel_is_registered_under_its_own_name(name: str) -> None:
    assert CHANNELS[name].name == name
    assert CHANNELS[name] is module_of(name).KIND


def test_every_channel_file_is_registered() -> None:
    folder = Path(channels.__path__[0])
    assert {path.stem for path in folder.glob("[a-z]*.py")} - {"kind", "copies"} == set(CHANNELS)


@every_channel
def test_a_channel_file_starts_with_the_vendors_documentation(name: str) -> None:
    words = module_of(name).__doc__ or ""
    assert re.match(r"https://\S+: ", words)


@every_channel
def test_a_channel_file_says_its_idempotency_class_and_why_a_retry_is_safe(name: str) -> None:
    words = " ".join((module_of(name).__doc__ or "").split())
    assert class_of(name)
    assert re.search(r"\bretry\b[\w ]*\bsafe\b", words)


@every_channel
def test_a_channel_file_fits_on_two_screens_and_ends_with_its_kind(name: str) -> None:
    source = inspect.getsource(module_of(name))
    assert source.count("\n") <= 120
    last = ast.parse(source).body[-1]
    assert isinstance(last, ast.Assign)
    assert ast.unparse(last.targets[0]) == "KIND"


@every_channel
def test_building_a_channel_calls_nobody(name: str) -> None:
    def platform(_request: httpx.Request) -> httpx.Response:
        raise AssertionError("a call at start")

    kind = CHANNELS[name]
    kind.build(wiring(kind, platform))


@every_channel
def test_one_unit_over_the_limit_does_not_fit(name: str) -> None:
    limits = CHANNELS[name].limits
    assert limits.fits("a" * limits.size)
    assert not limits.fits("a" * (limits.size + 1))
    assert limits.fits("")


@every_channel
@pytest.mark.parametrize("text", ["Larwm tân ŵy", "👨‍👩‍👧‍👦 นํ้า", "🚒" * 40, "a\r\nb", "नमस्ते"])
def test_a_measure_counts_in_whole_units_and_grows_with_the_text(name: str, text: str) -> None:
    measure = CHANNELS[name].limits.measure
    assert 0 < measure(text) <= measure(text + " Ends.")


@every_calling_channel
@pytest.mark.parametrize(("status", "meaning"), MEANINGS)
def test_a_refused_post_means_the_same_on_every_platform(
    name: str,
    status: int,
    meaning: type[LoudhailerError],
) -> None:
    channel = channel_answering(name, echoing(status))
    with pytest.raises(meaning) as raised:
        channel.publish(a_post())
    assert SECRET not in everything_said_of(raised.value)
    assert NUMBER not in everything_said_of(raised.value)
    assert "Keep windows closed" not in everything_said_of(raised.value)


@every_http_channel
@pytest.mark.parametrize(("headers", "seconds"), PAUSES)
def test_a_pause_is_read_in_every_spelling(name: str, headers: dict[str, str], seconds: float) -> None:
    with pytest.raises(RateLimited) as raised:
        channel_answering(name, echoing(429, **headers)).publish(a_post())
    assert raised.value.retry_after == pytest.approx(seconds)


@every_calling_channel
@pytest.mark.parametrize("body", MALFORMED)
def test_an_acceptance_that_cannot_be_read_is_a_doubt(name: str, body: bytes) -> None:
    if name in SILENT and not body:
        pytest.skip("an empty answer is its acceptance")
    with pytest.raises(Doubtful):
        channel_answering(name, lambda _request: httpx.Response(200, content=body)).publish(a_post())


@every_http_channel
@every_failure
def test_a_broken_connection_means_the_same_on_every_platform(name: str, failure: type[httpx.TransportError]) -> None:
    with pytest.raises(ChannelUnavailable if failure in NOTHING_LEFT else Doubtful) as raised:
        channel_answering(name, raising(failure)).publish(a_post())
    assert SECRET not in everything_said_of(raised.value)
    assert failure.__name__ in str(raised.value)


@every_http_channel
def test_a_credential_that_no_header_can_carry_sends_nothing_and_is_not_shown(name: str) -> None:
    kind = CHANNELS[name]
    secret = dict.fromkeys(kind.secret_fields, f"{SECRET}-�é")
    http = httpx.Client(transport=httpx.MockTransport(lambda _request: httpx.Response(200, json={})))
    with pytest.raises(ChannelUnavailable) as raised:
        kind.build(Wiring(ADDRESS, secret, http, MemoryStore())).publish(a_post())
    assert SECRET not in everything_said_of(raised.value)


@every_http_channel
@pytest.mark.parametrize("status", [500, 503, 408, 302])
def test_a_failure_before_the_post_itself_is_sent_is_no_doubt(name: str, status: int) -> None:
    """Where a channel signs in first, that call publishes nothing; where it does not, its one call is in doubt."""
    kind, paths = CHANNELS[name], []

    def platform(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.path)
        return httpx.Response(status)

    http = httpx.Client(transport=httpx.MockTransport(platform))
    channel = kind.build(Wiring(ADDRESS, secret_for(kind), http, MemoryStore()))
    signs_in_first = len(requests_of(name, lambda channel: channel.publish(a_post()))) > 1
    with pytest.raises(ChannelUnavailable if signs_in_first else Doubtful):
        channel.publish(a_post())
    assert len(paths) == 1


@every_calling_channel
@pytest.mark.parametrize(("status", "_meaning"), MEANINGS)
def test_a_look_that_is_refused_cannot_tell(name: str, status: int, _meaning: object) -> None:
    with pytest.raises(Transient) as raised:
        channel_answering(name, echoing(status)).find(a_post())
    assert SECRET not in everything_said_of(raised.value)


@every_http_channel
@every_failure
def test_a_look_that_breaks_off_cannot_tell(name: str, failure: type[httpx.TransportError]) -> None:
    with pytest.raises(Doubtful) as raised:
        channel_answering(name, raising(failure)).find(a_post())
    assert SECRET not in everything_said_of(raised.value)


@every_http_channel
@pytest.mark.parametrize("body", [body for body in MALFORMED if body != b"[]"])
def test_a_look_whose_answer_cannot_be_read_cannot_tell(name: str, body: bytes) -> None:
    with pytest.raises(Transient):
        channel_answering(name, lambda _request: httpx.Response(200, content=body)).find(a_post())


@every_http_channel
def test_a_look_at_a_platform_that_refuses_our_credential_cannot_tell(name: str) -> None:
    kind = CHANNELS[name]
    http = httpx.Client(transport=httpx.MockTransport(echoing(401)))
    with pytest.raises(Transient):
        kind.build(Wiring(ADDRESS, secret_for(kind), http, MemoryStore())).find(a_post())


def requests_of(name: str, act: Callable[[Channel], object]) -> list[httpx.Request]:
    """Everything that `act` sends from a fresh process to a platform that takes every post."""
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return greeting(request) or prepared(request) or accepting(request)

    kind = CHANNELS[name]
    act(kind.build(wiring(kind, platform)))
    return seen


@every_http_channel
@pytest.mark.parametrize("of", [lambda _name: a_post(), a_reply], ids=["first", "reply"])
def test_a_repeat_sends_byte_for_byte_the_same_even_from_a_fresh_process(name: str, of: Callable[[str], Post]) -> None:
    post = of(name)
    first, second = (requests_of(name, lambda channel: channel.publish(post)) for _ in range(2))
    assert [lasting(name, each) for each in first] == [lasting(name, each) for each in second]


@every_http_channel
def test_a_second_publish_sends_the_post_itself_byte_for_byte_the_same(name: str) -> None:
    def twice(channel: Channel) -> None:
        channel.publish(a_post())
        channel.publish(a_post())

    one, two = [each for each in requests_of(name, twice) if makes_public(each)]
    assert lasting(name, one) == lasting(name, two)


@every_calling_channel
def test_publishing_sends_exactly_one_request_that_makes_something_public(name: str) -> None:
    sent = requests_of(name, lambda channel: channel.publish(a_reply(name)))
    assert len([each for each in sent if makes_public(each)]) == 1


@every_calling_channel
def test_a_look_makes_nothing_public(name: str) -> None:
    def look(channel: Channel) -> None:
        with suppress(Transient):
            channel.find(a_post())

    sent = requests_of(name, look)
    assert bool(sent) == (class_of(name) != "E"), "class E has nobody to ask; every other class asks"
    assert {each.method for each in sent if greeting(each) is None} <= {"GET"}


@pytest.mark.parametrize("name", [name for name in [*OVER_HTTP, *LISTED] if class_of(name) == "E"])
def test_where_nobody_can_be_asked_a_look_leaves_the_doubt_standing(name: str) -> None:
    for post in (a_post(), a_reply(name)):
        with pytest.raises(Doubtful, match="a person"):
            channel_answering(name, accepting).find(post)


@every_http_channel
def test_a_credential_travels_in_no_address_unless_the_platform_takes_it_nowhere_else(name: str) -> None:
    sent = requests_of(name, lambda channel: channel.publish(a_reply(name)))
    known = [f"{SECRET}-{field}" for field in IN_THE_ADDRESS.get(name, ())]
    for each in sent:
        address = str(each.url)
        for credential in known:
            assert credential in address, "it is not in the address any more: take it out of IN_THE_ADDRESS"
            address = address.replace(credential, "")
        assert SECRET not in address


@every_channel
def test_a_credential_is_not_shown_with_what_a_channel_is_given(name: str) -> None:
    kind = CHANNELS[name]
    handed = wiring(kind, accepting)
    channel = kind.build(handed)
    assert SECRET not in f"{handed!r} {channel!r} {vars(channel)!r}"
    assert NUMBER not in f"{handed!r} {channel!r} {vars(channel)!r}"


@every_http_channel
def test_an_account_that_is_greeted_once_is_not_greeted_again(name: str) -> None:
    def often(channel: Channel) -> None:
        for revision in range(5):
            channel.publish(a_post(revision=revision, key=f"a-0142:{revision}"))

    assert len([each for each in requests_of(name, often) if greeting(each) is not None]) <= 1


@every_channel
def test_a_receipt_says_where_the_post_is(name: str) -> None:
    receipt = channel_answering(name, accepting).publish(a_post())
    assert isinstance(receipt, Receipt)
    assert receipt.ref.id
    # An empty address is a kind's own word: nobody can be led to one of its posts, nor can another post link to it.
    limits = CHANNELS[name].limits
    assert receipt.ref.url.startswith("https://") or (not receipt.ref.url and not limits.address)
    if limits.address:
        assert len(receipt.ref.url) <= limits.address
    assert not receipt.repeated


@every_channel
def test_words_go_on_in_further_posts_only_where_one_is_small_and_everybody_reads_them(name: str) -> None:
    limits, listed = CHANNELS[name].limits, CHANNELS[name].audience is Audience.LISTED
    # Without a thread each stands alone among strangers' posts: a few, no more. A list's people get one message.
    assert 0 <= limits.follows <= (5 if limits.threads else 3)
    assert not (limits.follows and (listed or limits.size > MOST_IN_ONE))


@every_http_channel
def test_a_reply_to_a_post_that_is_gone_says_so(name: str) -> None:
    if not CHANNELS[name].threads:
        pytest.skip("does not thread")
    with pytest.raises(ParentGone):
        channel_answering(name, nothing_there).publish(a_reply(name))
