"""The files in `config/`: read once, checked whole, refused with a number for every problem.

`plan.yaml` says what may leave at which level, `sources.yaml` who may speak, `feeds.yaml` how what they say is taken,
`words.yaml` how it is said, `channels.yaml` how each channel speaks, and `places.yaml`, which may be missing, what maps
name. Problems are numbered by file: LH1nn plan, LH2nn sources, LH3nn words, LH4nn channels, LH6nn feeds, LH8nn places;
nn 01 = cannot be read, 02 = wrong shape, 03 and up = does not fit, in itself or the other files.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from loudhailer import feed_rules, place_files, plan_rules, purse, source_files
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import ConfigurationError
from loudhailer.domain.incident import Status
from loudhailer.feed_rules import FeedFile, FeedRules
from loudhailer.picture_files import PictureFile, read_picture
from loudhailer.place_files import PlaceFile
from loudhailer.plan import Plan
from loudhailer.purse import Purse
from loudhailer.source_files import Sources
from loudhailer.yaml_lines import Lines, OnceOnly

SLOT = re.compile(r"\{(\w+)\}")
FACTS = frozenset({"road", "place", "cause", "title", "message", "lines", "warning", "area", "publisher"})
"""What an incident may bring."""
DESK = "desk"
"""The source of what duty officers raise by hand; it is no system, so sources.yaml does not name it."""
_FRAME_SLOTS: Mapping[str, set[str]] = {
    "footer": {"issued", "reference"},
    "link": {"url"},
    "first_post": {"address"},
    "ended": {"headline"},
    "unlisted": {"headline"},
    "withdrawn": {"headline"},
}
KNOWN_SLOTS = (FACTS - {"cause"}) | {
    "agency",
    "because",
    "confirmed",
    "headline",
    "lead_link",
    "next_update",
    "outcome",
    "the_road",
    "until",
}
"""Every slot that a phrase may use; `compose` fills them from an incident's facts and times."""

LARGEST_PICTURE = 1_000_000
"""The bytes of a picture that every platform takes, and that a reader on a bad connection waits for."""
_MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}
_FILE_NAME = re.compile(r"(?i)\.(png|jpe?g|gif|svg|webp)\b|\bIMG_[0-9]")

_Problem = tuple[str, str, str, str]
_File = TypeVar("_File", bound=BaseModel)


