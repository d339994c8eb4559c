from tests.cli.conftest import Terminal
from tests.cli.standin import CALLOUT, Answer


def test_the_list_says_who_was_called_last_and_about_what(duty: Terminal) -> None:
    head, row = duty("callouts", "list").stdout.splitlines()
    assert head.split() == ["ID", "SINCE", "ABOUT", "LAST", "CALLED", "REASON"]
    assert row.startswith("k3v2m7q4x5ta  22 Nov 03:10  7KQ2MX9TA-1")
    assert "d.officer, sms, taken" in row
    for changes, words in (({"attempts": []}, "nobody yet"), ({"exhausted": True}, "nobody is left to call")):
        duty.standin.next = [Answer(body={"callouts": [{**CALLOUT, **changes}]})]
        assert words in duty("callouts", "list").stdout
    duty.standin.next = [Answer(body={"callouts": []})]
    assert duty("callouts", "list").stdout == "Nobody is called out.\n"


def test_who_acknowledges_has_it_and_is_told_that_nobody_is_next(duty: Terminal) -> None:
    result = duty("callouts", "acknowledge", "K3V2M7Q4X5TA")
    assert result.stdout == "duty has it, since 22 Nov 03:12. An approval is owed.\nWho is called next: nobody.\n"
    assert (duty.standin.seen[-1].method, duty.standin.seen[-1].path) == (
        "POST",
        "/callouts/k3v2m7q4x5ta/acknowledgement",
    )
    duty.standin.next = [Answer(body={**CALLOUT, "closed_why": "it was approved"})]
    told = duty("callouts", "acknowledge", "k3v2m7q4x5ta").stdout
    assert told == "It is over: it was approved. Nobody is called any more.\n"


def test_what_there_is_not_is_said_in_one_line(duty: Terminal) -> None:
    result = duty("callouts", "acknowledge", "aaaaaaaaaaaa")
    assert (result.exit_code, result.stderr) == (1, "loudhailer: Not found: there is no such call-out\n")
