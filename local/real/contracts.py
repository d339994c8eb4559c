"""https://docs.stoplight.io/docs/prism: a platform's published OpenAPI document, answering as it says.

It refuses what the document does not allow (an unknown field, a wrong type, no credential) and keeps nothing: no
duplicate, no thread, no real id. The documents are not ours to ship; they lie beside the repository, in
../shared/specs, and where they do not these servers are missing.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from local.deploy import ROOT
from local.real.installs import npm, npm_version
from local.real.place import Missing, port, private_folder, running, tool, write

SPECS = ROOT.parent / "shared" / "specs"


@dataclass(frozen=True, slots=True)
class RealContract:
    """The document of one platform, answering. `pid` is its process."""

    address: str
    document: str
    version: str
    pid: int


@contextmanager
def running_contract(platform: str, *, under: str = "") -> Iterator[RealContract]:
    """Let a platform's document answer: x, mastodon, telegram or slack.

    `under` is what goes before every path of the document, where the document leaves a credential in the address out.
    """
    document = SPECS / f"p-{platform}.json"
    if not document.exists():
        raise Missing(f"the published document of {platform} does not lie in ../shared/specs")
    installed, node = npm("prism"), tool("node")
    with private_folder("prism") as folder:
        listens = port()
        address = f"http://127.0.0.1:{listens}"
        told = _repaired(json.loads(document.read_text(encoding="utf-8")))
        told["paths"] = {f"{under}{path}": calls for path, calls in told["paths"].items()}
        copy = write(folder, "document.json", json.dumps(told))
        script = installed / "node_modules/@stoplight/prism-cli/dist/index.js"
        command = [node, "--max-old-space-size=256", str(script), "mock", "-h", "127.0.0.1", "-p", str(listens)]
        with running(folder, [*command, str(copy)], answers=address) as process:
            version = f"Prism {npm_version(installed, '@stoplight/prism-cli')}"
            yield RealContract(address, document.name, version, process.pid)


def _repaired(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document as Prism can hold a call against it; nothing that we could send wrongly is let through.

    X signs with OAuth 1.0a, which Prism does not know: the header must be there. Mastodon's document says "one of" of
    kinds of status that overlap, so words with a picture would be none. Slack's is of 2021 and lists form fields for
    what it takes as JSON too: they become the fields of a JSON body, ids as the strings that they are, with `metadata`,
    which is newer, and no others.
    """
    schemes = document.get("components", {}).get("securitySchemes", {})
    for name, scheme in schemes.items():
        if scheme.get("scheme") == "OAuth":
            schemes[name] = {"type": "apiKey", "in": "header", "name": "Authorization"}
    for calls in document["paths"].values():
        for call in calls.values():
            if not isinstance(call, dict):
                continue
            for content in call.get("requestBody", {}).get("content", {}).values():
                if "oneOf" in content["schema"]:
                    content["schema"]["anyOf"] = content["schema"].pop("oneOf")
            if document.get("swagger") == "2.0":
                call |= {"consumes": ["application/json"], "parameters": [_as_json(call["parameters"])]}
    return document


def _as_json(parameters: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the one body that stands for a call's form fields; what is a header there is a bearer token with us."""
    fields = {each["name"]: {"type": each["type"]} for each in parameters if each["in"] == "formData"}
    fields |= {name: {"type": "string"} for name in ("ts", "thread_ts") if name in fields}
    fields["metadata"] = {"type": "object"}
    required = [each["name"] for each in parameters if each["in"] == "formData" and each.get("required")]
    schema = {"type": "object", "properties": fields, "additionalProperties": False}
    return {"in": "body", "name": "body", "schema": schema | ({"required": required} if required else {})}
