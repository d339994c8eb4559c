import pytest

from tests.cli.conftest import Terminal
from tests.cli.standin import HANDED_OVER, Answer


def test_who_has_the_watch_is_shown_to_a_person(duty: Terminal) -> None:
    result = duty("watch", "show", "--versions", "5")
    assert result.exit_code == 0
    assert duty.standin.seen[-1].query == {"versions": "5"}
    assert result.stdout == (
        "version 3\n"
        "ROLE    CALL  NAME     PHONE\n"
        "silver  1     a.khan   …123\n"
        "silver  2     b.jones  …124\n"
        "\n"
        "LENT  ROLE    BY     TO      UNTIL         REASON\n"
        "D2    silver  s.one  d.duty  22 Nov 21:30  leave\n"
        "\n"
        "handed over by s.one to a.khan, 22 Nov 17:00:\n"
        "  One closure is open.\n"
        "  Look at 6am.\n"
        "quiet on page: 23:00 to 06:00: promotional\n"
        "\n"
        "VERSION  AT            BY     WHAT\n"
        "3        22 Nov 17:00  s.one  handed the watch over\n"
    )
    assert result.stderr == "warning: the audit could not be written: note who did this, and when\n"


def test_a_watch_that_nobody_has_says_so(duty: Terminal) -> None:
    duty.standin.next = [Answer(body={"version": 0})]
    result = duty("watch", "show")
    assert (result.stdout, "nobody is on call" in result.stderr) == ("version 0\n", True)


def test_the_export_is_the_service_s_own_text(duty: Terminal) -> None:
    result = duty("watch", "show", "--yaml", "--phones")
    assert duty.standin.seen[-1].query == {"yaml": "true", "phones": "true"}
    assert result.stdout == "# exported\nversion: 3\n"


@pytest.mark.parametrize(
    ("arguments", "method", "path", "body"),
    [
        (
            ("on-call", "silver", "a.khan=+441632960123", "b.jones=+441632960124", "--reason", "tonight"),
            "PUT",
            "/watch/on-call/silver",
            {
                "people": [
                    {"username": "a.khan", "phone": "+441632960123"},
                    {"username": "b.jones", "phone": "+441632960124"},
                ],
                "reason": "tonight",
            },
        ),
        (("on-call", "bronze", "--nobody"), "PUT", "/watch/on-call/bronze", {"people": [], "reason": ""}),
        (
            ("delegate", "silver", "a.khan", "--until", "+4h", "--reason", "leave"),
            "POST",
            "/watch/delegations",
            {"role": "silver", "to": "a.khan", "until": "2026-11-22T21:30:00+00:00", "reason": "leave"},
        ),
        (("take-back", "D2"), "DELETE", "/watch/delegations/D2", None),
        (
            ("quiet", "23:00-06:00", "--class", "promotional", "--class", "appeal"),
            "PUT",
            "/watch/quiet-hours",
            {"hours": [{"start": "23:00", "end": "06:00", "classes": ["promotional", "appeal"]}], "reason": ""},
        ),
        (("quiet", "--none"), "PUT", "/watch/quiet-hours", {"hours": [], "reason": ""}),
    ],
)
def test_each_act_asks_for_just_that(
    duty: Terminal, arguments: tuple[str, ...], method: str, path: str, body: object
) -> None:
    assert duty("watch", *arguments).exit_code == 0
    sent = duty.standin.seen[-1]
    assert (sent.method, sent.path, sent.body) == (method, path, body)


def test_a_handover_lists_what_is_open(duty: Terminal) -> None:
    order = ("watch", "hand-over", "a.khan", "--summary", "One closure is open; look at 6am.")
    result = duty(*order, "--phone", "+441632960123")
    assert result.stdout == (
        "a.khan has the watch; calls as silver go to them.\nheld posts: 1\n  7KQ2MX9TA-1: bluesky (in Exercise)\n"
    )
    assert duty.standin.seen[-1].body["phone"] == "+441632960123"
    duty.standin.next = [Answer(body={**HANDED_OVER, "roles": [], "business": []})]
    alone = duty(*order)
    assert (alone.stdout, "no call went to you" in alone.stderr) == ("a.khan has the watch.\n", True)


def test_an_end_of_the_quiet_hours_is_told(duty: Terminal) -> None:
    assert duty("watch", "quiet", "--none").stdout == "There are no quiet hours.\n"
    told = duty("watch", "quiet", "23:00-06:00", "--class", "appeal").stdout
    assert told == "Quiet on every channel:\n  23:00 to 06:00: appeal\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("on-call", "silver"), "--nobody"),
        (("on-call", "silver", "a.khan=+441632960123", "--nobody"), "--nobody"),
        (("on-call", "silver", "a.khan"), "NAME=PHONE"),
        (("on-call", "chief", "--nobody"), "chief"),
        (("delegate", "silver", "a.khan", "--until", "soon", "--reason", "leave"), "18:30"),
        (("quiet",), "--none"),
        (("quiet", "23:00-06:00"), "--class"),
        (("quiet", "--class", "appeal"), "23:00-06:00"),
        (("quiet", "at night", "--class", "appeal"), "23:00-06:00"),
        (("quiet", "--none", "--class", "appeal"), "--none"),
        (("hand-over", "a.khan"), "--summary"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_asked(
    duty: Terminal, arguments: tuple[str, ...], words: str
) -> None:
    result = duty("watch", *arguments)
    assert (result.exit_code, duty.standin.seen) == (2, [])
    assert words in result.stderr
    assert "1632" not in result.stderr


def test_the_service_s_own_answer_is_one_line_of_json(duty: Terminal) -> None:
    assert '"version":3' in duty("watch", "show", "--json").stdout
