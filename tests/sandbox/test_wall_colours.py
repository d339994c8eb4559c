"""White text stands on every channel's colour, light and dark (WCAG 2.2, 1.4.3)."""

import re
from pathlib import Path

import pytest

from local.sandbox import wall
from local.sandbox.registry import STAND_INS

LIGHT, DARK = (
    Path(wall.__file__).with_name("wall.css").read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")
)
ENOUGH = 4.5


def hue(name: str, scheme: str) -> str:
    (found,) = re.findall(rf"--{name}-hue: #([0-9a-f]{{6}});", scheme)
    return str(found)


def contrast_with_white(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize("name", [*STAND_INS, "page", "other"])
@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_white_text_can_be_read_on_a_channel_s_colour(name: str, scheme: str) -> None:
    assert contrast_with_white(hue(name, scheme)) >= ENOUGH


@pytest.mark.parametrize("name", STAND_INS)
def test_a_channel_s_colour_is_used(name: str) -> None:
    assert f'.channel[data-channel="{name}"] {{ --hue: var(--{name}-hue); }}' in DARK


def test_a_colour_that_is_too_light_is_seen() -> None:
    assert contrast_with_white("ffffff") == pytest.approx(1)
    assert contrast_with_white("777777") < ENOUGH < contrast_with_white("767676")
