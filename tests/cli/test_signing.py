import json
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Terminal
from tests.cli.standin import KEY, Answer, refusal

SECRETS = ("duty's own", "correct horse", "a new one", "123456", KEY, "JBSW Y3DP")


def kept(run: Terminal) -> Path:
    return run.folder / "home/.local/state/loudhailer/sessions.json"


def no_secret_is_on_disk(run: Terminal) -> bool:
    files = [path for path in run.folder.rglob("*") if path.is_file() and path.name != "stack.json"]
    return not any(secret in path.read_text() for path in files for secret in SECRETS)


@pytest.fixture(autouse=True)
def somebody_sits_there(bare: Terminal) -> None:
    bare.sits_there = True


def test_a_person_signs_in_and_only_they_can_read_it(run: Terminal) -> None:
    result = run("sign-in", "--username", "a.officer", typed="correct horse\n")
    assert result.exit_code == 0
    assert result.stdout.endswith("\na.officer is signed in.\n")
    assert "correct horse" not in result.output
    assert stat.S_IMODE(kept(run).stat().st_mode) == 0o600
    assert stat.S_IMODE(kept(run).parent.stat().st_mode) == 0o700
    assert no_secret_is_on_disk(run)
    sent = run.standin.pool_seen[0]
    assert sent.headers["x-amz-target"] == "AWSCognitoIdentityProviderService.InitiateAuth"
    assert sent.headers["content-type"] == "application/x-amz-json-1.1"
    assert "authorization" not in sent.headers
    assert run("alert", "list").exit_code == 0
    assert run.standin.seen[-1].headers["authorization"].startswith("Bearer access.a.officer.")


def test_a_person_who_gives_no_name_is_asked_for_it(run: Terminal) -> None:
    assert run("sign-in", typed="a.officer\ncorrect horse\n").stdout.endswith("a.officer is signed in.\n")


@pytest.mark.parametrize("more", [(), ("--username", "a.officer")])
def test_where_nobody_sits_a_sign_in_says_how_instead_of_asking(run: Terminal, more: tuple[str, ...]) -> None:
    run.sits_there = False
    result = run("sign-in", *more, typed="correct horse\n")
    assert (result.exit_code, result.stdout, run.standin.pool_seen) == (3, "", [])
    assert "at one, or put an access token into LOUDHAILER_TOKEN" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert run("sign-in", "--as", "duty").exit_code == 0, "a ready-made user is asked for nothing"


def test_nobody_signed_in_is_told_how_to(run: Terminal) -> None:
    result = run("alert", "list")
    assert (result.exit_code, run.standin.seen) == (3, [])
    assert result.stderr == "loudhailer: you are not signed in; run `loudhailer sign-in`, or add --as ROLE (duty)\n"


def test_a_ready_made_user_speaks_without_signing_in(run: Terminal) -> None:
    assert run("alert", "list", "--as", "duty").exit_code == 0
    assert run("--as", "duty", "alert", "list").exit_code == 0
    assert len(run.standin.pool_seen) == 1
    assert run("alert", "list").exit_code == 3, "it is for that command only"
    assert no_secret_is_on_disk(run)


def test_a_role_without_a_ready_made_user_is_named(run: Terminal) -> None:
    result = run("alert", "list", "--as", "gold")
    assert (result.exit_code, result.stderr) == (3, "loudhailer: there is no ready-made user 'gold'; there are duty\n")


def test_a_role_and_a_name_are_one_too_many(run: Terminal) -> None:
    assert run("sign-in", "--as", "duty", "--username", "x").exit_code == 2


def test_a_second_factor_and_a_new_password_are_asked_for(run: Terminal) -> None:
    run.standin.challenges = ["NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA"]
    result = run("sign-in", "--username", "a.officer", typed="correct horse\na new one\na new one\n123456\n")
    assert result.exit_code == 0
    answers = [seen.body["ChallengeResponses"] for seen in run.standin.pool_seen[1:]]
    assert answers == [
        {"USERNAME": "a.officer", "NEW_PASSWORD": "a new one"},
        {"USERNAME": "a.officer", "SOFTWARE_TOKEN_MFA_CODE": "123456"},
    ]
    assert not any(secret in result.output for secret in SECRETS)
    assert no_secret_is_on_disk(run)


