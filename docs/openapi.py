"""docs/openapi.json: what the functions' own resolvers say, merged into one document."""

import json
from typing import Any

from functions.acknowledge_callout import app as callouts
from functions.receive_hook import app as hook
from functions.receive_push import app as push
from functions.serve_alerts import app as alerts
from functions.serve_approvals import app as approvals
from functions.serve_audit import app as audit
from functions.serve_crisis import app as crisis
from functions.serve_deliveries import app as deliveries
from functions.serve_drills import app as drills
from functions.serve_held import app as held
from functions.serve_lead import app as lead
from functions.serve_ledger import app as ledger
from functions.serve_sources import app as sources
from functions.serve_watch import app as watch
from loudhailer.desk.problems import DECLARED, MEDIA_TYPE, Problem

_TOKEN = "officer"  # noqa: S105  # the name of the scheme
_SIGNATURE = "signature"
_SERVED = (
    alerts.api,
    lead.api,
    approvals.api,
    ledger.api,
    drills.api,
    sources.api,
    crisis.api,
    held.api,
    deliveries.api,
    watch.api,
    audit.api,
    callouts.api,
    hook.api,
    push.api,
)
_OPEN = "/hooks/{source}"
_LINK = "/callouts/{key}"
_PUSH = "/push/{source}"
_PAGE = {"text/html": {"schema": {"type": "string"}}}
_HOOK_NEVER = {403, 404, 409, 415, 422}
_LOOKING_NEVER = {400, 409, 413, 415}


def document() -> str:
    """Return the document: OpenAPI 3.1.0, with every problem of every operation."""
    merged: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Loudhailer's desk",
            "version": "0.1.0",
            "description": "Duty officers raise, update, correct and end alerts. "
            "Read docs/api.md, docs/webhook.md and docs/push.md.",
        },
        "security": [{_TOKEN: []}],
        "paths": {},
        "components": {
            "schemas": _problem_schemas(),
            "securitySchemes": {
                _TOKEN: {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "The access token of the service's own pool of officers",
                },
                _SIGNATURE: {"type": "apiKey", "in": "header", "name": "X-Loudhailer-Signature"},
            },
        },
    }
    for api in _SERVED:
        said = json.loads(api.get_openapi_json_schema())
        merged["components"]["schemas"] |= said.get("components", {}).get("schemas", {})
        for path, operations in said["paths"].items():
            merged["paths"].setdefault(path, {}).update(
                {method: _completed(path, operation) for method, operation in operations.items()}
            )
    for unused in ("HTTPValidationError", "ResponseValidationError", "ValidationError"):
        merged["components"]["schemas"].pop(unused, None)
    return json.dumps(_sorted(merged), indent=2, ensure_ascii=False) + "\n"


def _completed(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """Return an operation with our own problems in the place of Powertools' validation errors."""
    if path == _LINK:
        return _linked(operation)
    if path == _PUSH:
        return _pushed(operation)
    responses = {code: each for code, each in operation["responses"].items() if code.startswith("2")}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    never = _HOOK_NEVER if path == _OPEN else set() if "requestBody" in operation else _LOOKING_NEVER
    for status, words in DECLARED.items():
        if status not in never:
            responses[str(status)] = {"description": words, "content": content}
    completed = {name: each for name, each in operation.items() if each is not None} | {"responses": responses}
    if path == _OPEN:
        completed["security"] = [{_SIGNATURE: []}]
        completed["requestBody"] = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
    return completed


def _linked(operation: dict[str, Any]) -> dict[str, Any]:
    """Return an operation of the link that wakes people: its token is its proof, and its answers are pages."""
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses = {
        "200": {"description": "What it is about, and who has it", "content": _PAGE},
        "404": {"description": "The link is old, or not whole", "content": _PAGE},
        "422": {"description": DECLARED[422], "content": problem},
        "503": {"description": DECLARED[503], "content": _PAGE},
    }
    kept = {name: each for name, each in operation.items() if each is not None and name != "requestBody"}
    return kept | {"responses": responses, "security": []}


def _pushed(operation: dict[str, Any]) -> dict[str, Any]:
    """Return the operation of what SNS posts: its proof stands in the body itself, which SNS calls plain text."""
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses = {code: each for code, each in operation["responses"].items() if code.startswith("2")}
    said = {
        "403": "It is none of SNS from a topic of this source; what is wrong with it is not told",
        "413": DECLARED[413],
        "503": "SNS, or our own state, does not answer; SNS delivers it again",
    }
    responses |= {code: {"description": words, "content": problem} for code, words in said.items()}
    kept = {name: each for name, each in operation.items() if each is not None}
    body = {"required": True, "content": {"text/plain": {"schema": {"type": "string"}}}}
    return kept | {"responses": responses, "security": [], "requestBody": body}


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs", {}), "Problem": schema}


def _sorted(merged: dict[str, Any]) -> dict[str, Any]:
    """Return it with paths and schemas in the alphabet's order, so that it changes only where something changed."""
    merged["paths"] = dict(sorted(merged["paths"].items()))
    merged["components"]["schemas"] = dict(sorted(merged["components"]["schemas"].items()))
    return merged