class _Strict(BaseModel):
    """We own these files: an unknown key is a mistake, not the future."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sentence(_Strict):
    """One sentence with `{slots}` and `[optional parts]`.

    A part whose slot is empty is left out, and so is a sentence; without `keep` it may also fall away to fit.
    """

    say: str
    keep: bool = False

    @property
    def slots(self) -> frozenset[str]:
        """Return the names of its slots."""
        return frozenset(SLOT.findall(self.say))


class Shown(_Strict):
    """A picture of `config/pictures/`, and what it shows in words for whoever does not see it."""

    file: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*\.(png|jpg)$")
    alt: str = Field(min_length=1, max_length=300)


class Phrases(_Strict):
    """How one event type is said, what matters most first; `needs` are facts without which it is not said at all.

    `unlisted` is said when a source's list no longer holds it; where it is empty, silence never ends this event type.
    `over` is the headline's noun once it is over, for event types whose headline tells people what to do. `picture`
    goes with it on the channels that take pictures.
    """

    needs: tuple[str, ...] = ()
    headline: str
    over: str = ""
    alert: tuple[Sentence, ...] = Field(min_length=1)
    update: tuple[Sentence, ...] = ()
    cancel: tuple[Sentence, ...] = ()
    unlisted: tuple[Sentence, ...] = ()
    hashtags: tuple[str, ...] = ()
    picture: Shown | None = None


class EveryEvent(_Strict):
    """What is said of every event type in the same words: put right, taken back, last confirmed, passed on.

    `amplify` passes on the words ({message}) of the {agency} that leads, with its own link ({lead_link}).
    """

    correction: tuple[Sentence, ...] = Field(min_length=1)
    withdrawal: tuple[Sentence, ...] = Field(min_length=1)
    status: tuple[Sentence, ...] = Field(min_length=1)
    amplify: tuple[Sentence, ...] = Field(min_length=1)


class Pointers(_Strict):
    """What leads from an old thread to a new post at {address}: by why it was made anew."""

    correction: str
    withdrawal: str
    ended: str
    advice: str


class Words(_Strict):
    """The phrases by event type, and what frames them.

    `causes` turns a source's code into public words, `outcomes` our code for how it ended. `ended`, `unlisted` and
    `withdrawn` frame the headline of an alert that is over, `drill` all that is said as a status that is not Actual.
    `first_post` leads from a post that was made anew to the first one, `pointers` lead back from there. `catch_up` is
    the title of one post that tells what waited through an outage. `status_after_minutes` is how long after an alert of
    a class the clock says when it was last confirmed; a class that is not named gets none.
    """

    language: str
    emergency: str
    ended: str
    unlisted: str
    withdrawn: str
    drill: dict[Status, str]
    catch_up: str = Field(pattern=r"^[^{}\[\]\n]{1,100}$")
    footer: str
    link: str
    first_post: str
    pointers: Pointers
    expires_after_minutes: dict[MessageClass, int]
    status_after_minutes: dict[MessageClass, int] = {}
    every_event: EveryEvent
    causes: dict[str, str]
    outcomes: dict[str, str] = {}
    events: dict[str, Phrases]


class ChannelWords(Purse):
    """How one channel speaks, and what it may spend.

    It links to the alert's page or not, takes so many hashtags, and never says what it `refuses`. `pictures` says that
    it shows them, `cards` that a map card goes before them where the place is known. `size` is how much it holds where
    that is less than the platform usually does. `note` is a line that stands under every post of it and never falls
    away.
    """

    link: bool = True
    hashtags: int = Field(default=0, ge=0, le=2)
    pictures: bool = False
    cards: bool = False
    size: int | None = Field(default=None, ge=1)
    refuses: tuple[MessageClass, ...] = ()
    note: str = Field(default="", max_length=100, pattern=r"^[^\r\n]*$")


class ChannelFile(_Strict):
    """How each channel speaks. Of more than `digest_over` alerts that waited through an outage, one digest tells."""

    digest_over: int = Field(default=20, ge=2, le=200)
    channels: dict[str, ChannelWords]

    def of(self, name: str) -> ChannelWords:
        """Return how a channel speaks; one of which the file says nothing does as most do."""
        return self.channels.get(name, ChannelWords())


class Config(_Strict):
    """All of `config/`, checked against itself. `pictures` are the files that the words name."""

    plan: Plan
    sources: Sources
    words: Words
    channels: ChannelFile
    feeds: FeedFile = FeedFile()
    pictures: dict[str, PictureFile] = {}
    places: PlaceFile = PlaceFile()

    def rules_of(self, source: str) -> FeedRules:
        """Return how what a source says is taken."""
        known = self.sources.sources.get(source)
        return self.feeds.of(known.policy or source if known else source)


def load(directory: Traversable) -> Config:
    """Read and check the directory; raise `ConfigurationError` with every problem found, not only the first."""
    problems: list[str] = []
    plan = _read(directory.joinpath("plan.yaml"), Plan, 1, problems)
    sources = _read(directory.joinpath("sources.yaml"), Sources, 2, problems)
    words = _read(directory.joinpath("words.yaml"), Words, 3, problems)
    channels = _read(directory.joinpath("channels.yaml"), ChannelFile, 4, problems)
    taken = _read(directory.joinpath("feeds.yaml"), FeedFile, 6, problems)
    names = directory.joinpath("places.yaml")
    places = _read(names, PlaceFile, 8, problems) if names.is_file() else PlaceFile()
    if plan and sources and words and channels and taken and places:
        pictures, unseen = _pictures(directory, words)
        config = Config(
            plan=plan, sources=sources, words=words, channels=channels, feeds=taken, pictures=pictures, places=places
        )
        problems.extend(
            _told(number, directory.joinpath(name), place, reason)
            for number, name, place, reason in (*_disagreements(config), *unseen)
        )
        if not problems:
            digest = hashlib.sha256(directory.joinpath("plan.yaml").read_bytes()).hexdigest()[:16]
            return config.model_copy(update={"plan": plan.model_copy(update={"digest": digest})})
    raise ConfigurationError(tuple(problems))


def _read(path: Traversable, model: type[_File], number: int, problems: list[str]) -> _File | None:
    """Read one file into its model, or note why not."""
    try:
        text = path.read_text(encoding="utf-8")
        return model.model_validate(yaml.load(text, Loader=OnceOnly))  # noqa: S506  # a SafeLoader
    except OSError as exc:
        problems.append(f"LH{number}01 {path.name}: cannot be read ({exc.strerror or exc}); put the file back")
    except UnicodeDecodeError as exc:
        problems.append(f"LH{number}01 {path.name}: byte {exc.start} is not UTF-8; save the file as UTF-8")
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        problems.append(f"LH{number}01 {path.name}{line}: not YAML ({getattr(exc, 'problem', exc)})")
    except ValidationError as exc:
        for error in exc.errors(include_url=False):
            place = ".".join(str(part) for part in error["loc"])
            problems.append(_told(f"{number}02", path, place, error["msg"].removeprefix("Value error, ")))
    return None


def _pictures(directory: Traversable, words: Words) -> tuple[dict[str, PictureFile], list[_Problem]]:
    """Read what each picture says of itself; return them by name, and what is wrong with them or their words."""
    pictures: dict[str, PictureFile] = {}
    problems: list[_Problem] = []
    for event_type, phrases in words.events.items():
        if (shown := phrases.picture) is None:
            continue
        place, where = f"events.{event_type}.picture", f"config/pictures has no readable {shown.file}"
        if _FILE_NAME.search(shown.alt) or not shown.alt.strip():
            problems.append(
                ("309", "words.yaml", f"{place}.alt", "say what the picture shows, not what its file is called")
            )
        try:
            body = (directory / "pictures" / shown.file).read_bytes()
        except OSError:
            problems.append(("308", "words.yaml", f"{place}.file", f"{where}; put it there"))
            continue
        read = read_picture(body)
        if len(body) > LARGEST_PICTURE:
            problems.append(
                ("308", "words.yaml", f"{place}.file", f"{shown.file} is larger than 1 MB; make it smaller")
            )
        elif read is None or read.media_type != _MEDIA_TYPES[shown.file[-4:]]:
            problems.append(
                ("308", "words.yaml", f"{place}.file", f"{shown.file} is not the PNG or JPEG that its name says")
            )
        else:
            pictures[shown.file] = read
    return pictures, problems


def _told(number: str, path: Traversable, place: str, reason: str) -> str:
    """Say a problem with its number, its line and its place."""
    line = Lines(path.read_text(encoding="utf-8")).line_of(place)
    where = f" line {line}" if line else ""
    return f"LH{number} {path.name}{where} {place or 'the whole file'}: {reason}"


def _disagreements(config: Config) -> Iterator[_Problem]:
    """Yield what each file alone cannot see: its number, its file, its place and its reason."""
    yield from _plan_problems(config)
    yield from _source_problems(config)
    yield from _frame_problems(config.words)
    yield from _drill_problems(config.words)
    always = config.words.every_event
    for part in EveryEvent.model_fields:
        yield from _unknown_slots(f"every_event.{part}", getattr(always, part))
    for event_type, phrases in config.words.events.items():
        yield from _unknown_slots_of(event_type, phrases)
        for fact in sorted(set(phrases.needs) - FACTS):
            yield "306", "words.yaml", f"events.{event_type}.needs", f"no event brings a fact {fact!r}"
    for each in MessageClass:
        if each not in config.words.expires_after_minutes:
            yield "304", "words.yaml", "expires_after_minutes", f"{each} is missing; nothing may wait for ever"
    for name, channel in config.channels.channels.items():
        for number, place, reason in purse.problems_of(name, channel, channel.refuses):
            yield str(number), "channels.yaml", place, reason
    for number, place, reason in place_files.problems_of(config.places):
        yield str(number), "places.yaml", place, reason


def _frame_problems(words: Words) -> Iterator[_Problem]:
    """Yield each frame that could not hold what it is for, or holds what nothing fills."""
    for name, slots in _FRAME_SLOTS.items():
        if set(SLOT.findall(getattr(words, name))) != slots:
            wanted = " and ".join(f"{{{slot}}}" for slot in sorted(slots))
            yield "305", "words.yaml", name, f"it must hold {wanted} and no other slot"
    for name in Pointers.model_fields:
        if set(SLOT.findall(getattr(words.pointers, name))) != {"address"}:
            yield "305", "words.yaml", f"pointers.{name}", "it must hold {address} and no other slot"


def _drill_problems(words: Words) -> Iterator[_Problem]:
    """Yield each status whose words could be taken for what is so."""
    for status in Status:
        before, slot, after = words.drill.get(status, "").partition("{text}")
        framed = bool(slot and before.strip() and after.strip()) and SLOT.findall(before + after) == []
        if status is Status.ACTUAL and status in words.drill:
            yield "307", "words.yaml", f"drill.{status}", "what is Actual is no drill; take it out"
        if status is not Status.ACTUAL and not framed:
            yield "307", "words.yaml", f"drill.{status}", "it must hold {text}, with words before and after it"


def _plan_problems(config: Config) -> Iterator[_Problem]:
    """Yield what is wrong with the plan in itself, and what the other files do not know of it."""
    for number, place, reason in plan_rules.problems_of(config.plan, DESK):
        yield str(number), "plan.yaml", place, reason
    for source, classes in config.plan.classes.items():
        if source not in {DESK, *config.sources.sources}:
            yield "105", "plan.yaml", f"classes.{source}", "sources.yaml has no such source"
        for event_type in classes:
            if event_type not in config.words.events:
                yield "106", "plan.yaml", f"classes.{source}.{event_type}", "words.yaml has no phrases for it"


def _source_problems(config: Config) -> Iterator[_Problem]:
    """Yield sources that cannot be what they say, and types that the plan gives no class."""
    for name, source in config.sources.sources.items():
        if name == DESK:
            yield "204", "sources.yaml", f"sources.{name}", "this name is the duty officers' own; choose another"
        for number, place, reason in source_files.problems_of(
            name, source, config.rules_of(name).silence.unread_minutes
        ):
            yield str(number), "sources.yaml", place, reason
        if source.policy and source.policy not in config.feeds.policies:
            yield "206", "sources.yaml", f"sources.{name}.policy", f"feeds.yaml has no policy {source.policy!r}"
        for event_type in config.rules_of(name).types.values():
            if event_type in feed_rules.STATES:
                continue
            if config.plan.class_of(name, event_type) is None:
                reason = f"plan.yaml gives {event_type!r} from source {name!r} no class"
                yield "607", "feeds.yaml", f"policies.{source.policy or name}.types", reason
    for number, place, reason in feed_rules.problems_of(config.feeds):
        yield str(number), "feeds.yaml", place, reason


def _unknown_slots_of(event_type: str, phrases: Phrases) -> Iterator[_Problem]:
    """Yield each slot of an event type's words that nothing would ever fill."""
    for part in ("alert", "update", "cancel", "unlisted"):
        yield from _unknown_slots(f"events.{event_type}.{part}", getattr(phrases, part))
    for name in ("headline", "over"):
        for slot in sorted(set(SLOT.findall(getattr(phrases, name))) - KNOWN_SLOTS):
            yield "303", "words.yaml", f"events.{event_type}.{name}", f"nothing fills the slot {{{slot}}}"


def _unknown_slots(place: str, sentences: tuple[Sentence, ...]) -> Iterator[_Problem]:
    """Yield each slot of a list of sentences that nothing would ever fill."""
    for number, sentence in enumerate(sentences):
        for slot in sorted(sentence.slots - KNOWN_SLOTS):
            yield "303", "words.yaml", f"{place}.{number}", f"nothing fills the slot {{{slot}}}"
