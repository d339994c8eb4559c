"""https://www.w3.org/TR/SVG2/: a card as a picture of 1200 by 630 pixels. The same card is the same bytes. Pure.

Every colour of words stands at 4.5 : 1 or more against its ground, and what is marked is told by its outline as well as
by its colour. Nothing is smaller than eight pixels where a phone shows the card 400 pixels wide. It has a ground of its
own, so it looks the same in the light and in the dark.
"""

import re
from collections.abc import Iterator
from html import escape

from loudhailer.domain.card import Card, Form, Size
from loudhailer.map_card.frame import PANEL, TYPE, Box, Frame, Name, bar_of, frame_of, grid_km, names_of, sign_of
from loudhailer.map_card.typeface import BOLD, MEDIUM, face, readable

WIDTH, HEIGHT = 1200, 630
GROUND, GRID, PAPER = "#f2f1ea", "#dedccf", "#14283c"
INK, LIGHT, QUIET = "#14202b", "#ffffff", "#cfd9e3"
MARK, EDGE = "#c8370c", "#5b1503"
"""What it is about: orange-red within a dark edge, which the colour-blind see as dark on light."""
BLUE, GREEN = "#0b4f9e", "#00602f"
_SENTENCES = re.compile(r"(?<=\.) ")
_PAD = 40
_ROOM = PANEL - 2 * _PAD + 8
_SIZES = range(54, 33, -2)
_TOP, _CLOSE, _LEAD = 52, 1.18, 1.28
_SMALL, _CAPTION, _CREDIT = 27, 28, 24
_SCALE, _COMPASS = Box(958, 486, WIDTH, 566), Box(1116, 12, WIDTH, 112)
_ZOOMS = (1.0, 0.86, 0.74, 0.64)
"""Tried in this order, until every name stands beside the shape."""


def svg_of(card: Card) -> str:
    """Draw a card."""
    frame, road, names = _laid(card)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>',
        *_ground(card, frame),
        *_shape(card, frame),
        road,
        *_names(names),
        *_compass(card),
        *_credit(card),
        *_scale(card, frame),
        *_panel(card),
        "</svg>",
    ]
    return "\n".join(parts)


def _laid(card: Card) -> tuple[Frame, str, list[Name]]:
    """Return the map with most room around it that its names need, the road's sign on it, and the names."""
    tried = []
    for zoom in _ZOOMS:
        frame = frame_of(card, zoom)
        box, road = _number(card, frame)
        names, worse = names_of(card, frame, face(BOLD), [_SCALE, _COMPASS, box])
        tried.append((worse, frame, road, names))
        if not worse:
            break
    _, frame, road, names = min(tried, key=lambda each: each[0])
    return frame, road, names


def _n(value: float) -> str:
    """Write a number of pixels; coordinates far outside are drawn no further out."""
    return f"{min(max(value, -9999.0), 9999.0):.1f}".removesuffix(".0")


def _text(
    text: str, x: float, y: float, size: float, fill: str, *, bold: bool = False, halo: str = "", end: bool = False
) -> str:
    about = ' text-anchor="end"' if end else ""
    if halo:
        about += f' stroke="{halo}" stroke-width="7" stroke-linejoin="round" paint-order="stroke"'
    family = BOLD if bold else MEDIUM
    weight = 700 if bold else 500
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-family="{family}" font-weight="{weight}" font-size="{_n(size)}" '
        f'fill="{fill}"{about}>{escape(text)}</text>'
    )


def _ground(card: Card, frame: Frame) -> Iterator[str]:
    """Yield the lines of a grid, so that the eye has a measure."""
    step = grid_km(frame) * frame.pixels_a_km
    x, y = frame.place(card.points[0])
    lines = [f"M{_n(at)} 0V{HEIGHT}" for at in _steps(x, step, WIDTH)]
    lines += [f"M{PANEL} {_n(at)}H{WIDTH}" for at in _steps(y, step, HEIGHT)]
    yield f'<path d="{"".join(lines)}" stroke="{GRID}" stroke-width="2" fill="none"/>'


def _steps(through: float, step: float, end: float) -> list[float]:
    first = through % step
    return [first + number * step for number in range(int(end / step) + 1)]


def _shape(card: Card, frame: Frame) -> Iterator[str]:
    at = [frame.place(each) for each in card.points]
    if card.form is Form.SPOT:
        (x, y), radius = at[0], card.radius / 1000 * frame.pixels_a_km
        circle = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"'
        yield f'{circle} fill="{MARK}" fill-opacity="0.24"/>'
        yield f'{circle} fill="none" stroke="{EDGE}" stroke-width="5" stroke-dasharray="18 11"/>'
        return
    path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in at)
    joins = 'stroke-linejoin="round" stroke-linecap="round"'
    if card.form is Form.AREA:
        yield f'<path d="{path}Z" fill="{MARK}" fill-opacity="0.34" stroke="{EDGE}" stroke-width="6" {joins}/>'
        return
    yield f'<path d="{path}" fill="none" stroke="{LIGHT}" stroke-width="30" stroke-opacity="0.85" {joins}/>'
    yield f'<path d="{path}" fill="none" stroke="{EDGE}" stroke-width="22" {joins}/>'
    yield f'<path d="{path}" fill="none" stroke="{MARK}" stroke-width="13" {joins}/>'


