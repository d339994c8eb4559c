"""The desk's doors: who may come in, by which routes, and that nobody ready-made is behind them."""

import json
import re
import subprocess
from typing import Any

import pytest

from local.deploy import ROOT
from local.users import OFFICERS
from loudhailer.domain.caller import Role
from tests.architecture.template import Resource, each, references, shipped, target

TEMPLATE = shipped()
ROUTES, AUTHORIZERS = TEMPLATE.of("ApiGatewayV2::Route"), TEMPLATE.of("ApiGatewayV2::Authorizer")
(POOL,), (CLIENT,) = TEMPLATE.of("Cognito::UserPool"), TEMPLATE.of("Cognito::UserPoolClient")
LINK = "/callouts/{key}"
PUSH = "/push/{source}"
OPEN = {"POST /hooks/{source}", f"POST {PUSH}", f"GET {LINK}", f"POST {LINK}"}
"""The routes without a token: what a webhook or SNS sends is signed, a call-out's link is a secret of its own."""


def document() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))
    return told


def test_every_route_is_in_the_document_and_the_reverse() -> None:
    documented = {
        f"{method.upper()} {path}" for path, operations in document()["paths"].items() for method in operations
    }
    assert {of.properties["RouteKey"] for of in ROUTES} == documented


@each(ROUTES)
def test_every_route_but_those_of_what_is_signed_and_a_call_out_s_link_asks_for_a_token(of: Resource) -> None:
    if of.properties["RouteKey"] in OPEN:
        assert of.properties["AuthorizationType"] == "NONE"
        return
    assert of.properties["AuthorizationType"] == "JWT"
    assert target(of.properties["AuthorizerId"]) == "DeskAuthorizer"


@each(ROUTES)
def test_a_route_leads_to_a_function_that_only_our_api_may_invoke(of: Resource) -> None:
    (integration,) = references(of.properties["Target"])
    properties = TEMPLATE.resources[integration].properties
    assert (properties["IntegrationType"], properties["PayloadFormatVersion"]) == ("AWS_PROXY", "2.0")
    function = target(properties["IntegrationUri"])
    assert properties["TimeoutInMillis"] > 1000 * TEMPLATE.resources[function].properties["Timeout"]
    permitted = [
        each_.properties
        for each_ in TEMPLATE.of("Lambda::Permission")
        if target(each_.properties["FunctionName"]) == function
    ]
    assert [each_["Principal"] for each_ in permitted] == ["apigateway.amazonaws.com"]
    assert "DeskApi" in set(references(permitted[0]["SourceArn"]))


def test_the_one_authorizer_believes_our_pool_and_our_client_alone() -> None:
    (authorizer,) = AUTHORIZERS
    told = authorizer.properties
    assert (told["AuthorizerType"], told["IdentitySource"]) == ("JWT", ["$request.header.Authorization"])
    assert told["JwtConfiguration"] == {
        "Issuer": {"Fn::Sub": f"https://cognito-idp.${{AWS::Region}}.amazonaws.com/${{{POOL.name}}}"},
        "Audience": [{"Ref": CLIENT.name}],
    }


def test_nobody_lets_themselves_in() -> None:
    assert POOL.properties["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert not [
        name for name, of in TEMPLATE.resources.items() if "UserToGroup" in of.kind or "PoolUser" in of.kind[-8:]
    ]
    assert "LambdaConfig" not in POOL.properties, "no trigger can change a token's groups"
    assert CLIENT.properties["GenerateSecret"] is False
    assert {flow for flow in CLIENT.properties["ExplicitAuthFlows"] if "CUSTOM" in flow or "ADMIN" in flow} == set()


def test_a_second_factor_is_asked_for_unless_somebody_says_otherwise() -> None:
    assert TEMPLATE.parameters["RequireMfa"]["Default"] == "ON"
    assert POOL.properties["MfaConfiguration"] == {"Ref": "RequireMfa"}
    assert POOL.properties["EnabledMfas"] == ["SOFTWARE_TOKEN_MFA"]
    stage = (ROOT / "local/stage.py").read_text(encoding="utf-8")
    assert '"RequireMfa": "OFF"' in stage, "only a laptop's stage does"


