"""The gate items: one a channel, with its levels by scope, its switches, the permits that are out, and what is spent.

An attribute a scope (`level#service`, `level#area:Stokeby`), one a permit and one a bucket of a budget
(`spent#posts#minute#2026-11-29T06:02`), so that every act is one plain update of its own part and none needs what
another has written.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from loudhailer.aws.errors import translated
from loudhailer.aws.items import Item, gate_key
from loudhailer.domain.crisis import NORMAL, SERVICE, Declared, GateState, Permit, Quiet
from loudhailer.domain.errors import ClaimLost, GateMoved, StateUnavailable
from loudhailer.domain.spending import Charge, Circuit, Mark

_LEVEL, _PERMIT, _SPENT = "level#", "permit#", "spent#"
_QUIET = TypeAdapter(tuple[Quiet, ...])
_EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class GateTable:
    """DynamoDB behind the ports of the gate. `client` is a boto3 DynamoDB client with its deadlines set."""

    client: Any
    name: str

    def gates(self, channels: Iterable[str]) -> Mapping[str, GateState | None]:
        """Return each channel's gate, read consistently."""
        names = list(channels)
        if not names:
            return {}
        with translated("get gates"):
            answer = self.client.batch_get_item(
                RequestItems={self.name: {"Keys": [gate_key(each) for each in names], "ConsistentRead": True}}
            )
        if answer.get("UnprocessedKeys"):
            # A part of the truth is no truth to decide on.
            raise StateUnavailable("get gates: the table answered in part only")
        found = {item["pk"]["S"]: item for item in answer["Responses"][self.name]}
        return {name: read_gate(name, found.get(gate_key(name)["pk"]["S"])) for name in names}

    def declare(self, channel: str, declared: Declared, *, seen: int | None = None) -> tuple[GateState, GateState]:
        """Set a level for its scope, and return the item as it was and as it is."""
        names = {"#level": f"{_LEVEL}{declared.scope}", "#version": "version"}
        values: Item = {":one": {"N": "1"}}
        removed = ["#level"] if declared.level == NORMAL else []
        if declared.scope == SERVICE:
            # The bare level of the release before this one.
            names["#bare"] = "level"
            removed.append("#bare")
        change = "ADD #version :one"
        if declared.level != NORMAL:
            change += " SET #level = :level"
            values[":level"] = {"S": declared.model_dump_json()}
        if removed:
            change += f" REMOVE {', '.join(removed)}"
        condition: Item = {}
        if seen is not None:
            # Nobody has ever changed a gate of version 0: it may not even be there.
            condition = {"ConditionExpression": "#version = :seen" if seen else "attribute_not_exists(#version)"}
            values |= {":seen": {"N": str(seen)}} if seen else {}
        try:
            with translated("declare"):
                answer = self.client.update_item(
                    TableName=self.name,
                    Key=gate_key(channel),
                    UpdateExpression=change,
                    ExpressionAttributeNames=names,
                    ExpressionAttributeValues=values,
                    ReturnValues="ALL_OLD",
                    **condition,
                )
        except ClaimLost as moved:
            raise GateMoved(str(moved)) from moved
        was = read_gate(channel, answer.get("Attributes"))
        if was is None:
            raise StateUnavailable(f"the gate of {channel} made no sense before it was written")
        levels = {scope: each for scope, each in was.declared.items() if scope != declared.scope}
        if declared.level != NORMAL:
            levels[declared.scope] = declared
        return was, was.model_copy(update={"declared": levels, "version": was.version + 1})

    def switch(self, channel: str, *, live: bool | None = None, stopped: bool | None = None) -> GateState:
        """Set what is given without any condition."""
        given = {name: {"BOOL": value} for name, value in (("live", live), ("stopped", stopped)) if value is not None}
        return self._set(channel, given)

    def hush(self, channel: str, quiet: tuple[Quiet, ...]) -> GateState:
        """Set the quiet hours without any condition."""
        return self._set(channel, {"quiet": {"S": _QUIET.dump_json(quiet).decode()}})

    def take(
        self,
        channel: str,
        key: str,
        permit: Permit,
        *,
        seen: int,
        charges: Sequence[Charge] = (),
        ended: Sequence[str] = (),
    ) -> None:
        """Take a permit over the version that was read; it does not raise the version."""
        if any(each.room is not None and each.room < 0 for each in charges):
            raise GateMoved(f"no window of {channel} is large enough for it")
        names = {"#permit": f"{_PERMIT}{key}", "#version": "version"}
        values: Item = {":permit": {"S": permit.model_dump_json()}, ":seen": {"N": str(seen)}}
        change, conditions, added, removed = "SET #permit = :permit", ["#version = :seen"], [], []
        for number, each in enumerate(charges):
            names[f"#spent{number}"] = f"{_SPENT}{each.key}"
            values[f":amount{number}"] = {"N": str(each.amount)}
            added.append(f"#spent{number} :amount{number}")
            if each.room is not None:
                values[f":room{number}"] = {"N": str(each.room)}
                conditions.append(f"(attribute_not_exists(#spent{number}) OR #spent{number} <= :room{number})")
        for number, bucket in enumerate(ended):
            names[f"#ended{number}"] = f"{_SPENT}{bucket}"
            removed.append(f"#ended{number}")
        change += f" ADD {', '.join(added)}" if added else ""
        change += f" REMOVE {', '.join(removed)}" if removed else ""
        try:
            with translated("take permit"):
                self.client.update_item(
                    TableName=self.name,
                    Key=gate_key(channel),
                    UpdateExpression=change,
                    ConditionExpression=" AND ".join(conditions),
                    ExpressionAttributeNames=names,
                    ExpressionAttributeValues=values,
                )
        except ClaimLost as moved:
            raise GateMoved(f"the gate of {channel} has moved") from moved

    def give_back(self, channel: str, key: str, mark: Mark | None = None) -> None:
        """Give a permit back, and count an outage or forget them all in the same update."""
        change, removed, names, values = "", ["#permit"], {"#permit": f"{_PERMIT}{key}"}, Item()
        if mark is not None:
            names |= {"#outages": "outages", "#since": "outage_since", "#last": "outage_last"}
        if mark is not None and mark.answered:
            removed += ["#outages", "#since", "#last"]
            if mark.closes:
                change, names["#over"], values[":at"] = "SET #over = :at ", "outage_over", _moment(mark.at)
        elif mark is not None:
            values = {":at": _moment(mark.at), ":one": {"N": "1"}}
            change = (
                "SET #last = :at, #since = :at, #outages = :one "
                if mark.anew
                else "SET #last = :at, #since = if_not_exists(#since, :at) ADD #outages :one "
            )
        with translated("give back permit"):
            self.client.update_item(
                TableName=self.name,
                Key=gate_key(channel),
                UpdateExpression=f"{change}REMOVE {', '.join(removed)}",
                ExpressionAttributeNames=names,
                **({"ExpressionAttributeValues": values} if values else {}),
            )

    def _set(self, channel: str, given: Mapping[str, Item]) -> GateState:
        assignments = ", ".join(f"#{name} = :{name}" for name in given)
        with translated("change gate"):
            answer = self.client.update_item(
                TableName=self.name,
                Key=gate_key(channel),
                UpdateExpression=f"SET {assignments} ADD #version :one",
                ExpressionAttributeNames={"#version": "version", **{f"#{name}": name for name in given}},
                ExpressionAttributeValues={":one": {"N": "1"}, **{f":{name}": each for name, each in given.items()}},
                ReturnValues="ALL_NEW",
            )
        gate = read_gate(channel, answer["Attributes"])
        if gate is None:
            raise StateUnavailable(f"the gate of {channel} makes no sense after the write")
        return gate


