"""Credentials that are stored anew, and the lease on it, against moto."""

import json
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.vault import LeaseTable, ParameterVault
from loudhailer.domain.errors import ClaimLost, StateUnavailable, Unauthorized
from tests.builders import NOW

NAME = "/loudhailer/threads"
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def ssm() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("ssm")


@pytest.fixture
def leases() -> Iterator[LeaseTable]:
    with mock_aws():
        client = boto3.client("dynamodb")
        client.create_table(
            TableName="state",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield LeaseTable(client, "state")


def put(ssm: Any, value: str) -> None:
    ssm.put_parameter(Name=NAME, Value=value, Type="SecureString", Overwrite=True)


def test_a_credential_is_read_whole_and_written_over_the_version_that_was_read(ssm: Any) -> None:
    put(ssm, json.dumps({"access_token": "old", "expires_at": "2026-12-24T12:00:00+00:00", "number": 7}))
    vault = ParameterVault(ssm, NAME)
    kept = vault.read()
    assert kept.fields == {"access_token": "old", "expires_at": "2026-12-24T12:00:00+00:00", "number": "7"}
    vault.write({**kept.fields, "access_token": "new"}, over=kept.version)
    stored = ssm.get_parameter(Name=NAME, WithDecryption=True)["Parameter"]
    assert (stored["Type"], json.loads(stored["Value"])["access_token"]) == ("SecureString", "new")
    older = ssm.get_parameter_history(Name=NAME, WithDecryption=True)["Parameters"]
    assert json.loads(older[0]["Value"])["access_token"] == "old"


def test_what_somebody_stored_meanwhile_stays(ssm: Any) -> None:
    put(ssm, '{"access_token": "old"}')
    vault = ParameterVault(ssm, NAME)
    kept = vault.read()
    put(ssm, '{"access_token": "by hand"}')
    with pytest.raises(ClaimLost, match="another credential"):
        vault.write({"access_token": "new"}, over=kept.version)
    assert vault.read().fields == {"access_token": "by hand"}


@pytest.mark.parametrize("value", [None, "no json", '["s3cr3t"]'])
def test_what_is_no_credential_says_so_and_shows_nothing(ssm: Any, value: str | None) -> None:
    if value:
        put(ssm, value)
    with pytest.raises(Unauthorized) as raised:
        ParameterVault(ssm, NAME).read()
    assert "s3cr3t" not in str(raised.value)


def test_a_write_that_is_refused_shows_nothing_of_it(ssm: Any) -> None:
    put(ssm, '{"access_token": "old"}')
    vault = ParameterVault(ssm, NAME)

    def refuse(params: Any, **_: Any) -> Any:
        return SimpleNamespace(status_code=400), {"Error": {"Code": "ValidationException", "Message": params["body"]}}

    ssm.meta.events.register("before-call.ssm.PutParameter", refuse)
    with pytest.raises(StateUnavailable, match="ValidationException") as raised:
        vault.write({"access_token": "s3cr3t"}, over=1)
    assert "s3cr3t" not in str(raised.value)
    assert vault.read().fields == {"access_token": "old"}


def test_a_lease_keeps_others_out_until_it_runs_out(leases: LeaseTable) -> None:
    leases.take("threads", NOW, LATER)
    with pytest.raises(ClaimLost):
        leases.take("threads", LATER - timedelta(seconds=1), LATER + timedelta(minutes=5))
    leases.take("another", NOW, LATER)
    leases.take("threads", LATER, LATER + timedelta(minutes=5))


def test_a_table_that_does_not_answer_gives_no_lease(leases: LeaseTable) -> None:
    with pytest.raises(StateUnavailable):
        LeaseTable(leases.client, "gone").take("threads", NOW, LATER)
