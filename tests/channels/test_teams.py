"""Teams' own rules: what a card holds, what an answer proves, and that the path in its address is never told."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loudhailer.channels import Wiring
from loudhailer.channels.kind import Audience
from loudhailer.channels.teams import KIND, Teams
from loudhailer.domain.errors import (
    CannotTell,
    ChannelUnavailable,
    Doubtful,
    LoudhailerError,
    PostRejected,
    RateLimited,
    Unauthorized,
)
from loudhailer.domain.post import PostRef
from tests.channels.kit import ADDRESS, MemoryStore, a_post, accepting, body_of, channel_answering, secret_for

SIGNATURE = "uQ3v_the-signature-of-westshire-0000000000000"
PATH = (
    "/workflows/0f3c2d1e/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig="
    + SIGNATURE
)


def build(handler: Callable[[httpx.Request], httpx.Response], path: str = PATH) -> Teams:
    http = httpx.Client(transport=httpx.MockTransport(handler))
    return Teams(Wiring(ADDRESS, {"webhook_path": path}, http, MemoryStore()))


def answering(status: int, content: bytes = b"") -> Callable[[httpx.Request], httpx.Response]:
    return lambda _request: httpx.Response(status, content=content)


def card_of(**overrides: Any) -> dict[str, Any]:
    bodies: list[dict[str, Any]] = []

    def platform(request: httpx.Request) -> httpx.Response:
        bodies.append(body_of(request))
        return accepting(request)

    channel_answering("teams", platform).publish(a_post(**overrides))
    assert bodies[0]["type"] == "message"
    (attachment,) = bodies[0]["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    content: dict[str, Any] = attachment["content"]
    return content


def lines_of(card: dict[str, Any]) -> list[tuple[str, str]]:
    return [(block["spacing"], "".join(run["text"] for run in block["inlines"])) for block in card["body"]]


@pytest.mark.parametrize("path", [PATH, PATH[1:]], ids=["slash", "bare"])
def test_a_post_goes_to_the_workflow_s_own_path_byte_for_byte(path: str) -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(202)

    receipt = build(platform, path).publish(a_post())
    (request,) = seen
    assert request.method == "POST"
    assert str(request.url) == f"{ADDRESS}{PATH}"
    assert request.url.raw_path == PATH.encode()
    assert "authorization" not in request.headers
    assert receipt.ref == PostRef("a-0142:1:channel", "")


def test_a_card_has_a_block_a_line_in_which_no_sign_means_anything() -> None:
    card = card_of(text="Leave *now* & call [999](x).\nKeep windows shut.\n\nRef WSF-0142\n")
    assert lines_of(card) == [
        ("Medium", "Leave *now* & call [999](x)."),
        ("None", "Keep windows shut."),
        ("Medium", "Ref WSF-0142"),
    ]
    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}


def test_a_card_carries_its_key_for_whoever_looks_through_the_workflow_s_runs() -> None:
    assert [block.get("id") for block in card_of(text="One\nTwo")["body"]] == ["a-0142:1:channel", None]


def test_a_card_leads_to_the_alert_s_page() -> None:
    link = "https://alerts.westshire.uk/0142"
    assert card_of()["actions"] == [{"type": "Action.OpenUrl", "title": link, "url": link}]
    assert "actions" not in card_of(link="")


@pytest.mark.parametrize(("status", "body"), [(202, b""), (202, b"{}"), (200, b""), (200, b"1"), (200, b"1\n")])
def test_an_acceptance_is_a_202_or_an_empty_answer(status: int, body: bytes) -> None:
    assert build(answering(status, body)).publish(a_post()).ref.id == a_post().key


def test_a_failure_that_is_told_in_a_200_is_no_acceptance() -> None:
    told = b"Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429"
    with pytest.raises(Doubtful):
        build(answering(200, told)).publish(a_post())


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [
        (404, "WorkflowNotFound", Unauthorized),
        (404, "WorkflowTriggerNotFound", Unauthorized),
        (400, "WorkflowTriggerIsNotEnabled", Unauthorized),
        (400, "TriggerInputSchemaMismatch", PostRejected),
        (401, "DirectApiAuthorizationRequired", Unauthorized),
        (413, "RequestEntityTooLarge", PostRejected),
        (429, "TooManyRequests", RateLimited),
        (502, "WorkflowNotFound", Doubtful),
    ],
)
def test_a_refusal_means_what_its_code_says(status: int, code: str, meaning: type[LoudhailerError]) -> None:
    told = json.dumps({"error": {"code": code, "message": f"The workflow of {SIGNATURE} says no."}}).encode()
    with pytest.raises(meaning) as raised:
        build(answering(status, told)).publish(a_post())
    assert type(raised.value) is meaning
    assert SIGNATURE not in str(raised.value)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "//elsewhere.test/x",
        "../x",
        "/a/../x",
        "/.",
        "./x",
        "/a/./x",
        "/a/..",
        "/a/..?sig=x",
        "/a%",
        "/a%zz",
        "/a#b",
        "/a b",
        "/a\\b",
        "/å",
        "/a\n",
        "https://elsewhere.test/\n",
        "?sig=x",
    ],
)
def test_a_path_that_would_bend_the_address_is_not_sent(path: str) -> None:
    def platform(_request: httpx.Request) -> httpx.Response:
        raise AssertionError("a call to an address that is none")

    with pytest.raises(ChannelUnavailable, match="the stored webhook_path cannot be part of an address"):
        build(platform, path).publish(a_post())


@given(st.text(st.sampled_from("./?#%@:\\ aé2e&=") | st.characters(codec="ascii"), max_size=12))
@example("/.")
def test_whatever_is_stored_nobody_but_the_workflow_s_host_is_asked(path: str) -> None:
    asked: list[httpx.URL] = []

    def platform(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(202)

    try:
        build(platform, path).publish(a_post())
    except ChannelUnavailable:
        assert asked == []
    else:
        (url,) = asked
        assert (url.scheme, url.host, url.fragment) == ("https", "platform.test", "")
        assert url.raw_path.decode() == f"/{path.removeprefix('/')}"


def test_a_look_is_for_a_person() -> None:
    with pytest.raises(CannotTell, match="a person must look at the channel"):
        channel_answering("teams", accepting).find(a_post())


@pytest.mark.parametrize(("text", "count"), [("", 0), ("Tân", 4), ("🚒", 4), ('"', 2), ("a\nb", 104)])
def test_a_text_is_counted_as_the_bytes_that_it_takes(text: str, count: int) -> None:
    assert KIND.limits.measure(text) == count


@pytest.mark.parametrize("text", ["a" * 20_000, "🚒" * 5_000, "a\n" * 194 + "a", '"' * 10_000, "\n\n a" * 95])
def test_a_text_that_fits_leaves_the_message_below_what_teams_takes(text: str) -> None:
    assert KIND.limits.fits(text)
    sizes: list[int] = []

    def platform(request: httpx.Request) -> httpx.Response:
        sizes.append(len(request.content))
        return httpx.Response(202)

    build(platform).publish(a_post(text=text, link="https://alerts.westshire.uk/" + "x" * 500))
    assert sizes[0] < 28_000


class _Workflow(BaseHTTPRequestHandler):
    """Takes every card, over a real connection: what httpx and its transport write of it is the real thing."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def workflow_address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Workflow)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_path_is_in_no_log_even_where_somebody_has_turned_every_log_on(
    caplog: pytest.LogCaptureFixture, workflow_address: str
) -> None:
    for name in (None, "httpx", "httpcore", "httpcore.http11", "httpcore.connection"):
        caplog.set_level(logging.DEBUG, name)
    for address in (workflow_address, "http://127.0.0.1:1"):
        with httpx.Client(trust_env=False) as http:
            channel = Teams(Wiring(address, {"webhook_path": PATH}, http, MemoryStore()))
            if address == workflow_address:
                channel.publish(a_post())
            else:
                with pytest.raises(ChannelUnavailable) as raised:
                    channel.publish(a_post())
                assert SIGNATURE not in str(raised.value)
    assert {record.name for record in caplog.records} & {"httpcore.connection"}, (
        "nothing was logged: this test is blind"
    )
    written = "\n".join(f"{record.getMessage()} {record.args!r} {record.exc_info!r}" for record in caplog.records)
    assert SIGNATURE not in written
    assert "0f3c2d1e" not in written


def test_it_is_for_the_service_s_own_people() -> None:
    assert (KIND.audience, set(secret_for(KIND))) == (Audience.STAFF, {"webhook_path"})