def test_passwords_are_long_tokens_are_short_and_the_pool_outlives_a_mistake() -> None:
    policy = POOL.properties["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] >= 14
    assert all(policy[f"Require{kind}"] for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols"))
    assert 15 <= CLIENT.properties["AccessTokenValidity"] <= 60
    assert CLIENT.properties["TokenValidityUnits"]["AccessToken"] == "minutes"
    assert CLIENT.properties["PreventUserExistenceErrors"] == "ENABLED"
    assert (POOL.properties["DeletionProtection"], POOL.body["DeletionPolicy"]) == ("ACTIVE", "Retain")


def test_every_role_is_a_group_and_every_group_a_role() -> None:
    groups = [of.properties["GroupName"] for of in TEMPLATE.of("Cognito::UserPoolGroup")]
    assert sorted(groups) == sorted(Role)


def test_without_the_service_s_own_directory_nothing_of_it_exists() -> None:
    plain = TEMPLATE.deployed({})
    federated = TEMPLATE.deployed({"FederationMetadataUrl": "https://directory.example/metadata"})
    assert set(federated.resources) - set(plain.resources) == {"ServiceDirectory", "SignInPage"}
    assert plain.resources[CLIENT.name]["Properties"]["SupportedIdentityProviders"] == ["COGNITO"]
    assert not [key for key in plain.resources[CLIENT.name]["Properties"] if "OAuth" in key or "Callback" in key]


def test_the_ready_made_officers_are_known_to_the_laptop_alone() -> None:
    """Their names stand in local/ and its tests; nothing that is deployed holds one, or a password."""
    assert set(Role) < set(OFFICERS)
    listed = subprocess.run(
        ["git", "grep", "-l", "-i", "officer-duty\\|make_officers\\|admin_create_user"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode not in {0, 1}:
        pytest.skip("this is not a git checkout")
    places = {re.split("/", line)[0] for line in listed.stdout.splitlines()}
    assert places <= {"local", "tests", "docs"}


def test_access_is_logged_without_what_was_said() -> None:
    (stage,) = TEMPLATE.of("ApiGatewayV2::Stage")
    told = stage.properties["AccessLogSettings"]
    assert target(told["DestinationArn"]) == "DeskLogs"
    assert not re.search(r"\$context\.(path|authorizer\.claims|identity)|body|header", told["Format"])
    limits = stage.properties["DefaultRouteSettings"]
    assert 0 < limits["ThrottlingRateLimit"] <= limits["ThrottlingBurstLimit"]


def test_only_what_a_webhook_sent_people_s_reasons_and_shadows_are_forgotten_by_the_table() -> None:
    assert TEMPLATE.resources["StateTable"].properties["TimeToLiveSpecification"] == {
        "AttributeName": "ttl",
        "Enabled": True,
    }
    items = (ROOT / "layers/loudhailer/python/loudhailer/aws").glob("*.py")
    forgetting = [path.name for path in items if re.search('"ttl": [{_]|ttl=', path.read_text(encoding="utf-8"))]
    assert sorted(forgetting) == ["sources.py", "state.py", "words.py"]


def test_the_document_declares_its_problems_and_its_token() -> None:
    told = document()
    assert told["openapi"] == "3.1.0"
    assert told["security"] == [{"officer": []}]
    for path, operations in told["paths"].items():
        for operation in operations.values():
            if path == LINK:
                assert operation["security"] == []
                assert {"200", "404", "503"} < set(operation["responses"])
                assert {"text/html"} == set(operation["responses"]["404"]["content"])
                continue
            if path == PUSH:
                assert operation["security"] == [], "SNS signs the body itself"
                assert {"202", "403", "413", "503"} == set(operation["responses"])
                continue
            problems = {code: each_ for code, each_ in operation["responses"].items() if not code.startswith("2")}
            assert {"401", "503"} <= set(problems)
            assert {kind for each_ in problems.values() for kind in each_["content"]} == {"application/problem+json"}
            assert ("security" in operation) == (path == "/hooks/{source}")
