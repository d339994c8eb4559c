"""Pictures: what a file says of itself, which goes with what, and what is refused at the start."""

import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.bootstrap import world
from loudhailer.channels import CHANNELS
from loudhailer.config import Config, load
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import ConfigurationError, PostRejected
from loudhailer.domain.incident import Incident, Manner
from loudhailer.domain.post import Draft, Picture, Variant
from loudhailer.lint.posts import proofread
from loudhailer.picture_files import PictureFile, read_picture
from loudhailer.pictures import picture_of
from tests.builders import an_incident, bilingual_config, shipped_config
from tests.channels.kit import PNG

SHIPPED = sorted((ROOT / "config" / "pictures").glob("*.png"))
FLOOD = Picture("flood.png", "image/png", 1200, 630, "A drawing of a house.")
NAMED = "{ file: flood.png, alt:"


def a_jpeg(width: int, height: int, *, frame: int = 0xC0, filler: int = 0) -> bytes:
    """A JPEG's head: a comment, a table, then the frame that holds the size."""
    comment = b"\xff\xfe" + struct.pack(">H", 6) + b"\xff\xc0ab"  # what looks like a frame inside is none
    table = b"\xff\xc4" + struct.pack(">H", 4) + b"\x00\x00"
    size = b"\xff" * (filler + 1) + bytes([frame]) + struct.pack(">HBHH", 11, 8, height, width)
    return b"\xff\xd8" + comment + table + size + b"\x01\x01\x11\x00"


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (PNG, PictureFile("image/png", 1, 1)),
        (a_jpeg(1200, 630), PictureFile("image/jpeg", 1200, 630)),
        (a_jpeg(640, 480, frame=0xC2, filler=3), PictureFile("image/jpeg", 640, 480)),
        (b"", None),
        (b"GIF89a\x01\x00\x01\x00", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (PNG[:20], None),
        (a_jpeg(1200, 630)[:14], None),
        (a_jpeg(0, 630), None),
        (b"\xff\xd8\xff\xe0\x00\x04\x00\x00nonsense", None),
    ],
)
def test_a_picture_is_known_by_its_head_and_never_by_its_name(body: bytes, read: PictureFile | None) -> None:
    assert read_picture(body) == read


@given(st.binary(max_size=60), st.sampled_from([b"", PNG[:16], b"\xff\xd8\xff", a_jpeg(3, 4)[:20]]))
def test_any_bytes_at_all_are_read_or_are_no_picture(body: bytes, head: bytes) -> None:
    read = read_picture(head + body)
    assert read is None or (read.width > 0 and read.height > 0)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_picture_is_small_and_has_the_shape_that_platforms_show_whole(path: Path) -> None:
    body = path.read_bytes()
    assert len(body) < 60_000
    assert read_picture(body) == PictureFile("image/png", 1200, 630)
    assert path.with_suffix(".svg").exists(), "so that it can be drawn again"


def test_every_shipped_picture_is_named_by_an_event_type() -> None:
    assert set(shipped_config().pictures) == {path.name for path in SHIPPED}


def said(manner: Manner = Manner.PLAIN, event_type: str = "flood", msg_type: MsgType = MsgType.ALERT) -> Picture | None:
    incident: Incident = an_incident(event_type=event_type, manner=manner)
    return picture_of(shipped_config(), incident, msg_type)


def test_an_alert_has_the_picture_of_its_event_type_with_its_size_and_what_it_shows() -> None:
    picture = said()
    assert picture == Picture(
        "flood.png", "image/png", 1200, 630, "A drawing of a house standing in flood water up to its windows."
    )
    assert said(event_type="fire") is None


def test_a_service_of_two_languages_says_in_both_what_a_picture_shows() -> None:
    picture = picture_of(bilingual_config(), an_incident(event_type="flood"), MsgType.ALERT)
    assert picture
    assert picture.alt == (
        "A drawing of a house standing in flood water up to its windows. "
        "Darlun o dŷ yn sefyll mewn llifddwr hyd at ei ffenestri."
    )


@pytest.mark.parametrize(("signs", "languages", "long"), [(300, 1, 0), (301, 1, 1), (601, 2, 0), (602, 2, 1)])
def test_each_language_has_three_hundred_signs_for_a_picture(signs: int, languages: int, long: int) -> None:
    config = (shipped_config, bilingual_config)[languages - 1]()
    draft = Draft("A road is closed.\n\nIssued 5pm.", picture=replace(FLOOD, alt="A" * signs))
    found = proofread(config, an_incident(), MsgType.ALERT, MessageClass.INCIDENT, {Variant.FIRST: draft})
    assert [each.code for each in found].count("W62") == long


def test_a_correction_keeps_the_picture() -> None:
    assert said(Manner.CORRECTION, msg_type=MsgType.UPDATE) is not None


@pytest.mark.parametrize(
    ("manner", "msg_type"),
    [
        (Manner.PLAIN, MsgType.CANCEL),
        (Manner.UNLISTED, MsgType.CANCEL),
        (Manner.WITHDRAWN, MsgType.CANCEL),
        (Manner.STATUS, MsgType.UPDATE),
        (Manner.AMPLIFIED, MsgType.ALERT),
    ],
)
def test_nobody_who_sees_only_the_picture_takes_an_end_for_a_danger_or_others_words_for_ours(
    manner: Manner, msg_type: MsgType
) -> None:
    assert said(manner, msg_type=msg_type) is None


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "config", tmp_path / "config"))


