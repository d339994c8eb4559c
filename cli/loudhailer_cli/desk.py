"""`loudhailer deliveries` and `compose`: where what was said stands, and how it would read."""

import base64
import json as jsonlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from loudhailer.domain.delivery import State
from loudhailer_cli.failures import BadDocument, Failure, NotAllowed, Unfit, Unreachable
from loudhailer_cli.feeds import LARGEST as LARGEST_DOCUMENT
from loudhailer_cli.options import (
    AsOption,
    JsonOption,
    StackOption,
    chosen,
    json_asked,
    present,
    read_input,
    speaking,
)
from loudhailer_cli.preview import show_preview, stops
from loudhailer_cli.show import say, show_deliveries, warn
from loudhailer_cli.stack import knows_stack
from loudhailer_cli.times import moment_of

LARGEST = 64 * 1024
"""The most bytes that a request's body may have."""


def deliveries(
    ctx: typer.Context,
    reference: Annotated[str | None, typer.Option(metavar="REF", help='Only of this "Ref".')] = None,
    state: Annotated[
        State | None, typer.Option(metavar="STATE", case_sensitive=False, help=f"Only these: {', '.join(State)}.")
    ] = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """List deliveries. Each is one alert on one channel, with the reason why it is where it is."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("deliveries", reference=reference.upper() if reference else None, state=state)
    present(ctx, answer, show_deliveries, asked=json)


def compose(
    ctx: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="What you would raise, as JSON; an incident event; or a feed's document. - for standard input. "
            "Several are one incident's story: the last is shown.",
        ),
    ],
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
    here: Annotated[bool, typer.Option("--here", help="Compose on this machine, even where a stack is known.")] = False,
    config: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Here: the folder of words.yaml [default: ./config, or the checkout's]."),
    ] = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Here: only this channel; may be repeated [default: all of channels.yaml]."),
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE",
            help="Here: also in this language, such as cy, reviewed or not [default: as languages.yaml has it].",
        ),
    ] = None,
    page: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Here: where the pages are, which posts link to.")
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="Here: as if it were then: 18:30, +2h, or ISO 8601.")
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Here: read the document as this source of sources.yaml.")
    ] = None,
    incident: Annotated[
        str | None, typer.Option(metavar="ID", help="Here: this incident of a document that tells of several.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the picture that goes with it, a map or a drawing.")
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="End with exit code 1 for a hard finding or a channel without words."),
    ] = False,
) -> None:
    """Show how an alert would read on every channel, and say nothing.

    Each post has its count, what fell away so that it fits, and what the lint and the look for private details find.
    With a stack the service is asked, as whoever is signed in, and tells what each gate would decide. Without one, with
    --here, or with any option that says "Here", it is composed on this machine from the files in DIR: nobody has to
    sign in, and words that nobody has reviewed yet can be tried. The first line says which of the two it was.

    Exit code 0 whatever is found, so that people can look; for a check of edited words, add --strict.
    """
    before = chosen(ctx)
    given = (config, channel, language, page, at, source, incident)
    if here or any(given) or not knows_stack(before.world, stack or before.stack):
        # Every channel and half of the service come with it, half a second that no other command has to wait for.
        from loudhailer_cli.here import SOMEWHERE, Look, folder_of  # noqa: PLC0415

        folder = folder_of(before.world, config)
        look = Look(
            folder=folder,
            channels=tuple(channel or ()),
            languages=tuple(language or ()),
            page=(page or SOMEWHERE).rstrip("/"),
            now=_moment(at, before.world.now()),
            source=source or "",
            incident=incident or "",
            role=as_ or before.role or "",
        )
        answer = look({file: _document(file, LARGEST_DOCUMENT) for file in files}, picture=picture is not None)
        linked = "" if page else f"; links lead to {SOMEWHERE}"
        near = folder.relative_to(before.world.here) if folder.is_relative_to(before.world.here) else folder
        where = f"Composed here from {near}: no gate was asked{linked}."
    else:
        answer = {"composed": "service", **_asked(ctx, files, stack, as_, picture=picture is not None)}
        where = "Composed by the service, gates included."
    if not json_asked(ctx, asked=json):
        say(where)
    present(ctx, answer, show_preview, asked=json)
    if picture is not None:
        _write(picture, answer)
    if strict and (found := stops(answer)):
        raise Failure(f"not fit to publish: {len(found)} finding{'s' if len(found) > 1 else ''}", tuple(found))


def _asked(
    ctx: typer.Context, files: Sequence[str], stack: str | None, role: str | None, *, picture: bool
) -> Mapping[str, Any]:
    """Return the service's preview of the one file."""
    if len(files) > 1:
        raise typer.BadParameter("the service looks at one file; add --here for a story of several", param_hint="FILE")
    (file,) = files
    body = _body(file) | ({"picture": True} if picture else {})
    with speaking(ctx, stack, role) as api:
        try:
            return api.send("POST", "preview", body=body)
        except Unfit as refusal:
            raise BadDocument(f"{file}: {refusal.words}", refusal.details) from None
        except (NotAllowed, Unreachable) as failure:
            without = "to look without the service and its gates, add --here"
            raise type(failure)(failure.words, (*failure.details, without)) from None


def _moment(text: str | None, now: datetime) -> datetime:
    if text is None:
        return now
    try:
        return moment_of(text, now)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'--at'") from None


def _write(path: Path, answer: Mapping[str, Any]) -> None:
    shown = answer.get("picture") or {}
    body = base64.b64decode(str(shown.get("base64") or ""))
    if not body:
        raise Failure("no picture goes with it" if not shown else "its picture cannot be drawn; the words go without")
    try:
        path.expanduser().write_bytes(body)
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}; name another file with --picture") from None
    warn(f"{path}: the {shown.get('kind')}, {shown.get('media_type')}")


def _document(file: str, most: int) -> bytes:
    try:
        document = read_input(file, most)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name has a null byte"
        raise BadDocument(f"{file}: it cannot be read ({reason})") from None
    if len(document) > most:
        raise BadDocument(f"{file}: it has more than {most:,} bytes")
    return document


def _body(file: str) -> dict[str, Any]:
    document = _document(file, LARGEST)
    try:
        body = jsonlib.loads(document)
    except (ValueError, RecursionError):
        raise BadDocument(f'{file}: it is not JSON; write what you would raise, such as {{"type": "fire"}}') from None
    if not isinstance(body, dict):
        raise BadDocument(f"{file}: it is not a JSON object")
    if "detail-type" in body:
        raise BadDocument(
            f"{file}: it is an incident event, and the service looks at what an officer raises; add --here"
        )
    return body
