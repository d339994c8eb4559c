"""template.yaml as tests ask about it: as it is written, as SAM hands it to CloudFormation, and as it would deploy."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import boto3
import pytest
import yaml
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from local.deploy import ROOT, _Intrinsics

REGION, ACCOUNT = "eu-west-2", "123456789012"
_PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::StackName": "loudhailer",
    "AWS::URLSuffix": "amazonaws.com",
}
_PLACE = re.compile(r"\$\{([A-Za-z0-9:]+)(?:\.([A-Za-z0-9.]+))?\}")
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource under its logical id."""

    name: str
    body: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.body["Type"])

    @property
    def properties(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.body.get("Properties", {})
        return found

    @property
    def condition(self) -> str | None:
        return self.body.get("Condition")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a role's own policies."""

    role: str
    body: Mapping[str, Any]

    @property
    def sid(self) -> str:
        return str(self.body.get("Sid", ""))

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(listed(self.body.get("Action", [])))

    @property
    def resources(self) -> tuple[Any, ...]:
        return tuple(listed(self.body.get("Resource", [])))


@dataclass(frozen=True, slots=True)
class Source:
    """An event source mapping: which queue a function takes from."""

    name: str
    function: str
    queue: str
    properties: Mapping[str, Any]


class Template:
    """`written` is the file; `document` is what SAM makes of it, with `Globals` and SAM's own resources in place."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        self.written = written
        self.document = _translated(written)
        self.resources = {name: Resource(name, body) for name, body in self.document["Resources"].items()}
        self.parameters: Mapping[str, Mapping[str, Any]] = written["Parameters"]
        self.conditions: Mapping[str, Any] = written["Conditions"]

    def of(self, kind: str) -> list[Resource]:
        """Return the resources of a type, without the `AWS::`."""
        return [each for each in self.resources.values() if each.kind == f"AWS::{kind}"]

    @property
    def functions(self) -> list[Resource]:
        return self.of("Lambda::Function")

    def folder(self, function: str) -> str:
        """Return the code folder of a function, which SAM replaces by an address."""
        return str(self.written["Resources"][function]["Properties"]["CodeUri"])

    def environment(self, function: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.resources[function].properties["Environment"]["Variables"]
        return found

    @cached_property
    def sources(self) -> list[Source]:
        return [
            Source(
                name=each.name,
                function=target(each.properties["FunctionName"]),
                queue=target(each.properties["EventSourceArn"]),
                properties=each.properties,
            )
            for each in self.of("Lambda::EventSourceMapping")
        ]

    @property
    def consumed(self) -> list[Resource]:
        """Return the queues from which a function takes."""
        taken = {each.queue for each in self.sources}
        return [each for each in self.of("SQS::Queue") if each.name in taken]

    @property
    def dead_letter_queues(self) -> list[Resource]:
        """Return the queues to which another queue gives up its messages."""
        redriven = [each.properties.get("RedrivePolicy") for each in self.of("SQS::Queue")]
        ends = {target(each["deadLetterTargetArn"]) for each in redriven if each}
        return [each for each in self.of("SQS::Queue") if each.name in ends]

    def role_of(self, function: str) -> Resource:
        return self.resources[target(self.resources[function].properties["Role"])]

    def statements(self, role: Resource) -> list[Statement]:
        """Return what a role grants, over all its own policies."""
        return [
            Statement(role.name, body)
            for policy in role.properties.get("Policies", [])
            for body in listed(policy["PolicyDocument"]["Statement"])
        ]

    def deployed(self, parameters: Mapping[str, str], name: "Namer | None" = None) -> "Deployment":
        """Return the template under a choice of parameters; those not given have their defaults."""
        return Deployment(self, self._chosen(parameters), name or _unnamed)

    def _chosen(self, given: Mapping[str, str]) -> dict[str, Any]:
        unknown = set(given) - set(self.parameters)
        if unknown:
            raise KeyError(f"the template has no parameter {', '.join(sorted(unknown))}")
        values = {key: given.get(key, body.get("Default")) for key, body in self.parameters.items()}
        lists = [key for key, body in self.parameters.items() if body["Type"] == "CommaDelimitedList"]
        return values | {key: str(values[key]).split(",") for key in lists}


Namer = Callable[[Resource, str], str | None]
"""Give the value of a resource's attribute ("" for Ref), or None to leave the reference standing."""


def _unnamed(_resource: Resource, _attribute: str) -> str | None:
    return None


@dataclass(frozen=True)
class Deployment:
    """What CloudFormation would make of the template: conditions decided, parameters in place."""

    template: Template
    parameters: Mapping[str, Any]
    name: Namer

    def holds(self, condition: str | None) -> bool:
        """Tell whether a condition is met; none is always met."""
        return condition is None or self._truth(self.template.conditions[condition])

    def _truth(self, test: Any) -> bool:
        match test:
            case {"Condition": str(other)}:
                return self.holds(other)
            case {"Fn::Equals": [left, right]}:
                return bool(self.value(left) == self.value(right))
            case {"Fn::Not": [inner]}:
                return not self._truth(inner)
            case {"Fn::And": [*parts]}:
                return all(self._truth(each) for each in parts)
            case {"Fn::Or": [*parts]}:
                return any(self._truth(each) for each in parts)
        raise ValueError(f"not a condition that this evaluator knows: {test}")

    @cached_property
    def resources(self) -> dict[str, Any]:
        """Return the resources that would be created, with their values."""
        return {
            name: self.value({key: part for key, part in each.body.items() if key != "Condition"})
            for name, each in self.template.resources.items()
            if self.holds(each.condition)
        }

    @cached_property
    def outputs(self) -> dict[str, Any]:
        """Return the outputs that the stack would have."""
        written: Mapping[str, Any] = self.template.document["Outputs"]
        return {name: self.value(body["Value"]) for name, body in written.items() if self.holds(body.get("Condition"))}

    def environment(self, function: str) -> dict[str, Any]:
        """Return a function's environment."""
        found: dict[str, Any] = self.resources[function]["Properties"]["Environment"]["Variables"]
        # CloudFormation writes a number as text, as every environment is.
        return {name: str(value) if isinstance(value, int) else value for name, value in found.items()}

    def statements(self, function: str) -> list[Statement]:
        """Return what a function's role grants, with its conditions and resources as values."""
        role = self.template.role_of(function)
        return self.template.statements(Resource(role.name, self.resources[role.name]))

    def value(self, value: Any) -> Any:
        """Return a value with its intrinsic functions carried out, as far as they can be here."""
        match value:
            case {"Ref": str(name), **rest} if not rest:
                return self._reference(name, "", value)
            case {"Fn::GetAtt": [str(name), str(attribute)]}:
                return self._reference(name, attribute, value)
            case {"Fn::If": [str(condition), yes, no]}:
                return self.value(yes if self.holds(condition) else no)
            case {"Fn::Sub": str(text)}:
                return _PLACE.sub(self._filled, text)
            case {"Fn::Join": [str(separator), parts]}:
                return separator.join(str(each) for each in self.value(parts))
            case Mapping():
                pairs = ((key, self.value(each)) for key, each in value.items())
                return {key: each for key, each in pairs if each is not _NOTHING}
            case str():
                return value
            case Sequence():
                return [each for each in map(self.value, value) if each is not _NOTHING]
        return value

    def _reference(self, name: str, attribute: str, as_written: Any) -> Any:
        if name == "AWS::NoValue":
            return _NOTHING
        if name in self.parameters:
            return self.parameters[name]
        if name in _PSEUDO:
            return _PSEUDO[name]
        found = self.name(self.template.resources[name], attribute)
        return as_written if found is None else found

    def _filled(self, place: re.Match[str]) -> str:
        found = self._reference(place[1], place[2] or "", place[0])
        return str(found)


def target(value: Any) -> str:
    """Return the logical id that a Ref or GetAtt points at."""
    match value:
        case {"Ref": str(name)}:
            return name
        case {"Fn::GetAtt": [str(name), *_]}:
            return name
    raise ValueError(f"this does not point at a resource of the template: {value!r}")


def references(value: Any) -> Iterator[str]:
    """Yield every logical id, parameter and pseudo-parameter that a value points at."""
    match value:
        case {"Ref": str(name)}:
            yield name
        case {"Fn::GetAtt": [str(name), *_]}:
            yield name
        case {"Fn::Sub": str(text)}:
            yield from (place[1] for place in _PLACE.finditer(text))
        case Mapping():
            for each in value.values():
                yield from references(each)
        case str():
            # What an evaluated Sub could not fill stands in plain text.
            yield from (place[1] for place in _PLACE.finditer(value))
        case Sequence():
            for each in value:
                yield from references(each)


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a value, without the keys."""
    match value:
        case str():
            yield value
        case Mapping():
            for each in value.values():
                yield from texts(each)
        case Sequence():
            for each in value:
                yield from texts(each)


def listed(value: Any) -> list[Any]:
    """Return what CloudFormation lets stand alone or in a list, as a list."""
    return list(value) if isinstance(value, list | tuple) else [value]


def each(resources: Iterable[Resource | Source]) -> pytest.MarkDecorator:
    """Run a rule once a resource, so that a broken one is named."""
    return pytest.mark.parametrize("of", [pytest.param(one, id=one.name) for one in resources])


def _translated(written: Mapping[str, Any]) -> dict[str, Any]:
    """Let SAM translate the template, with an address in the place of every code folder."""
    document = deepcopy(dict(written))
    for resource in document["Resources"].values():
        for place in ("CodeUri", "ContentUri"):
            if place in resource.get("Properties", {}):
                resource["Properties"][place] = "s3://code/folder.zip"
    session = boto3.Session(region_name=REGION)
    translated: dict[str, Any] = Translator({}, Parser(), boto_session=session).translate(document, {})
    return translated


@cache
def shipped() -> Template:
    """Return the template that is deployed."""
    text = (ROOT / "template.yaml").read_text(encoding="utf-8")
    return Template(yaml.load(text, Loader=_Intrinsics))  # noqa: S506  # a SafeLoader
