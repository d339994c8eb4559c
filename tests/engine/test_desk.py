"""Duty officers over HTTP with real tokens, and signed webhooks, through the deployed template."""

import base64
import itertools
import json
import os
import time
from typing import Any

import pytest

from local.stage import Stage
from local.users import sign_in
from loudhailer.domain.delivery import State
from loudhailer.domain.outcome import Fate
from loudhailer.hooks import MAX_BYTES, signature_of
from tests.engine.conftest import SOCIAL, an_event, end_of, eventually, settled, texts
from tests.engine.officers import CONTROL, audit_lines, calling, knock, runs, said

pytestmark = pytest.mark.engine
_numbers = itertools.count(1)


def a_raise(**changes: Any) -> dict[str, Any]:
    """Return a raise of an incident that no other test has."""
    road = f"B{os.getpid() % 100_000}{next(_numbers)}"
    return {"type": "road_closure", "road": road, "place": "between Aldermere and Stokeby"} | changes


def test_a_raise_is_on_every_channel_and_is_updated_corrected_and_ended_in_right_words(stage: Stage) -> None:
    words = a_raise()
    with calling(stage, "silver") as silver:
        first = said(silver.post("/alerts", json=words))
        reference = first["reference"]
        assert {each["channel"] for each in first["deliveries"]} == set(stage.channels)
        settled(stage, first["identifier"])
        for path, change in (
            ("updates", {"cause": "collision"}),
            ("corrections", {"place": "at Harrow Moor"}),
            ("end", {}),
        ):
            after = said(silver.post(f"/alerts/{reference}/{path}", json=change))
            assert {each.state for each in settled(stage, after["identifier"]).values()} == {State.SENT}
    for channel in SOCIAL:
        posts = texts(stage, channel, reference)
        begun = [post.split(words["road"])[0] for post in posts]
        assert begun[0] == "The "
        assert begun[1] == "Update: the "
        assert begun[2].startswith("Correction")
        assert f"The {words['road']} has reopened at Harrow Moor." in posts[3]
    assert [line["deed"] for line in audit_lines(stage, f"incident:{reference}")] == [
        "raise",
        "update",
        "correct",
        "end",
    ]


def test_the_same_raise_again_by_anybody_gives_no_second_alert(stage: Stage) -> None:
    words = a_raise()
    with calling(stage, "duty") as duty, calling(stage, "gold") as gold:
        first = said(duty.post("/alerts", json=words, headers={"Idempotency-Key": "one"}))
        again = [
            said(duty.post("/alerts", json=words, headers={"Idempotency-Key": "one"})),
            said(duty.post("/alerts", json=words)),
            said(gold.post("/alerts", json=words | {"place": "Between  aldermere and STOKEBY"})),
        ]
    assert not first["repeated"]
    assert {(each["identifier"], each["repeated"]) for each in again} == {(first["identifier"], True)}
    settled(stage, first["identifier"])
    assert len(texts(stage, "bluesky", first["reference"])) == 1


def test_a_role_that_may_not_is_refused_and_written_down(stage: Stage) -> None:
    before = len(audit_lines(stage, "desk"))
    with calling(stage, "comms") as comms, calling(stage, "duty") as duty, calling(stage, "nobody") as nobody:
        refused = [
            comms.post("/alerts/7KQ2MX9TA/updates", json={"cause": "fire"}),
            duty.put("/crisis", json={"level": "normal", "reason": "it is over"}),
            nobody.get("/alerts"),
        ]
    assert [answer.status_code for answer in refused] == [403] * 3
    assert {answer.headers["Content-Type"] for answer in refused} == {"application/problem+json"}
    assert [(line["by"], line["deed"]) for line in audit_lines(stage, "desk")[before:]] == [
        ("officer-comms", "refused: update"),
        ("officer-duty", "refused: declare"),
        ("officer-nobody", "refused: read"),
    ]


def test_who_is_in_two_groups_has_the_rights_of_both(stage: Stage) -> None:
    with calling(stage, "duty_silver") as both:
        assert both.put("/crisis", json={"level": "normal", "reason": "a test"}).status_code == 200
        assert said(both.post("/alerts", json=a_raise()))["fate"] == "posted"


def test_control_types_for_a_named_officer(stage: Stage) -> None:
    with calling(stage, "control") as control:
        assert control.post("/alerts", json=a_raise()).status_code == 422
        named = a_raise(requested_by="Station Commander Example", means="radio")
        first = said(control.post("/alerts", json=named))
    (line,) = audit_lines(stage, f"incident:{first['reference']}")
    assert (line["by"], line["typed_by"], line["means"]) == ("Station Commander Example", "officer-control", "radio")


