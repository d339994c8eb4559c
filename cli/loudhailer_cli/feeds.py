"""`loudhailer feeds`: read a document as the service would, without any service; see how its feeds are doing."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from loudhailer import compose, feeds, normalise
from loudhailer.config import Config, load
from loudhailer.domain.errors import ConfigurationError, FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feed_rules import FeedRules
from loudhailer.source_files import Source
from loudhailer_cli.failures import BadDocument, Failure
from loudhailer_cli.options import AsOption, JsonOption, StackOption, chosen, examples, present, read_input, speaking
from loudhailer_cli.show import json_line, plain, say, table, warn, when
from loudhailer_cli.world import World

app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Read a feed's document; see how the feeds are doing.",
)

LARGEST = 32 * 1024 * 1024
"""More bytes than any feed sends; what is larger is not read into memory."""
_DIGEST = 16  # hexadecimal digits that are enough for a person to compare


@app.command(epilog=examples("loudhailer feeds formats"))
def formats() -> None:
    """List the formats that can be read."""
    for name in feeds.FEEDS:
        say(name)


@app.command(
    epilog=examples(
        "loudhailer feeds read --format auto events/incidents/closure_1_reported.json",
        "curl -s https://feed.example/cap | loudhailer feeds read --format cap -",
        "loudhailer feeds read --policy national_highways closures.json   # as feeds.yaml has it taken",
    )
)
def read(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The document, or - for standard input.")],
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="Its format (see `feeds formats`), or auto: that of --source, or else to tell by looking.",
        ),
    ] = "auto",
    source: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Read as this source of sources.yaml [default: as it names itself, typed as its format's only one].",
        ),
    ] = None,
    policy: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Read with this policy of feeds.yaml: its types, zone, severities, texts [default: the source's].",
        ),
    ] = None,
    config: Annotated[
        str | None,
        typer.Option(
            metavar="DIR", help="The config folder that gives `class` [default: ./config, or the checkout's]."
        ),
    ] = None,
) -> None:
    """Print one JSON line for each incident in a document.

    A refused record is one line on standard error and changes nothing else. A document that is refused as a whole gives
    no line at all, the reason on standard error and exit code 2. An index gives a line for each of its links.
    """
    if format_ != "auto" and format_ not in feeds.FEEDS:
        there = ", ".join(("auto", *feeds.FEEDS))
        raise typer.BadParameter(f"there is no format {format_!r}; there are {there}", param_hint="'--format'")
    loaded = _configuration(chosen(ctx).world, config)
    known = _source(source, loaded)
    named = _policy(policy, loaded)
    document = _document(file)
    try:
        name = _format(format_, document, known)
        like = source or only_source_of(name, loaded)
        rules = named or (loaded.rules_of(like) if like and loaded else FeedRules())
        reading = feeds.FEEDS[name].parse(document, feeds.read_with(rules, source or ""))
    except FeedError as refusal:
        raise BadDocument(f"{file}: {_one_line(refusal)}") from None
    for incident in reading.incidents:
        json_line(line_of(incident, loaded, like))
    for link in reading.links:
        json_line({"link": link.url, "version": link.version})
    for refused in reading.refused:
        warn(f"{file}: {_one_line(refused)}")


@app.command(epilog=examples("loudhailer feeds status", "loudhailer feeds status --json"))
def status(
    ctx: typer.Context,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Show how each feed of the service is doing: when it was read last, what it holds, what could not be read."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("feeds")
    present(ctx, answer, _show_status, asked=json)


def _show_status(answer: Mapping[str, Any]) -> None:
    found = answer.get("feeds") or []
    if not found:
        say("sources.yaml lets no feed be polled.")
        return
    rows = [
        (
            each.get("name"),
            each.get("mode"),
            when(each.get("last_good")) or "never",
            _age(each.get("age_seconds")),
            each.get("count"),
            each.get("refused"),
            when(each.get("next_due")),
            _trouble(each),
        )
        for each in found
    ]
    table(("FEED", "MODE", "LAST READ", "AGE", "OPEN", "REFUSED", "NEXT", "TROUBLE"), rows)
    for each in found:
        for reason, often in (each.get("refusals") or {}).items():
            say(f"{each.get('name')}: {often} refused: {reason}")


def _age(seconds: object) -> str:
    """Say how long ago, in the one unit that a person would use."""
    if not isinstance(seconds, int):
        return ""
    for unit, long in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * long or (unit == "min" and seconds >= long):
            return f"{seconds // long} {unit}"
    return f"{seconds} s"


def _trouble(feed: Mapping[str, Any]) -> str:
    if not feed.get("polled"):
        return "never asked: it may have no address"
    silent = f"silent ({feed['silent']})" if feed.get("silent") else ""
    failed = f"{feed.get('failures')} failed in a row: {feed.get('last_error')}" if feed.get("failures") else ""
    return "; ".join(filter(None, (silent, failed)))


def line_of(incident: Incident, config: Config | None, like: str = "") -> dict[str, Any]:
    """Return what one line says of an incident; where its own source has no class for it, that of `like` is said."""
    lat, lon = incident.point or (None, None)
    ends = incident.expected_end or incident.expires
    classes = (config.plan.class_of(name, incident.event_type) for name in (incident.source, like)) if config else ()
    said = next((each for each in classes if each is not None), None)
    return {
        "source": incident.source,
        "id": incident.id,
        "revision": incident.revision,
        "status": incident.status,
        "phase": incident.phase,
        "class": said,
        "type": incident.event_type,
        "severity": incident.severity,
        "urgency": incident.urgency,
        "certainty": incident.certainty,
        "headline": incident.headline or _headline(incident, config),
        "starts": incident.starts and incident.starts.isoformat(),
        "ends": ends and ends.isoformat(),
        "updated": incident.updated and incident.updated.isoformat(),
        "expires": incident.expires and incident.expires.isoformat(),
        "roads": incident.roads,
        "area": incident.area,
        "lat": lat,
        "lon": lon,
        "withheld": incident.withheld,
        "references": incident.references,
        "digest": normalise.digest_of(incident)[:_DIGEST],
    }


def _headline(incident: Incident, config: Config | None) -> str:
    """Return what our own words would call it, where its source gives it no headline."""
    if config is None or incident.event_type not in config.words.events:
        return ""
    try:
        return compose.slots_of(incident, config, datetime.now(UTC))["headline"]
    except FeedError:
        return ""


def _document(file: str) -> bytes:
    try:
        document = read_input(file, LARGEST)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name has a null byte"
        raise BadDocument(f"{file}: document: it cannot be read ({reason})") from None
    if len(document) > LARGEST:
        raise BadDocument(f"{file}: document: it has more than {LARGEST:,} bytes")
    return document


def _configuration(world: World, named: str | None) -> Config | None:
    """Return the configuration that says which class an incident has; None where there is none, and then none has."""
    if named:
        try:
            return load(world.here / named)
        except ConfigurationError as error:
            raise Failure(f"{named} is no good configuration", error.problems) from None
    for folder in (world.here / "config", Path(__file__).resolve().parents[2] / "config"):
        if (folder / "plan.yaml").is_file():
            try:
                return load(folder)
            except ConfigurationError as error:
                warn(f"class is null, for {folder} has problems: {error.problems[0]}")
                return None
    return None


def _source(name: str | None, config: Config | None) -> Source | None:
    """Return the source that is named, None where none is or no configuration is there to know it."""
    if not name or config is None:
        return None
    if name not in config.sources.sources:
        there = ", ".join(config.sources.sources)
        raise typer.BadParameter(f"sources.yaml has no {name!r}; there are {there}", param_hint="'--source'")
    return config.sources.sources[name]


def _policy(name: str | None, config: Config | None) -> FeedRules | None:
    """Return the policy that is named, None where none is."""
    if not name:
        return None
    policies = config.feeds.policies if config else {}
    if name not in policies:
        there = (
            f"there are {', '.join(policies)}" if policies else "there is no good configuration; name one by --config"
        )
        raise typer.BadParameter(f"feeds.yaml has no policy {name!r}; {there}", param_hint="'--policy'")
    return policies[name]


def _format(asked: str, document: bytes, source: Source | None) -> str:
    if asked != "auto":
        return asked
    return source.format if source else feeds.recognise(document)


def only_source_of(format_: str, config: Config | None) -> str:
    """Return the one configured source that speaks a format; empty where none does, or several do."""
    speaking = [name for name, each in config.sources.sources.items() if each.format == format_] if config else []
    return speaking[0] if len(speaking) == 1 else ""


def _one_line(refusal: FeedError) -> str:
    return plain(f"{refusal.place}: {refusal.reason}")
