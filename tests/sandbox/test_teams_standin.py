import httpx
import pytest

from local.sandbox import Sandbox
from tests.sandbox.callers import TeamsCaller

LINK = "https://alerts.westshirefire.test/alerts/AAAAAAA.html"


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_card_is_taken_with_an_empty_202_and_has_no_address(sandbox: Sandbox, teams: TeamsCaller) -> None:
    action = {"type": "Action.OpenUrl", "title": LINK, "url": LINK}
    answer = teams.invoke(teams.card("Smoke in Harbour Street.", f"Page: {LINK}.", key="k1", actions=[action]))
    assert (answer.status_code, answer.content) == (202, b"")
    (post,) = sandbox.posts("teams")
    assert (post["id"], post["key"], post["url"], post["link"]) == ("k1", "k1", "", LINK)
    assert post["text"] == f"Smoke in Harbour Street.\n\nPage: {LINK}."
    assert [part["text"] for part in post["parts"] if part["kind"] == "link"] == [LINK]
    assert "".join(part["text"] for part in post["parts"]) == post["text"]


def test_a_button_whose_address_the_words_do_not_say_stands_below_them(sandbox: Sandbox, teams: TeamsCaller) -> None:
    action = {"type": "Action.OpenUrl", "title": "More", "url": LINK}
    teams.invoke(teams.card("Smoke.", actions=[action]))
    (post,) = sandbox.posts("teams")
    assert post["text"] == "Smoke.\nMore"


def test_the_same_call_twice_is_two_cards(sandbox: Sandbox, teams: TeamsCaller) -> None:
    for _ in range(3):
        teams.invoke(teams.card("Again", key="k1"))
    assert [post["id"] for post in sandbox.posts("teams")] == ["k1", "k1#2", "k1#3"]
    sandbox.remove("teams", "k1#2")
    assert [post["id"] for post in sandbox.posts("teams")] == ["k1", "k1#3"]


@pytest.mark.parametrize(
    "body",
    [
        {"text": "The connectors of old took this."},
        {"type": "message", "attachments": []},
        {"type": "message", "attachments": [{"content": {"type": "AdaptiveCard", "body": []}}]},
        {"type": "message", "attachments": [{"content": {"type": "MessageCard", "text": "x"}}]},
        [],
    ],
)
def test_what_teams_cannot_draw_is_taken_and_never_shown(sandbox: Sandbox, teams: TeamsCaller, body: object) -> None:
    assert teams.invoke(body).status_code == 202
    assert sandbox.posts("teams") == []


def test_only_its_own_workflow_is_there_and_only_with_its_signature(sandbox: Sandbox, teams: TeamsCaller) -> None:
    path, _, query = teams.path.partition("?")
    card = teams.card("No")
    assert refusal(teams.invoke(card, path)) == (401, "AuthorizationFailed")
    assert refusal(teams.invoke(card, f"{path}?{query}x")) == (401, "AuthorizationFailed")
    another = f"/workflows/another/triggers/manual/paths/invoke?{query}"
    assert refusal(teams.invoke(card, another)) == (404, "WorkflowNotFound")
    sandbox.fault("teams", kind="auth_lost")
    assert refusal(teams.invoke(card)) == (401, "AuthorizationFailed")
    sandbox.clear("teams")
    assert teams.invoke(card).status_code == 202
    assert len(sandbox.posts("teams")) == 1


def test_a_message_holds_about_28_kilobytes(sandbox: Sandbox, teams: TeamsCaller) -> None:
    assert teams.invoke(teams.card("x" * 27_000)).status_code == 202
    assert refusal(teams.invoke(teams.card("x" * 28_000))) == (413, "RequestEntityTooLarge")
    assert len(sandbox.posts("teams")) == 1


def test_a_pause_is_a_429_with_whole_seconds(sandbox: Sandbox, teams: TeamsCaller) -> None:
    sandbox.fault("teams", kind="rate_limited", retry_after=3)
    answer = teams.invoke(teams.card("Wait"))
    assert refusal(answer) == (429, "TooManyRequests")
    assert answer.headers["retry-after"] == "3"
    assert sandbox.posts("teams") == []


def test_an_answer_may_be_lost_after_the_card_is_out(sandbox: Sandbox, teams: TeamsCaller) -> None:
    sandbox.fault("teams", kind="drop_answer")
    with pytest.raises(httpx.RemoteProtocolError):
        teams.invoke(teams.card("Out"))
    assert [post["text"] for post in sandbox.posts("teams")] == ["Out"]