@pytest.mark.parametrize(
    ("challenge", "typed", "words"),
    [
        ("SMS_MFA", "", "the pool asks for SMS_MFA, which the command line cannot answer"),
        ("NEW_PASSWORD_REQUIRED", "one\ntwo\n", "the two passwords differ"),
        ("SOFTWARE_TOKEN_MFA", "000000\n", "the code is wrong"),
    ],
)
def test_a_challenge_that_cannot_be_met_is_explained(run: Terminal, challenge: str, typed: str, words: str) -> None:
    run.standin.challenges = [challenge]
    result = run("sign-in", "--username", "a.officer", typed=f"correct horse\n{typed}")
    assert result.exit_code == 3
    assert words in result.stderr
    assert not kept(run).exists()


SET_UP = ("sign-in", "--username", "ann o:x@y")


@pytest.fixture
def new(run: Terminal) -> Terminal:
    """An officer at their first sign-in, whose pool requires a second factor."""
    run.standin.passwords["ann o:x@y"] = "correct horse"
    run.standin.challenges = ["NEW_PASSWORD_REQUIRED", "MFA_SETUP"]
    return run


def first(*codes: str) -> str:
    return "\n".join(("correct horse", "a new one", "a new one", *codes, ""))


def test_a_first_sign_in_sets_up_the_second_factor(new: Terminal) -> None:
    result = new(*SET_UP, typed=first("123 456"))
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "ann o:x@y is signed in.")
    assert [seen.headers["x-amz-target"].partition(".")[2] for seen in new.standin.pool_seen] == [
        "InitiateAuth",
        "RespondToAuthChallenge",
        "AssociateSoftwareToken",
        "VerifySoftwareToken",
        "RespondToAuthChallenge",
    ]
    associated, verified, last = (seen.body for seen in new.standin.pool_seen[2:])
    assert associated == {"Session": "s2"}
    assert verified == {"Session": "s3", "UserCode": "123456", "FriendlyDeviceName": "authenticator app"}
    assert last["Session"] == "s4"
    assert (last["ChallengeName"], last["ChallengeResponses"]) == ("MFA_SETUP", {"USERNAME": "ann o:x@y"})
    assert new("alert", "list").exit_code == 0


def test_the_key_of_a_second_factor_is_shown_once_beside_the_result_and_kept_nowhere(new: Terminal) -> None:
    result = new(*SET_UP, typed=first("123456"))
    lines = result.stderr.splitlines()
    assert "  JBSW Y3DP EHPK 3PXP MZXW 6YTB OI23 4567 AB" in lines
    address = f"  otpauth://totp/Loudhailer:ann%20o%3Ax%40y?secret={KEY}&issuer=Loudhailer"
    assert address in lines
    assert result.stderr.count("JBSW Y3DP EHPK") == result.stderr.count(KEY) == 1
    assert KEY not in result.stdout
    assert "123456" not in result.output
    assert no_secret_is_on_disk(new)


def test_a_wrong_code_is_said_and_another_one_asked_for(new: Terminal) -> None:
    result = new(*SET_UP, typed=first("000000", "12345", "123456"))
    assert result.exit_code == 0
    assert result.stderr.count("The code is wrong; wait for the app's next one.") == 2
    assert result.stderr.count(KEY) == 1
    verified = [seen for seen in new.standin.pool_seen if seen.headers["x-amz-target"].endswith("VerifySoftwareToken")]
    assert [seen.body["UserCode"] for seen in verified] == ["000000", "123456"], "what is no code is not sent"


def test_after_three_wrong_codes_nobody_is_signed_in(new: Terminal) -> None:
    result = new(*SET_UP, typed=first("000000", "x", "000000", "123456"))
    assert result.exit_code == 3
    last = result.stderr.splitlines()[-1]
    assert "loudhailer: the code is wrong; look whether the telephone's clock is right" in last
    assert KEY not in last
    assert not kept(new).exists()


KEY_GIVEN = Answer(body={"SecretCode": KEY, "Session": "s9"})


