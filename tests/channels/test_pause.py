"""What Facebook says about the way back, and what a pause in a body may be."""

import httpx
import pytest

from loudhailer.channels._pause import bounded, pause, regain

TWO = """{"17841": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 19}],
          "17842": [{"type": "pages", "call_count": 3, "estimated_time_to_regain_access": 0},
                    {"type": "messenger", "call_count": 80, "estimated_time_to_regain_access": 2}]}"""


@pytest.mark.parametrize(
    ("usage", "seconds"),
    [
        (TWO, 19 * 60),
        ('{"17841": [{"estimated_time_to_regain_access": 0}]}', None),
        ('{"17841": [{"call_count": 28}]}', None),
        ('{"17841": {"estimated_time_to_regain_access": 5}}', None),
        ('{"17841": [{"estimated_time_to_regain_access": "soon"}]}', None),
        ('{"17841": [{"estimated_time_to_regain_access": true}]}', None),
        ('{"17841": [{"estimated_time_to_regain_access": NaN}]}', None),
        ('{"17841": [{"estimated_time_to_regain_access": -3}]}', None),
        ('{"17841": ["busy"]}', None),
        ("[1, 2]", None),
        ("{", None),
        ("[" * 100_000, None),
        ("", None),
    ],
)
def test_the_way_back_is_the_longest_that_any_business_has(usage: str, seconds: float | None) -> None:
    assert regain(httpx.Headers({"X-Business-Use-Case-Usage": usage})) == seconds


def test_an_absurd_way_back_is_an_hour() -> None:
    for minutes in ("1e300", "Infinity", "99999999"):
        headers = httpx.Headers({"X-App-Usage": f'{{"estimated_time_to_regain_access": {minutes}}}'})
        assert pause(headers) == 3600


def test_what_is_no_number_is_half_a_minute() -> None:
    assert bounded(float("nan")) == 30
    assert (bounded(float("inf")), bounded(-1)) == (3600, 0)