def tampered(token: str) -> str:
    """Return the token with every group in it, under the old signature."""
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    claims["cognito:groups"] = ["gold"]
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{forged}.{signature}"


def expired(stage: Stage) -> str:
    """Return a good token of our own pool and client that ran out: for one sign-in, its tokens live for a second."""
    directory = stage.engine.client("cognito-idp")
    pool, client = stage.stack.outputs["OfficerPoolId"], stage.stack.outputs["OfficerClientId"]
    shown = directory.describe_user_pool_client(UserPoolId=pool, ClientId=client)["UserPoolClient"]
    kept = {
        name: shown[name]
        for name in ("ClientName", "ExplicitAuthFlows", "AccessTokenValidity", "TokenValidityUnits")
        if name in shown
    }
    brief = {"AccessTokenValidity": 1, "TokenValidityUnits": {"AccessToken": "seconds"}}
    directory.update_user_pool_client(UserPoolId=pool, ClientId=client, **(kept | brief))
    try:
        token = sign_in(stage.stack, stage.officers["gold"])
    finally:
        directory.update_user_pool_client(UserPoolId=pool, ClientId=client, **kept)
    time.sleep(2.1)
    return token


def of_another_pool(stage: Stage) -> str:
    """Return a token of gold in a pool of somebody else's making."""
    directory = stage.engine.client("cognito-idp")
    pool = directory.create_user_pool(PoolName="another")["UserPool"]["Id"]
    client = directory.create_user_pool_client(
        UserPoolId=pool,
        ClientName="another",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    directory.create_group(UserPoolId=pool, GroupName="gold")
    directory.admin_create_user(UserPoolId=pool, Username="gold", MessageAction="SUPPRESS")
    directory.admin_set_user_password(UserPoolId=pool, Username="gold", Password="Aa1-another-pool", Permanent=True)
    directory.admin_add_user_to_group(UserPoolId=pool, Username="gold", GroupName="gold")
    answer = directory.initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "gold", "PASSWORD": "Aa1-another-pool"},
    )
    return str(answer["AuthenticationResult"]["AccessToken"])


def test_without_a_good_token_nothing_runs(stage: Stage) -> None:
    with calling(stage, "gold") as gold:
        said(gold.post("/alerts", json=a_raise()))
    good = sign_in(stage.stack, stage.officers["comms"])
    tokens = {
        "none": "",
        "no token at all": "abc",
        "tampered": tampered(good),
        "unsigned": f"{good.rsplit('.', 1)[0]}.",
        "expired": expired(stage),
        "another pool's": of_another_pool(stage),
    }
    eventually(lambda: runs(stage) > 0)
    time.sleep(0.5)
    before = runs(stage)
    for name, token in tokens.items():
        with calling(stage, token=token) as client:
            answers = [
                client.post("/alerts", json=a_raise()).status_code,
                client.get("/alerts").status_code,
                client.put("/crisis", json={"level": "lockdown", "reason": "x"}).status_code,
            ]
        assert answers == [401] * 3, name
    time.sleep(0.5)
    assert runs(stage) == before, "a function ran"
    with calling(stage, token=good) as client:
        assert client.get("/alerts").status_code == 200
    eventually(lambda: runs(stage) > before)


def test_an_identity_token_is_no_access_token(stage: Stage) -> None:
    officer = stage.officers["gold"]
    answer = stage.engine.client("cognito-idp").initiate_auth(
        ClientId=stage.stack.outputs["OfficerClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": officer.username, "PASSWORD": officer.password},
    )
    with calling(stage, token=answer["AuthenticationResult"]["IdToken"]) as client:
        assert client.get("/alerts").status_code == 401


def test_people_look_at_what_was_said(stage: Stage) -> None:
    with calling(stage, "duty") as duty, calling(stage, "comms") as comms:
        first = said(duty.post("/alerts", json=a_raise()))
        settled(stage, first["identifier"])
        listed = said(comms.get("/alerts", params={"open": True, "days": 2}))["alerts"]
        assert first["reference"] in {each["reference"] for each in listed}
        (shown,) = said(comms.get(f"/alerts/{first['reference'].lower()}"))["alerts"]
        assert {each["state"] for each in shown["deliveries"]} == {"SENT"}
        assert all(each["link"] for each in shown["deliveries"] if each["channel"] in SOCIAL)
        sent = said(comms.get("/deliveries", params={"reference": first["reference"], "state": "SENT"}))["deliveries"]
        assert len(sent) == len(stage.channels)
        assert comms.get("/alerts/NOWHERE99").status_code == 404