@pytest.mark.parametrize(
    ("answers", "code", "words"),
    [
        ([Answer(body={"SecretCode": f"{KEY}\x1b[2J", "Session": "s9"})], 1, "gave no key for an authenticator app"),
        ([Answer(body={"Session": "s9"})], 1, "gave no key for an authenticator app"),
        ([refusal("SoftwareTokenMFANotFoundException")], 3, "the pool takes no authenticator app"),
        ([refusal("NotAuthorizedException")], 3, "the session has ended"),
        ([KEY_GIVEN, refusal("NotAuthorizedException")], 3, "it took too long"),
        ([KEY_GIVEN, refusal("TooManyRequestsException")], 3, "wait a few minutes"),
        ([KEY_GIVEN, Answer(lost=True)], 4, "does not answer"),
        ([KEY_GIVEN, *[Answer(body={"Status": "ERROR"})] * 3], 3, "the code is wrong"),
        ([KEY_GIVEN, *[refusal("CodeMismatchException")] * 3], 3, "the code is wrong"),
    ],
)
def test_a_set_up_that_fails_says_what_to_do_without_the_key(
    new: Terminal, answers: list[Answer], code: int, words: str
) -> None:
    challenge = Answer(body={"ChallengeName": "MFA_SETUP", "Session": "s1"})
    new.standin.pool_next = [challenge, *answers]
    result = new(*SET_UP, typed="\n".join(["correct horse", *["123456"] * 3, ""]))
    last = result.stderr.splitlines()[-1]
    assert (result.exit_code, words in last, KEY in last) == (code, True, False)
    assert not kept(new).exists()


def test_the_key_of_a_second_factor_is_not_written_into_a_file(new: Terminal) -> None:
    new.in_a_file = True
    result = new(*SET_UP, typed=first("123456"))
    assert (result.exit_code, KEY in result.output, "JBSW" in result.output) == (3, False, False)
    assert "run `loudhailer sign-in` at a terminal" in result.stderr


def test_a_pool_that_asks_for_ever_is_left(run: Terminal) -> None:
    run.standin.challenges = ["SOFTWARE_TOKEN_MFA"] * 9
    result = run("sign-in", "--username", "a.officer", typed="correct horse\n" + "123456\n" * 9)
    assert (result.exit_code, "again and again" in result.stderr) == (3, True)


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (refusal("NotAuthorizedException"), 3, "the name or the password is wrong"),
        (refusal("UserNotFoundException"), 3, "the name or the password is wrong"),
        (refusal("com.amazon#PasswordResetRequiredException"), 3, "must be set anew"),
        (refusal("ResourceNotFoundException"), 3, "check `client_id`"),
        (refusal("TooManyRequestsException"), 3, "wait a few minutes"),
        (refusal("NewKindException"), 3, "the user pool refuses (NewKindException)"),
        (refusal("\x1b[2J"), 3, "the user pool refuses (something else)"),
        (refusal("InternalErrorException", 500), 4, "try again"),
        (Answer(200, b"<html>", "text/html"), 4, "is no user pool (HTTP 200)"),
        (Answer(200, []), 4, "is no user pool (HTTP 200)"),
        (Answer(lost=True), 4, "does not answer"),
        (Answer(200, {}), 1, "gave no token"),
    ],
)
def test_a_sign_in_that_fails_says_what_to_do_in_one_line(run: Terminal, answer: Answer, code: int, words: str) -> None:
    run.standin.pool_next = [answer]
    result = run("sign-in", "--as", "duty")
    assert result.exit_code == code
    assert words in result.stderr
    assert "in the pool's own words" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_session_is_renewed_without_asking(duty: Terminal) -> None:
    duty.standin.expire()
    duty.later(minutes=59, seconds=30)
    assert duty("alert", "list").exit_code == 0
    assert [seen.body["AuthFlow"] for seen in duty.standin.pool_seen] == ["USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH"]
    assert len(duty.standin.seen) == 1
    assert duty("alert", "list").exit_code == 0
    assert len(duty.standin.pool_seen) == 2, "the new token is kept"


def test_a_token_that_the_service_no_longer_takes_is_renewed_once(duty: Terminal) -> None:
    duty.standin.expire()
    assert duty("alert", "raise", "--type", "fire").exit_code == 0
    assert [seen.path for seen in duty.standin.seen] == ["/alerts", "/alerts"]
    assert len({seen.headers["idempotency-key"] for seen in duty.standin.seen}) == 1


def test_a_session_that_has_ended_is_told(duty: Terminal) -> None:
    duty.standin.refreshes.clear()
    duty.later(hours=2)
    result = duty("alert", "list")
    assert (result.exit_code, result.stderr) == (3, "loudhailer: your session has ended; run `loudhailer sign-in`\n")
    assert duty("alert", "list", "--as", "duty").exit_code == 0, "a ready-made user signs in anew"


