"""The files in `config/`: read once, checked whole, refused with a number for every problem.

`plan.yaml` says what may leave at which level, `sources.yaml` who may speak, `feeds.yaml` how what they say is taken,
`words.yaml` how it is said, `languages.yaml` in which languages, `words.<language>.yaml` how in the other one,
`channels.yaml` how each channel speaks, `places.yaml`, which may be missing, what maps name. Problems are numbered by
file: LH1nn plan, LH2nn sources, LH3nn words, LH4nn channels, LH6nn feeds, LH7nn languages, LH8nn places; nn 01 = cannot
be read, 02 = wrong shape, 03 and up = does not fit, in itself or the other files.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml
from pydantic import BaseModel, Field, ValidationError

from loudhailer import feed_rules, phrases, place_files, plan_rules, purse, source_files, tongues
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import ConfigurationError
from loudhailer.feed_rules import FeedFile, FeedRules
from loudhailer.phrases import Strict, Words
from loudhailer.picture_files import PictureFile, read_picture
from loudhailer.place_files import PlaceFile
from loudhailer.plan import Plan
from loudhailer.purse import Purse
from loudhailer.source_files import Sources
from loudhailer.tongues import Languages, OtherWords, Unreviewed
from loudhailer.yaml_lines import Lines, OnceOnly

DESK = "desk"
"""The source of what duty officers raise by hand; it is no system, so sources.yaml does not name it."""
LARGEST_PICTURE = 1_000_000
"""The bytes of a picture that every platform takes, and that a reader on a bad connection waits for."""
_MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}
_FILE_NAME = re.compile(r"(?i)\.(png|jpe?g|gif|svg|webp)\b|\bIMG_[0-9]")

_Problem = tuple[str, str, str, str]
"""A number, a file, a place and a reason."""
_File = TypeVar("_File", bound=BaseModel)


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


class ChannelFile(Strict):
    """How each channel speaks. Of more than `digest_over` alerts that waited through an outage, one digest tells."""

    digest_over: int = Field(default=20, ge=2, le=200)
    channels: dict[str, ChannelWords]

    def of(self, name: str) -> ChannelWords:
        """Return how a channel speaks; one of which the file says nothing does as most do."""
        return self.channels.get(name, ChannelWords())


class Config(Strict):
    """All of `config/`, checked against itself. `pictures` are the files that the words name.

    `words` are those of the first language, `others` those of the second where two are published; `unread` says by
    language of which event types nobody who speaks it well has read the words.
    """

    plan: Plan
    sources: Sources
    words: Words
    channels: ChannelFile
    feeds: FeedFile = FeedFile()
    languages: Languages = Languages()
    others: tuple[Words, ...] = ()
    unread: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    pictures: dict[str, PictureFile] = Field(default_factory=dict)
    places: PlaceFile = PlaceFile()

    @property
    def tongues(self) -> tuple[Words, ...]:
        """Return the words of each published language, those that officers write in first."""
        return (self.words, *self.others)

    def rules_of(self, source: str) -> FeedRules:
        """Return how what a source says is taken."""
        known = self.sources.sources.get(source)
        return self.feeds.of(known.policy or source if known else source)


def load(directory: Traversable, *, speaking: Sequence[str] = ()) -> Config:
    """Read and check the directory; raise `ConfigurationError` with every problem found, not only the first.

    Whoever only wants to look may name the languages that it is `speaking` beside its first, in the place of
    languages.yaml; nobody need have read their words then.
    """
    problems: list[str] = []
    plan = _read(directory.joinpath("plan.yaml"), Plan, 1, problems)
    sources = _read(directory.joinpath("sources.yaml"), Sources, 2, problems)
    words = _read(directory.joinpath("words.yaml"), Words, 3, problems)
    channels = _read(directory.joinpath("channels.yaml"), ChannelFile, 4, problems)
    taken = _read(directory.joinpath("feeds.yaml"), FeedFile, 6, problems)
    languages = _read(directory.joinpath("languages.yaml"), Languages, 7, problems)
    if languages and speaking:
        publish = tuple(dict.fromkeys((languages.publish[0], *speaking)))
        languages = languages.model_copy(update={"publish": publish, "unreviewed": Unreviewed.ALLOW})
        if len(publish) > 2:  # noqa: PLR2004  # as Languages has it
            problems.append(f"LH702 languages.yaml publish: at most two languages, not {', '.join(publish)}")
    unread: dict[str, tuple[str, ...]] = {}
    others = _others(directory, words, languages, problems, unread) if words and languages else ()
    names = directory.joinpath("places.yaml")
    places = _read(names, PlaceFile, 8, problems) if names.is_file() else PlaceFile()
    if plan and sources and words and channels and taken and languages and places and not problems:
        pictures, unseen = _pictures(directory, words)
        config = Config(
            plan=plan,
            sources=sources,
            words=words,
            channels=channels,
            feeds=taken,
            languages=languages,
            others=others,
            unread=unread,
            pictures=pictures,
            places=places,
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


def _others(
    directory: Traversable,
    words: Words,
    languages: Languages,
    problems: list[str],
    unread: dict[str, tuple[str, ...]],
) -> tuple[Words, ...]:
    """Read the words of the second language, in the shape of the first's, and note what is `unread`; or why not."""
    if words.language != languages.publish[0]:
        place, reason = "publish", f"the first must be that of words.yaml, which is {words.language}"
        problems.append(_told("703", directory.joinpath("languages.yaml"), place, reason))
        return ()
    read = []
    for language in languages.publish[1:]:
        path = directory.joinpath(f"words.{language}.yaml")
        other = _read(path, OtherWords, 7, problems)
        if other is None:
            continue
        found = [_told(number, path, place, why) for number, place, why in tongues.problems_of(words, other, languages)]
        problems.extend(found)
        if not found:
            read.append(tongues.joined(words, other))
            unread[language] = tongues.unread(other)
    return tuple(read)


def _pictures(directory: Traversable, words: Words) -> tuple[dict[str, PictureFile], list[_Problem]]:
    """Read what each picture says of itself; return them by name, and what is wrong with them or their words."""
    pictures: dict[str, PictureFile] = {}
    problems: list[_Problem] = []
    for event_type, said in words.events.items():
        if (shown := said.picture) is None:
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
    for words in config.tongues:
        name = "words.yaml" if words is config.words else f"words.{words.language}.yaml"
        for code, place, reason in phrases.problems_of(words):
            yield code, name, place, reason
    for each in MessageClass:
        if each not in config.words.expires_after_minutes:
            yield "304", "words.yaml", "expires_after_minutes", f"{each} is missing; nothing may wait for ever"
    for name, channel in config.channels.channels.items():
        for number, place, reason in purse.problems_of(name, channel, channel.refuses):
            yield str(number), "channels.yaml", place, reason
    for number, place, reason in place_files.problems_of(config.places):
        yield str(number), "places.yaml", place, reason


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