def read_gate(channel: str, item: Item | None) -> GateState | None:
    """Read a gate item: none is Exercise, one that makes no sense is None, and the gate decides what that means."""
    if item is None:
        return GateState(channel=channel)
    try:
        return GateState(
            channel=channel,
            live=item.get("live", {"BOOL": False})["BOOL"],
            stopped=item.get("stopped", {"BOOL": False})["BOOL"],
            declared=_declared(item),
            quiet=_QUIET.validate_json(item.get("quiet", {"S": "[]"})["S"]),
            permits={
                name.removeprefix(_PERMIT): Permit.model_validate_json(value["S"])
                for name, value in item.items()
                if name.startswith(_PERMIT)
            },
            spent=_spent(item),
            circuit=_circuit(item),
            version=int(item.get("version", {"N": "0"})["N"]),
        )
    except (KeyError, TypeError, ValueError, ValidationError):
        return None


def _declared(item: Item) -> dict[str, Declared]:
    """Return the levels by scope. The release before this one wrote a bare level for the whole service."""
    levels = {
        name.removeprefix(_LEVEL): Declared.model_validate_json(value["S"])
        for name, value in item.items()
        if name.startswith(_LEVEL)
    }
    if SERVICE not in levels and "level" in item and item["level"]["S"] != NORMAL:
        bare = {"scope": SERVICE, "level": item["level"]["S"], "by": "", "reason": "", "at": _EPOCH}
        levels[SERVICE] = Declared.model_validate(bare)
    return levels


def _spent(item: Item) -> dict[str, int]:
    """Return what is spent, by bucket. A count that cannot be read is left out: the levels are still what they are."""
    found: dict[str, int] = {}
    for name, value in item.items():
        if name.startswith(_SPENT):
            with suppress(KeyError, TypeError, ValueError):
                found[name.removeprefix(_SPENT)] = int(value["N"])
    return found


def _circuit(item: Item) -> Circuit:
    """Return how the platform has answered; what makes no sense is a closed circuit, which keeps nothing waiting."""
    told = {
        "outages": item.get("outages", {}).get("N", "0"),
        **{name: item.get(f"outage_{name}", {}).get("S") for name in ("since", "last", "over")},
    }
    with suppress(ValidationError):
        return Circuit.model_validate(told)
    return Circuit()


def _moment(at: datetime) -> Item:
    return {"S": at.isoformat()}