def test_a_preview_says_nothing(stage: Stage) -> None:
    with calling(stage, "duty") as duty:
        preview = said(duty.post("/preview", json=a_raise()))
    assert set(preview["channels"]) == set(stage.channels)
    assert {each["action"] for each in preview["channels"].values()} == {"send"}
    assert all(
        draft["size"] <= draft["limit"] for each in preview["channels"].values() for draft in each["drafts"].values()
    )


def test_a_level_declared_over_http_holds_what_it_holds(stage: Stage) -> None:
    with calling(stage, "silver") as silver:
        gates = said(silver.put("/crisis", json={"level": "lockdown", "reason": "an account in the wrong hands"}))[
            "gates"
        ]
        assert {each["level"] for each in gates} == {"lockdown"}
        held = said(silver.post("/alerts", json=a_raise()))
        assert (held["fate"], {each["state"] for each in held["deliveries"]}) == ("held", {"HELD"})
    assert audit_lines(stage, "command")[-1]["by"] == "officer-silver"


def an_event_body(**changes: Any) -> bytes:
    event = an_event(**changes)
    return json.dumps({"detail-type": event["detail-type"], "detail": event["detail"]}).encode()


def test_a_signed_event_is_posted_and_its_replay_changes_nothing(stage: Stage) -> None:
    body, stamp = an_event_body(), str(int(time.time()))
    told = {
        "X-Loudhailer-Timestamp": stamp,
        "X-Loudhailer-Signature": f"v1={signature_of(stage.hooks[CONTROL], stamp, body)}",
        "Content-Type": "application/json",
    }
    with calling(stage) as client:
        answers = [client.post(f"/hooks/{CONTROL}", content=body, headers=told) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert [answer.json()["repeated"] for answer in answers] == [False, True]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    outcome = end_of(stage, answers[0].json()["id"])
    assert outcome.fate is Fate.POSTED
    settled(stage, outcome.alert_id)
    assert len(texts(stage, "bluesky", outcome.alert_id.split("-")[0])) == 1


def test_every_wrong_proof_is_answered_alike(stage: Stage) -> None:
    body = an_event_body()
    refused = [
        knock(stage, body, seconds=-400),
        knock(stage, body, seconds=400),
        knock(stage, body, secret="guessed"),
        knock(stage, body, source="nobody"),
        knock(stage, body, source="environment_agency"),
        knock(stage, body, headers={"X-Loudhailer-Signature": ""}),
        knock(stage, body, headers={"X-Loudhailer-Timestamp": ""}),
    ]
    assert [answer.status_code for answer in refused] == [401] * len(refused)
    assert len({json.dumps({**answer.json(), "instance": ""}) for answer in refused}) == 1


def test_while_secrets_rotate_both_open(stage: Stage) -> None:
    ssm, name = stage.engine.client("ssm"), f"/loudhailer/hooks/{CONTROL}"
    both = json.dumps({"current": stage.hooks[CONTROL], "next": "the secret of next week"})
    ssm.put_parameter(Name=name, Value=both, Type="SecureString", Overwrite=True)
    stage.end_workers("ReceiveHook")  # a worker hears of it within a minute; this one at once
    try:
        for secret in ("the secret of next week", ""):
            answer = knock(stage, an_event_body(), secret=secret)
            assert answer.status_code == 202
            assert end_of(stage, answer.json()["id"]).fate is Fate.POSTED
    finally:
        alone = json.dumps({"current": stage.hooks[CONTROL]})
        ssm.put_parameter(Name=name, Value=alone, Type="SecureString", Overwrite=True)
        stage.end_workers("ReceiveHook")


def test_a_signed_body_that_is_no_event_is_refused_into_the_ledger_with_its_original(stage: Stage) -> None:
    body = f"this is no event, {os.getpid()}-{next(_numbers)}".encode()
    outcome = end_of(stage, knock(stage, body).json()["id"])
    assert outcome.fate is Fate.REFUSED
    bucket, key = outcome.document.removeprefix("s3://").split("/", 1)
    kept = stage.engine.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    assert body in kept


def test_a_body_of_a_quarter_of_a_mebibyte_goes_in_and_a_larger_one_does_not(stage: Stage) -> None:
    answer = knock(stage, b"x" * MAX_BYTES)
    assert answer.status_code == 202
    assert end_of(stage, answer.json()["id"]).fate is Fate.REFUSED
    assert knock(stage, b"x" * (MAX_BYTES + 1)).status_code == 413


def test_the_stack_is_described_for_this_user_alone(stage: Stage) -> None:
    file = stage.engine.home / "stack.json"
    assert file.stat().st_mode & 0o777 == 0o600
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["api"]["address"], told["api"]["host"]) == stage.desk
    assert set(told["users"]) == set(stage.officers)
    assert told["cognito"]["client_id"] == stage.stack.outputs["OfficerClientId"]
