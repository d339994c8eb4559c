"""Who calls: the verified claims, in every shape in which groups arrive."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.desk.caller import caller_of, roles_of
from loudhailer.domain.caller import Caller, Role
from loudhailer.domain.errors import Unproven


def event(**claims: object) -> dict[str, Any]:
    told = {"token_use": "access", "username": "r.example"} | claims
    return {"requestContext": {"authorizer": {"jwt": {"claims": {k: v for k, v in told.items() if v is not None}}}}}


@pytest.mark.parametrize(
    "groups",
    [
        "[duty silver]",
        "[silver duty]",
        "duty silver",
        "duty,silver",
        "[duty, silver]",
        '["duty", "silver"]',
        ["duty", "silver"],
    ],
)
def test_groups_are_read_in_every_shape(groups: object) -> None:
    assert caller_of(event(**{"cognito:groups": groups})) == Caller("r.example", frozenset({Role.DUTY, Role.SILVER}))


@pytest.mark.parametrize(
    "groups", [None, "", "[]", "[ ]", "{}", "null", 7, "[Duty]", "[administrators]", "[duty-officer]"]
)
def test_what_is_no_role_gives_nothing(groups: object) -> None:
    assert roles_of(groups) == frozenset()


def test_a_group_that_is_no_role_is_passed_over() -> None:
    assert roles_of("[eu-west-2_abc_directory gold]") == frozenset({Role.GOLD})


@given(st.text(max_size=60) | st.lists(st.text(max_size=10)) | st.none() | st.integers())
def test_no_claim_whatever_breaks_it(groups: object) -> None:
    assert roles_of(groups) <= frozenset(Role)


@given(st.frozensets(st.sampled_from(Role)))
def test_api_gateway_s_own_writing_is_read_back(roles: frozenset[Role]) -> None:
    assert roles_of(f"[{' '.join(roles)}]") == roles


@pytest.mark.parametrize("claims", [{"token_use": "id"}, {"token_use": None}, {"username": None}, {"username": "  "}])
def test_only_a_person_s_access_token_may_call(claims: dict[str, object]) -> None:
    with pytest.raises(Unproven):
        caller_of(event(**claims, **{"cognito:groups": "[gold]"}))


def test_without_an_authorizer_nobody_calls() -> None:
    with pytest.raises(Unproven):
        caller_of({"requestContext": {}})


def test_a_header_or_a_body_claims_nothing() -> None:
    told = event() | {"headers": {"cognito:groups": "[gold]", "x-role": "gold"}, "body": '{"roles": ["gold"]}'}
    assert caller_of(told).roles == frozenset()
