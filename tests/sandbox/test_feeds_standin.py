"""The feeds' stand-in serves as a good server does, and as badly as a test asks."""

import time

import httpx
import pytest

from local.sandbox import Sandbox
from local.sandbox.feeds import KEY_HEADER, SERVED


def ask(sandbox: Sandbox, http: httpx.Client, path: str, **headers: str) -> httpx.Response:
    """Ask as the poller does, with the key that the feed wants."""
    name = path.split("/", maxsplit=1)[0]
    key = {KEY_HEADER: sandbox.feed_keys[name]["key"]} if name in sandbox.feed_keys else {}
    return http.get(f"{sandbox.addresses['feeds']}/feeds/{path}", headers=key | headers)


@pytest.mark.parametrize("name", SERVED)
def test_a_feed_has_nothing_to_say_at_first(sandbox: Sandbox, http: httpx.Client, name: str) -> None:
    assert ask(sandbox, http, name).text == SERVED[name]
    assert sandbox.feed(name) == {"requests": 1, "unchanged": 0, "refused": 0, "asked": [""]}


def test_it_serves_the_documents_that_it_is_given(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.serve("environment_agency", documents={"": "<feed/>", "A.xml": "<alert/>"})
    assert ask(sandbox, http, "environment_agency").text == "<feed/>"
    assert ask(sandbox, http, "environment_agency/A.xml").text == "<alert/>"
    assert ask(sandbox, http, "environment_agency/B.xml").status_code == 404
    assert ask(sandbox, http, "traffic_wales").status_code == 404
    assert sandbox.feed("environment_agency")["asked"] == ["", "A.xml", "B.xml"]


def test_any_bytes_are_served_as_they_are(sandbox: Sandbox, http: httpx.Client) -> None:
    document = bytes(range(256))
    sandbox.serve("environment_agency", documents={"": document.decode("latin-1")}, encoding="iso-8859-1")
    assert ask(sandbox, http, "environment_agency").content == document


def test_it_says_when_nothing_has_changed_unless_told_not_to(sandbox: Sandbox, http: httpx.Client) -> None:
    etag = ask(sandbox, http, "environment_agency").headers["ETag"]
    assert ask(sandbox, http, "environment_agency", **{"If-None-Match": etag}).status_code == 304
    sandbox.serve("environment_agency", documents={"": "<feed>new</feed>"})
    assert ask(sandbox, http, "environment_agency", **{"If-None-Match": etag}).status_code == 200
    assert sandbox.feed("environment_agency")["unchanged"] == 1
    sandbox.serve("environment_agency", etags=False)
    assert "ETag" not in ask(sandbox, http, "environment_agency").headers


def test_it_wants_its_key(sandbox: Sandbox, http: httpx.Client) -> None:
    assert http.get(f"{sandbox.addresses['feeds']}/feeds/national_highways").status_code == 401
    assert sandbox.feed("national_highways")["refused"] == 1


def test_it_names_the_next_page(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.serve("national_highways", documents={"": "1", "2": "2"}, pages={"": "2"})
    assert ask(sandbox, http, "national_highways").headers["x-next"] == "/feeds/national_highways/2"
    assert "x-next" not in ask(sandbox, http, "national_highways/2").headers


def test_it_misbehaves_when_asked_to(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.serve("environment_agency", redirect="http://169.254.169.254/latest")
    assert ask(sandbox, http, "environment_agency").headers["Location"] == "http://169.254.169.254/latest"
    sandbox.serve("environment_agency", status=503)
    assert ask(sandbox, http, "environment_agency").status_code == 503
    sandbox.serve("environment_agency", hang=0.2)
    started = time.monotonic()
    assert ask(sandbox, http, "environment_agency").status_code == 200
    assert time.monotonic() - started >= 0.2


@pytest.mark.parametrize(
    ("feed", "how"), [("traffic_wales", {}), ("environment_agency", {"hang": -1}), ("environment_agency", {"x": 1})]
)
def test_what_it_cannot_do_is_refused_in_words(sandbox: Sandbox, feed: str, how: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"There is no feed|hang|x"):
        sandbox.serve(feed, **how)


def test_a_reset_serves_everything_as_at_first(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.serve("environment_agency", status=500)
    ask(sandbox, http, "environment_agency")
    sandbox.reset()
    assert sandbox.feed("environment_agency")["requests"] == 0
    assert ask(sandbox, http, "environment_agency").status_code == 200


def test_the_wall_knows_nothing_of_feeds(sandbox: Sandbox, http: httpx.Client) -> None:
    channels = http.get(f"{sandbox.addresses['wall']}/_sandbox/channels").json()
    assert not set(SERVED) & {each["name"] for each in channels}
    assert "feeds" not in {each["name"] for each in channels}
