"""Deploy template.yaml into the engine as `sam build && sam deploy` would into AWS: build, upload, create the stack.

Only the addresses of the code change, as they do in every SAM deploy; the engine applies the SAM transform itself.
"""

import hashlib
import io
import json
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from botocore.exceptions import ClientError

from local.engine import REGION, Engine, EngineError

ROOT = Path(__file__).resolve().parent.parent
_CODE_BUCKET = "loudhailer-code"
_STACK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Stack:
    """A deployed stack: its name, its outputs, its physical ids by logical id."""

    engine: Engine
    name: str
    outputs: Mapping[str, str]
    resources: Mapping[str, str] = field(default_factory=dict)

    def invoke(self, function: str, payload: Mapping[str, Any]) -> Any:
        """Invoke a function and return its answer; raise `EngineError` with the function's own error."""
        answer = self.engine.client("lambda").invoke(FunctionName=function, Payload=json.dumps(payload).encode())
        body = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise EngineError(f"{function}: {body.get('errorType')}: {body.get('errorMessage')}")
        return body


def deploy(
    engine: Engine, parameters: Mapping[str, str], *, name: str = "loudhailer", config: Path | None = None
) -> Stack:
    """Deploy the template with these parameters, or update the stack that is there. `config` replaces `config/`."""
    template = packaged(engine, ROOT / "template.yaml", config or ROOT / "config")
    cloudformation = engine.client("cloudformation")
    call = {
        "StackName": name,
        "TemplateURL": _uploaded(engine, template),
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    exists = any(
        each["StackName"] == name and each["StackStatus"] != "DELETE_COMPLETE"
        for each in cloudformation.list_stacks()["StackSummaries"]
    )
    try:
        (cloudformation.update_stack if exists else cloudformation.create_stack)(**call)
    except ClientError as refusal:
        if "No updates are to be performed" not in str(refusal):
            raise EngineError(f"the template was refused: {refusal}") from refusal
    stack = _await_stack(cloudformation, name)
    resources = {
        each["LogicalResourceId"]: each["PhysicalResourceId"]
        for each in cloudformation.describe_stack_resources(StackName=name)["StackResources"]
    }
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
    return Stack(engine=engine, name=name, outputs=outputs, resources=resources)


def _uploaded(engine: Engine, template: Mapping[str, Any]) -> str:
    """Upload the template beside the code, as SAM does: a call itself carries no more than 51,200 bytes of one."""
    body = json.dumps(template).encode()
    key = f"{hashlib.sha256(body).hexdigest()}.template"
    engine.client("s3").put_object(Bucket=_CODE_BUCKET, Key=key, Body=body)
    return f"https://s3.{REGION}.amazonaws.com/{_CODE_BUCKET}/{key}"


def read_template(path: Path) -> dict[str, Any]:
    """Return a CloudFormation template with its short forms read into their long ones."""
    template: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Intrinsics)  # noqa: S506  # a SafeLoader
    return template


def packaged(engine: Engine, template_file: Path, config: Path) -> dict[str, Any]:
    """Return the template with every local code folder built, zipped and uploaded."""
    template = read_template(template_file)
    storage = engine.client("s3")
    if all(each["Name"] != _CODE_BUCKET for each in storage.list_buckets()["Buckets"]):
        storage.create_bucket(Bucket=_CODE_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    uploaded: dict[tuple[str, str], str] = {}
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        for place in ("CodeUri", "ContentUri"):
            if not isinstance(properties.get(place), str):
                continue
            method = resource.get("Metadata", {}).get("BuildMethod", "")
            source = (config if properties[place] == "config" else ROOT / properties[place]).resolve()
            key = (str(source), method)
            if key not in uploaded:
                body = _zip(source, method)
                uploaded[key] = f"s3://{_CODE_BUCKET}/{hashlib.sha256(body).hexdigest()}.zip"
                storage.put_object(Bucket=_CODE_BUCKET, Key=uploaded[key].rsplit("/", 1)[-1], Body=body)
            properties[place] = uploaded[key]
    return template


def _zip(source: Path, method: str) -> bytes:
    """Build one folder as SAM would: as it is, under python/ for a Python layer, or by its Makefile."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, tempfile.TemporaryDirectory() as scratch:
        for file, name in sorted(_files(source, method, Path(scratch)), key=lambda pair: pair[1]):
            # A fixed date: the same code is the same zip, so that an update without a change is none.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), file.read_bytes())
    return buffer.getvalue()


def _files(source: Path, method: str, scratch: Path) -> Iterator[tuple[Path, str]]:
    root, prefix = source, "python/" if method.startswith("python") else ""
    if method == "makefile":
        makefile = ROOT / "config" / "Makefile"
        subprocess.run(
            [
                "make",
                "-s",
                "-C",
                str(source),
                "-f",
                str(makefile),
                "build-ConfigurationLayer",
                f"ARTIFACTS_DIR={scratch}",
            ],
            check=True,
        )
        root = scratch
    for file in root.rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file, prefix + file.relative_to(root).as_posix()


def _await_stack(cloudformation: Any, name: str) -> dict[str, Any]:
    deadline = time.monotonic() + _STACK_SECONDS
    while time.monotonic() < deadline:
        stack: dict[str, Any] = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        if stack["StackStatus"] in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            return stack
        if "FAILED" in stack["StackStatus"] or "ROLLBACK" in stack["StackStatus"]:
            events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
            reasons = [each["ResourceStatusReason"] for each in events if each.get("ResourceStatusReason")]
            raise EngineError(f"the stack ended {stack['StackStatus']}: {'; '.join(reasons[:5])}")
        time.sleep(0.1)
    raise EngineError(f"the stack was not ready in {_STACK_SECONDS:.0f} s")


class _Intrinsics(yaml.SafeLoader):
    """YAML with CloudFormation's short forms, read into their long ones."""


def _intrinsic(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]  # only a mapping is left
    if suffix == "Ref":
        return {"Ref": value}
    if suffix == "Condition":
        return {"Condition": value}
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {f"Fn::{suffix}": value}


_Intrinsics.add_multi_constructor("!", _intrinsic)