def _number(card: Card, frame: Frame) -> tuple[Box, str]:
    """Return the road's number on a sign: white on blue for a motorway, on green for an A road, else dark on white."""
    text = readable(card.road, face(BOLD))
    if not text:
        return Box(0, 0, 0, 0), ""
    (x, y), size = sign_of(card, frame), 34
    wide = face(BOLD).width(text, size) / 2 + 16
    box = Box(x - wide, y - 27, x + wide, y + 27)
    motorway, first = text.startswith("M") or "(M)" in text, text.startswith("A")
    ground = BLUE if motorway else GREEN if first else LIGHT
    words = LIGHT if motorway or first else INK
    return (
        box,
        f'<rect x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(2 * wide)}" height="54" rx="9" fill="{ground}" '
        f'stroke="{LIGHT if motorway or first else INK}" stroke-width="4"/>'
        + _text(text, box.left + 16, y + 12.5, size, words, bold=True),
    )


def _names(names: list[Name]) -> Iterator[str]:
    for each in names:
        x, y = each.dot
        if each.size is Size.LANDMARK:
            yield f'<path d="M{_n(x)} {_n(y - 9)}l9 16h-18z" fill="{INK}" stroke="{GROUND}" stroke-width="3"/>'
        else:
            radius = 9 if each.size is Size.TOWN else 6.5
            yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{radius}" fill="{LIGHT}" stroke="{INK}" stroke-width="5"/>'
    for each in names:
        yield _text(each.text, *each.at, TYPE[each.size], INK, bold=each.size is Size.TOWN, halo=GROUND)


def _compass(card: Card) -> Iterator[str]:
    yield f'<path d="M1156 20l15 38-15-9-15 9z" fill="{INK}" stroke="{GROUND}" stroke-width="4" paint-order="stroke"/>'
    if north := readable(card.north, face(BOLD)):
        yield _text(north, 1156 - face(BOLD).width(north, 30) / 2, 92, 30, INK, bold=True, halo=GROUND)


def _scale(card: Card, frame: Frame) -> Iterator[str]:
    """Yield a bar with a round number of miles above it and of kilometres below it."""
    miles, mile, km = (readable(each, face(MEDIUM)) for each in card.units)
    right, y = 1176, 527
    (far, above), (near, below) = bar_of(frame, miles=True), bar_of(frame, miles=False)
    bars = f"M{_n(right - above)} {y - 12}V{y}H{right}v-12M{_n(right - below)} {y + 12}V{y}H{right}v12"
    for width, ink in ((10, GROUND), (4, INK)):
        yield f'<path d="{bars}" fill="none" stroke="{ink}" stroke-width="{width}"/>'
    yield _text(f"{far:g} {mile if far == 1 else miles}", right, y - 12, 26, INK, halo=GROUND, end=True)
    yield _text(f"{near:g} {km}", right, y + 32, 26, INK, halo=GROUND, end=True)


def _credit(card: Card) -> Iterator[str]:
    text = readable(card.credit, face(MEDIUM))
    lines = _fitted(text, _CREDIT, WIDTH - PANEL - 40, 2)
    for below, line in zip(range(len(lines) - 1, -1, -1), lines, strict=True):
        yield _text(line, PANEL + 20, HEIGHT - 16 - 29 * below, _CREDIT, INK, halo=GROUND)


def _panel(card: Card) -> Iterator[str]:
    """Yield the words: the headline as large as it fits, what is marked, when it was issued."""
    yield f'<rect width="{PANEL}" height="{HEIGHT}" fill="{PAPER}"/><rect width="{PANEL}" height="14" fill="{MARK}"/>'
    sentences = _SENTENCES.split(readable(card.stamp, face(MEDIUM)))
    stamp = [line for each in sentences for line in _fitted(each, _SMALL, _ROOM, 2)][:4]
    caption = _fitted(readable(card.caption, face(MEDIUM)), _CAPTION, _ROOM, 4)
    foot = HEIGHT - 34 - len(stamp) * _SMALL * _LEAD
    size, lines = _headline(readable(card.title, face(BOLD)), foot - _TOP - 30 - len(caption) * _CAPTION * _LEAD)
    y = _TOP + size * 0.8
    for line in lines:
        yield _text(line, _PAD, y, size, LIGHT, bold=True)
        y += size * _CLOSE
    y += 8
    for line in caption:
        yield _text(line, _PAD, y, _CAPTION, QUIET)
        y += _CAPTION * _LEAD
    for number, line in enumerate(stamp, 1):
        yield _text(line, _PAD, foot + number * _SMALL * _LEAD, _SMALL, LIGHT)


def _headline(title: str, high: float) -> tuple[int, list[str]]:
    """Return the largest size at which a headline stands whole, with its lines; of one too long the end falls away."""
    bold = face(BOLD)
    for size in _SIZES:
        lines = bold.lines(title, size, _ROOM)
        if len(lines) * size * _CLOSE <= high and all(bold.width(word, size) <= _ROOM for word in title.split(" ")):
            return size, lines
    return _SIZES[-1], _fitted(title, _SIZES[-1], _ROOM, int(high / (_SIZES[-1] * _CLOSE)), bold=True)


def _fitted(text: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """Return as many lines as there is room for; the last one says that there is more."""
    written = face(BOLD if bold else MEDIUM)
    lines = written.lines(text, size, room)
    if len(lines) <= most:
        # Lines of about one length: no last word stands alone.
        even = (written.lines(text, size, room * share / 20) for share in range(10, 21))
        return next(each for each in even if len(each) == len(lines))
    last = lines[most - 1]
    while last and written.width(f"{last}…", size) > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' ,;:.-')}…"]
