"""https://docs.stoplight.io/docs/prism: a platform's published OpenAPI document, answering as it says.

It refuses what the document does not allow (an unknown field, a wrong type, no credential) and keeps nothing: no
duplicate, no thread, no real id. The documents are not ours to ship; they lie beside the repository, in
../shared/specs, and where they do not these servers are missing.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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
        told = json.loads(document.read_text(encoding="utf-8"))
        told["paths"] = {f"{under}{path}": calls for path, calls in told["paths"].items()}
        copy = write(folder, "document.json", json.dumps(told))
        script = installed / "node_modules/@stoplight/prism-cli/dist/index.js"
        command = [node, "--max-old-space-size=256", str(script), "mock", "-h", "127.0.0.1", "-p", str(listens)]
        with running(folder, [*command, str(copy)], answers=address) as process:
            version = f"Prism {npm_version(installed, '@stoplight/prism-cli')}"
            yield RealContract(address, document.name, version, process.pid)
