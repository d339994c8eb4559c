"""A card as it is drawn: a whole SVG whatever the words, and a PNG in which what is marked is seen."""

import ast
import re
import struct
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import resvg_py
from hypothesis import given, settings
from hypothesis import strategies as st

from loudhailer import card_painter
from loudhailer.card_painter import painted
from loudhailer.domain.card import Card, Label, Size
from loudhailer.domain.errors import PostRejected
from loudhailer.map_card import drawing
from loudhailer.map_card.drawing import GROUND, INK, LIGHT, MARK, PAPER, QUIET, svg_of
from loudhailer.map_card.frame import bar_of, frame_of
from loudhailer.map_card.typeface import BOLD, FILES, MEDIUM, face, readable
from loudhailer.picture_files import PictureFile, read_picture
from tests.unit.cards import of_the_house, of_the_road, of_the_water

SVG = "{http://www.w3.org/2000/svg}"
LONG = (
    "A4117 closed southbound between the A4118 roundabout and the B4364 junction at "
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch because of a collision with a lorry in flood water"
)
every_shape = pytest.mark.parametrize(
    "card", [of_the_house(), of_the_road(), of_the_water()], ids=["spot", "line", "area"]
)


def pixels(png: bytes) -> Callable[[int, int], str]:
    """Read a PNG of 8 bits a channel without a palette: what colour each pixel has."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) in {(8, 6), (8, 2)}
    many, data, at = (4 if kind == 6 else 3), b"", 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        data += png[at + 8 : at + 8 + size] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += size + 12
    raw, long, rows = zlib.decompress(data), width * many, [bytes(width * many)]
    for number in range(height):
        start = number * (long + 1)
        rows.append(_unfiltered(raw[start], raw[start + 1 : start + 1 + long], rows[-1], many))
    return lambda x, y: "#" + rows[y + 1][x * many : x * many + 3].hex()


def _unfiltered(how: int, line: bytes, above: bytes, many: int) -> bytes:
    if how == 0:
        return line
    if how == 2:
        return bytes((one + up) & 255 for one, up in zip(line, above, strict=True))
    out = bytearray(many) + bytearray(line)
    high = bytes(many) + above
    for at in range(many, len(out)):
        left, up, corner = out[at - many], high[at], high[at - many]
        if how == 1:
            added = left
        elif how == 3:
            added = (left + up) // 2
        else:
            guess = left + up - corner
            added = min((left, up, corner), key=lambda each: abs(guess - each))
        out[at] = (out[at] + added) & 255
    return bytes(out[many:])


def told(card: Card) -> str:
    return " ".join(each.text or "" for each in ET.fromstring(svg_of(card)).iter(f"{SVG}text"))  # noqa: S314  # our own


@every_shape
def test_a_card_is_a_png_of_the_size_that_platforms_show_whole_and_always_the_same(card: Card) -> None:
    body = painted(card)
    assert read_picture(body) == PictureFile("image/png", 1200, 630)
    assert len(body) < 150_000
    assert painted(card) == body


def shrunk(card: Card) -> Callable[[int, int], str]:
    """Draw a card a quarter as wide, and return what colour it has at a pixel of the whole one."""
    seen = pixels(resvg_py.svg_to_bytes(svg_string=svg_of(card), width=300, skip_system_fonts=True))
    return lambda x, y: seen(x // 4, y // 4)


def test_what_is_marked_has_its_colour_and_its_ground_is_no_part_of_it() -> None:
    seen = shrunk(of_the_road())
    counted = Counter(seen(x, y) for x in range(460, 1200, 4) for y in range(0, 628, 4))
    assert counted.most_common(1)[0][0] == GROUND
    assert counted[MARK] > 200
    assert counted[drawing.GREEN] > 50, "the A road's sign"
    assert (seen(20, 400), seen(20, 4)) == (PAPER, MARK)


def test_a_circle_is_shaded_inside_and_an_area_too_and_nothing_beside_them() -> None:
    house, water = of_the_house(), of_the_water()
    frame, _, _ = drawing._laid(house)
    (x, y), radius, seen = frame.place(house.points[0]), house.radius / 1000 * frame.pixels_a_km, shrunk(house)
    inside, outside = (seen(round(x - radius * far), round(y + radius * far)) for far in (0.5, 0.9))
    assert outside == GROUND
    assert int(inside[1:3], 16) - int(inside[5:7], 16) > 40, "reddish"
    frame, _, _ = drawing._laid(water)
    wet, dry = (frame.place(each) for each in ((52.4510, -2.7440), (52.4610, -2.7440)))
    seen = shrunk(water)
    assert seen(round(dry[0]), round(dry[1])) == GROUND
    assert seen(round(wet[0]), round(wet[1])) not in {GROUND, INK}


@every_shape
def test_a_card_says_its_headline_its_time_its_source_and_how_large_it_is(card: Card) -> None:
    words = told(card)
    for said in (card.title, card.stamp, card.credit):
        assert said in words
    assert card.caption.replace("\u00a0", " ") in words.replace("\u00a0", " ")
    assert re.search(r"\b[0-9.]+ miles?\b", words)
    assert re.search(r"\b[0-9.]+ km\b", words)
    assert "not for navigation" in words


@every_shape
def test_the_scale_is_true(card: Card) -> None:
    frame = frame_of(card, 0.86)
    (south, west), (north, _) = card.view
    (x1, y1), (x2, y2) = frame.place((south, west)), frame.place((north, west))
    assert x1 == pytest.approx(x2)
    assert (y1 - y2) / frame.pixels_a_km == pytest.approx((north - south) * 111.195, rel=1e-3)
    miles, long = bar_of(frame, miles=True)
    assert long / frame.pixels_a_km == pytest.approx(miles * 1.609344)


@given(st.text(max_size=400), st.text(max_size=60), st.text(max_size=200), st.text(max_size=30))
@settings(max_examples=60)
def test_whatever_the_words_the_svg_is_whole_and_within_its_frame(
    title: str, name: str, credit: str, road: str
) -> None:
    card = replace(
        of_the_road(), title=title, credit=credit, road=road, labels=(Label(name, (52.437, -2.69), Size.TOWN),)
    )
    root = ET.fromstring(svg_of(card))  # noqa: S314  # our own
    assert {each.tag for each in root.iter()} <= {f"{SVG}{tag}" for tag in ("svg", "rect", "path", "circle", "text")}
    for each in root.iter(f"{SVG}text"):
        assert 0 <= float(each.get("y", "-1")) <= 630
        assert all(ord(sign) in face(BOLD).widths for sign in each.text or "")


@pytest.mark.parametrize(
    "title",
    [
        '</text><script>alert("1")</script>',
        "Fire & smoke <b>now</b> ]]> &amp; \x00\x1b\ud83d",
        "W" * 500,
        LONG,
    ],
)
def test_a_hostile_or_an_endless_headline_stays_in_its_panel(title: str) -> None:
    root = ET.fromstring(svg_of(of_the_water(title)))  # noqa: S314  # our own
    assert not list(root.iter(f"{SVG}script"))
    bold = [each for each in root.iter(f"{SVG}text") if each.get("x") == "40"]
    for each in bold:
        written = face(str(each.get("font-family")))
        assert 40 + written.width(each.text or "", float(each.get("font-size", "0"))) < 452
    lines = [float(each.get("y", "0")) for each in bold]
    assert lines == sorted(lines)
    assert all(below - above > 20 for above, below in pairwise(lines)), "no line is written over another"
    painted(of_the_water(title))


@pytest.mark.parametrize("title", ["حريق في الشارع", "火事", "पानी", "Fire in Straße 火"])
def test_words_that_our_font_cannot_write_are_left_to_the_alt_text_whole(title: str) -> None:
    assert title[:4] not in told(of_the_water(title))
    assert "Issued" in told(of_the_water(title))


@pytest.mark.parametrize(
    "text", ["Dŵr, tŷ, ŵyl: Aberwŷth", "Ω και άλλα", "Пожар в Ёлкине", "Łódź, Größe, ¼ mile “now”"]
)
def test_welsh_greek_and_cyrillic_are_written(text: str) -> None:
    for family in (BOLD, MEDIUM):
        assert readable(text, face(family)) == text
        assert readable(unicodedata.normalize("NFD", text), face(family)) == unicodedata.normalize("NFC", text)
    assert readable("Fire 🔥 now", face(BOLD)) == "Fire now"
    assert readable("🔥🔥", face(BOLD)) == ""


@pytest.mark.parametrize(
    ("words", "ground"), [(INK, GROUND), (LIGHT, PAPER), (QUIET, PAPER), (LIGHT, drawing.GREEN), (LIGHT, drawing.BLUE)]
)
def test_all_words_stand_out_from_their_ground(words: str, ground: str) -> None:
    def light(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(words), light(ground)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


@every_shape
def test_nothing_is_too_small_for_a_phone(card: Card) -> None:
    sizes = [float(size) for size in re.findall(r'font-size="([0-9.]+)"', svg_of(card))]
    assert min(sizes) * 400 / 1200 >= 8


CROWD = tuple(Label(f"Upper Stokeby {each}", (52.43 + each * 0.001, -2.69 + each * 0.002)) for each in range(12))


@pytest.mark.parametrize(
    "card", [of_the_house(), of_the_water(), replace(of_the_road(), labels=CROWD)], ids=["spot", "area", "crowded line"]
)
def test_no_name_is_written_over_another(card: Card) -> None:
    root, known = ET.fromstring(svg_of(card)), {each.name for each in card.labels}  # noqa: S314  # our own
    names = [each for each in root.iter(f"{SVG}text") if each.text in known and float(each.get("x", "0")) > 452]
    assert names
    boxes = []
    for each in names:
        x, y, size = (float(each.get(name, "0")) for name in ("x", "y", "font-size"))
        boxes.append((x, y - size * 0.7, x + face(str(each.get("font-family"))).width(each.text or "", size), y))
    for number, (left, top, right, bottom) in enumerate(boxes):
        for left2, top2, right2, bottom2 in boxes[number + 1 :]:
            assert right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top
        assert left >= 452
        assert right <= 1200


def test_a_card_that_cannot_be_drawn_is_refused_as_any_picture_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicError(BaseException):
        """As the library's own language raises it."""

    def panicking(_card: Card) -> str:
        raise PanicError

    monkeypatch.setattr(drawing, "svg_of", panicking)
    with pytest.raises(PostRejected, match="the map card cannot be drawn: PanicError"):
        painted(of_the_house())
    monkeypatch.setattr(drawing, "svg_of", lambda _card: "<svg")
    with pytest.raises(PostRejected):
        painted(of_the_house())


def test_the_library_is_loaded_when_a_card_is_drawn_and_not_before() -> None:
    tree = ast.parse(Path(card_painter.__file__).read_text(encoding="utf-8"))
    at_once = [ast.unparse(each) for each in tree.body if isinstance(each, ast.Import | ast.ImportFrom)]
    later = {ast.unparse(each) for each in ast.walk(tree) if isinstance(each, ast.Import | ast.ImportFrom)}
    assert not [each for each in at_once if "resvg_py" in each or "map_card" in each]
    assert "import resvg_py" in later


def test_the_font_is_small_and_its_licence_lies_beside_it() -> None:
    fonts = Path(drawing.__file__).parent / "fonts"
    assert {path.name for path in fonts.iterdir()} == {*FILES.values(), "OFL.txt"}
    assert sum(path.stat().st_size for path in fonts.iterdir()) < 800_000