def spoil(directory: Path, right: str, wrong: str, name: str = "words.yaml") -> None:
    path = directory / name
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")


def problem_in(directory: Path) -> str:
    with pytest.raises(ConfigurationError) as refusal:
        load(directory)
    (problem,) = refusal.value.problems
    return problem


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (None, "config/pictures has no readable flood.png; put it there"),
        (b"", "flood.png is not the PNG or JPEG that its name says"),
        (b"GIF89a", "flood.png is not the PNG or JPEG that its name says"),
        (a_jpeg(1200, 630), "flood.png is not the PNG or JPEG that its name says"),
        (PNG + b"x" * 1_000_000, "flood.png is larger than 1 MB; make it smaller"),
    ],
)
def test_a_file_that_cannot_be_shown_is_told_with_its_line(directory: Path, body: bytes | None, reason: str) -> None:
    file = directory / "pictures" / "flood.png"
    file.unlink() if body is None else file.write_bytes(body)
    lines = (directory / "words.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "flood.png" in text)
    assert problem_in(directory) == f"LH308 words.yaml line {line} events.flood.picture.file: {reason}"


def test_a_picture_at_its_limit_is_taken(directory: Path) -> None:
    (directory / "pictures" / "flood.png").write_bytes(PNG + b"x" * (1_000_000 - len(PNG)))
    assert load(directory).pictures["flood.png"] == PictureFile("image/png", 1, 1)


@pytest.mark.parametrize("alt", ["flood.png", "Picture: IMG_1234", "see Flood.JPEG", " "])
def test_words_that_say_nothing_of_the_picture_are_refused(directory: Path, alt: str) -> None:
    spoil(directory, f'{NAMED} "A drawing of a house standing in flood water up to its windows."', f'{NAMED} "{alt}"')
    assert problem_in(directory).startswith("LH309 words.yaml line ")


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        (NAMED, "{ file: ../plan.png, alt:", "picture.file"),
        (NAMED, "{ file: flood.svg, alt:", "picture.file"),
        (NAMED, "{ file: Flood.png, alt:", "picture.file"),
        (NAMED, "{ file: flood.png, title:", "picture"),
        ("A drawing of a house", "x" * 300, "picture.alt"),
        ('"A drawing of a house standing in flood water up to its windows."', '""', "picture.alt"),
    ],
)
def test_a_picture_of_another_shape_is_refused(directory: Path, right: str, wrong: str, place: str) -> None:
    spoil(directory, right, wrong)
    with pytest.raises(ConfigurationError) as refusal:
        load(directory)
    assert all("LH302 words.yaml line " in each and f"events.flood.{place}" in each for each in refusal.value.problems)


@pytest.fixture
def layer(directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The configuration as the functions find it: built by its own Makefile, and imported as what it then is."""
    make = shutil.which("make")
    assert make
    target = tmp_path / "layer"
    command = [make, "-s", "-C", str(directory), "build-ConfigurationLayer", f"ARTIFACTS_DIR={target}"]
    subprocess.run(command, check=True)  # noqa: S603  # our own Makefile
    monkeypatch.syspath_prepend(str(target / "python"))
    world.config.cache_clear()
    yield target / "python" / "loudhailer_config"
    world.config.cache_clear()


def test_the_layer_holds_the_pictures_and_not_what_they_were_drawn_from(layer: Path) -> None:
    assert {path.name for path in (layer / "pictures").iterdir()} == {path.name for path in SHIPPED}
    assert world.config() == shipped_config()


def test_a_channel_reads_its_pictures_from_the_layer(layer: Path) -> None:
    assert world.pictures_of("bluesky")(FLOOD) == (layer / "pictures" / "flood.png").read_bytes()
    (layer / "pictures" / "flood.png").unlink()
    with pytest.raises(PostRejected):
        world.pictures_of("bluesky")(FLOOD)


@pytest.mark.parametrize("file", ["other.png", "../words.yaml", "flood.svg"])
@pytest.mark.usefixtures("layer")
def test_only_what_the_words_name_is_read(file: str) -> None:
    with pytest.raises(PostRejected):
        world.pictures_of("bluesky")(replace(FLOOD, name=file))


@pytest.mark.usefixtures("layer")
def test_a_channel_that_shows_no_pictures_gets_none() -> None:
    for name, words in shipped_config().channels.channels.items():
        if words.pictures:
            assert world.pictures_of(name)(FLOOD)
            assert CHANNELS[name].pictures
        else:
            with pytest.raises(PostRejected):
                world.pictures_of(name)(FLOOD)


def smaller(size: int) -> Config:
    shipped = shipped_config()
    words = shipped.channels.channels["mastodon"].model_copy(update={"size": size})
    channels = {**shipped.channels.channels, "mastodon": words}
    return shipped.model_copy(update={"channels": shipped.channels.model_copy(update={"channels": channels})})


def test_a_server_that_holds_less_is_said_to_in_channels_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "config", lambda: smaller(400))
    limits = world.limits_of(("mastodon", "bluesky"))
    assert (limits["mastodon"].size, limits["bluesky"].size) == (400, 300)
    assert limits["mastodon"].measure("https://a.uk") == 23


def test_a_size_that_is_not_known_to_fit_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "config", lambda: smaller(501))
    with pytest.raises(ConfigurationError, match=r"LH403 channels\.yaml channels\.mastodon\.size: it is more than"):
        world.limits_of(("mastodon",))