def test_a_service_that_takes_no_token_is_not_asked_for_ever(duty: Terminal) -> None:
    duty.standin.next = [Answer(401, {}), Answer(401, {})]
    result = duty("alert", "list")
    assert (result.exit_code, len(duty.standin.seen)) == (3, 2)
    assert "does not accept your token" in result.stderr


def test_signing_out_forgets_every_session(duty: Terminal) -> None:
    assert duty("sign-out").stdout == "You are signed out.\n"
    assert "access." not in kept(duty).read_text()
    assert "refresh." not in kept(duty).read_text()
    assert duty("alert", "list").exit_code == 3
    assert duty("sign-out").stdout == "Nobody was signed in.\n"


def test_signing_out_ends_every_session_at_the_pool(duty: Terminal) -> None:
    assert duty("sign-in", "--username", "a.officer", typed="correct horse\n").exit_code == 0
    duty.standin.pool_seen.clear()
    assert duty("sign-out").stderr == ""
    assert [seen.headers["x-amz-target"].partition(".")[2] for seen in duty.standin.pool_seen] == ["RevokeToken"] * 2
    assert [set(seen.body) for seen in duty.standin.pool_seen] == [{"ClientId", "Token"}] * 2
    assert duty.standin.refreshes == {}


@pytest.mark.parametrize(
    ("answer", "asked"),
    [(Answer(lost=True), 1), (refusal("InternalErrorException", 500), 1), (refusal("UnauthorizedException"), 2)],
)
def test_a_pool_that_cannot_end_a_session_keeps_nobody_signed_in(duty: Terminal, answer: Answer, asked: int) -> None:
    assert duty("sign-in", "--username", "a.officer", typed="correct horse\n").exit_code == 0
    duty.standin.pool_seen.clear()
    duty.standin.pool_next = [answer]
    result = duty("sign-out")
    assert (result.exit_code, result.stdout) == (0, "You are signed out.\n")
    assert result.stderr == "the user pool did not end them all; a copy of one would work until it ends by itself\n"
    assert len(duty.standin.pool_seen) == asked
    assert duty("alert", "list").exit_code == 3


def test_a_token_of_the_directory_is_taken_from_the_environment(run: Terminal) -> None:
    run.environ["LOUDHAILER_TOKEN"] = "handed.in"
    assert run("alert", "list").exit_code == 0
    assert run.standin.seen[-1].headers["authorization"] == "Bearer handed.in"
    run.environ["LOUDHAILER_TOKEN"] = "one\r\nX-Other: two"
    result = run("alert", "list")
    assert (result.exit_code, "holds no token" in result.stderr) == (3, True)
    assert "X-Other" not in result.stderr


def test_a_ready_made_user_that_is_named_goes_before_the_environment(run: Terminal) -> None:
    run.environ["LOUDHAILER_TOKEN"] = "handed.in"
    run("alert", "list", "--as", "duty")
    assert run.standin.seen[-1].headers["authorization"].startswith("Bearer access.duty")


def test_a_session_of_one_stack_is_never_shown_to_another(duty: Terminal) -> None:
    stack = duty.standin.stack(users={})
    stack["cognito"] = {"endpoint": f"{duty.standin.address}/pool", "client_id": "client2", "region": "eu-west-2"}
    duty.write(".local/stack.json", json.dumps(stack))
    assert duty("alert", "list").exit_code == 3
    assert duty.standin.seen == []


def test_sessions_that_cannot_be_read_sign_nobody_in(duty: Terminal) -> None:
    kept(duty).write_text("{")
    assert duty("alert", "list").exit_code == 3
    assert duty("sign-in", "--as", "duty").exit_code == 0
    assert duty("alert", "list").exit_code == 0


def test_a_folder_that_cannot_be_written_is_named(run: Terminal) -> None:
    run.write("home/.local/state", "a file is in the way")
    result = run("sign-in", "--as", "duty")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_the_folders_of_the_desktop_standard_are_used(run: Terminal) -> None:
    run.environ["XDG_STATE_HOME"] = str(run.folder / "states")
    assert run("sign-in", "--as", "duty").exit_code == 0
    assert (run.folder / "states/loudhailer/sessions.json").exists()


def test_ctrl_c_at_a_question_ends_quietly(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("loudhailer_cli.signing.ask_person", interrupted)
    result = run("sign-in", "--username", "x")
    assert (result.exit_code, result.stdout, result.stderr.strip()) == (130, "", "")
