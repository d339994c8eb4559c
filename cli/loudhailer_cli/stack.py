"""Which stack is talked to: the stack file, who writes it, and where it is looked for."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from loudhailer_cli.failures import BadDocument, Failure
from loudhailer_cli.private import write_private
from loudhailer_cli.world import World


def on_this_machine(address: str) -> bool:
    """Tell whether an address is on the loopback interface."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def safe_address(address: str) -> str:
    """Return an address without its last slash; raise `ValueError` where a token must not be sent to it."""
    try:
        parts = urlsplit(address)
        local = on_this_machine(address)
        _ = parts.port
    except ValueError:
        raise ValueError("it is not an address") from None
    if not parts.hostname or parts.username is not None or parts.query or parts.fragment:
        raise ValueError("write it as https://name/path, with nothing else")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise ValueError("it must begin with https:// (http:// is for this machine only)")
    return address.rstrip("/")


class _Part(BaseModel):
    """A part of the file. What stands there for others, such as the webhook's secrets, is not read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ApiPlace(_Part):
    """Where the HTTP API is. `host` is the Host header that the embedded engine tells its APIs apart by."""

    address: str
    host: str = Field(default="", pattern=r"^[A-Za-z0-9.:-]*$")

    _safe = field_validator("address")(safe_address)


class UserPool(_Part):
    """Where people sign in."""

    endpoint: str
    client_id: str = Field(min_length=1, pattern=r"^[A-Za-z0-9_+-]+$")
    region: str = Field(pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]$")

    _safe = field_validator("endpoint")(safe_address)


class ReadyUser(_Part):
    """A ready-made user of a stack on this machine."""

    username: str
    password: SecretStr


class Stack(_Part):
    """A stack: its API, its user pool and, on this machine only, ready-made users by role."""

    api: ApiPlace
    cognito: UserPool
    users: dict[str, ReadyUser] = {}

    @model_validator(mode="after")
    def _users_are_local(self) -> "Stack":
        if self.users and not self.local:
            raise ValueError("users stand only in the file of a stack on this machine; take them out")
        return self

    @property
    def local(self) -> bool:
        """Tell whether it runs on this machine, all of it."""
        return on_this_machine(self.api.address) and on_this_machine(self.cognito.endpoint)

    @property
    def key(self) -> str:
        """Return what tells it from every other stack: no session of one is ever shown to another."""
        return f"{self.api.address} {self.api.host} {self.cognito.endpoint} {self.cognito.client_id}"


def usual_path(world: World) -> Path:
    """Return where `connect` writes."""
    return world.config_folder() / "stack.json"


def knows_stack(world: World, named: str | None) -> bool:
    """Tell whether any stack is named or known, whether or not its file is good."""
    near = world.here / ".local" / "stack.json"
    return bool(named or world.environ.get("LOUDHAILER_STACK")) or near.exists() or usual_path(world).exists()


def find_stack(world: World, named: str | None) -> Stack:
    """Return the stack that is meant; raise a `Failure` that says what to do."""
    told = named or world.environ.get("LOUDHAILER_STACK")
    if told:
        return read_stack(world.here / Path(told).expanduser())
    near = world.here / ".local" / "stack.json"
    if near.exists():
        stack = read_stack(near)
        if not stack.local:
            # Whoever can leave a file in a folder must not lead tokens and passwords elsewhere.
            raise Failure(f"{near} names a stack on another machine; if you trust it, add --stack {near}")
        return stack
    if usual_path(world).exists():
        return read_stack(usual_path(world))
    raise Failure("no stack is known; start one with `make run`, or name yours with `loudhailer connect`")


def read_stack(path: Path) -> Stack:
    """Read a stack file."""
    try:
        return Stack.model_validate_json(path.read_bytes())
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}; give the right file with --stack") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadDocument(f"{path}: {place}: {first['msg'].removeprefix('Value error, ')}") from None


def write_stack(path: Path, *, api: str, client_id: str, region: str) -> Stack:
    """Write the stack file of a deployed stack."""
    endpoint = f"https://cognito-idp.{region}.amazonaws.com"
    try:
        stack = Stack(
            api=ApiPlace(address=api), cognito=UserPool(endpoint=endpoint, client_id=client_id, region=region)
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        option = {"address": "--api", "client_id": "--client-id", "region": "--region"}[str(first["loc"][-1])]
        raise BadDocument(f"{option}: {first['msg'].removeprefix('Value error, ')}") from None
    write_private(path, stack.model_dump_json(indent=2, exclude_defaults=True) + "\n")
    return stack
