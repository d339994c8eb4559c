"""What a card says: how large what is drawn is, what stands in small print, and the whole of it for whoever sees none.

The words come from the caller, so that a second language can be drawn; the defaults are British English.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from loudhailer.domain.card import Form

LONGEST_ALT, _LEAST_OF_A_TITLE = 300, 100
_KM_A_MILE = 1.609344
_WHOLE_MILES, _WHOLE_KM = 3, 5


@dataclass(frozen=True, slots=True)
class CardWords:
    """The fixed words of a card, with their slots.

    {title} is the alert's headline, {across} a distance in the words of `distance`, {places} one or two names in those
    of `pair`. `mile` stands after the number 1. No line ends at a no-break space.
    """

    alt: str = "Map: {title}. {caption}"
    spot: str = "Somewhere in the shaded circle, about {across} across."
    line: str = "The marked stretch is about {across} from end to end."
    area: str = "The shaded area is about {across} across."
    near: str = "Near {places}."
    pair: str = "{one} and {other}"
    distance: str = "{miles}\u00a0{mile_or_miles} ({km}\u00a0{kilometres})"
    mile: str = "mile"
    miles: str = "miles"
    kilometres: str = "kilometres"
    km: str = "km"
    north: str = "N"
    credit: str = "Simplified map, not for navigation."

    def caption(self, form: Form, across_km: float) -> str:
        """Say how large what is drawn is."""
        said = {Form.SPOT: self.spot, Form.LINE: self.line, Form.AREA: self.area}[form]
        return said.replace("{across}", self._far(across_km))

    def alt_text(self, title: str, caption: str, places: Sequence[str]) -> str:
        """Say all that the card shows in at most 300 signs; of a long title the end falls away.

        A place that the title names already is not named again.
        """
        new = [name for name in places if name.casefold() not in title.casefold()][:2]
        near = self.near.replace("{places}", self._pair(new)) if new else ""
        title = title.rstrip(". ")
        for rest in (f"{caption} {near}".rstrip(), caption, ""):
            around = self.alt.replace("{caption}", rest.replace("\u00a0", " ")).rstrip()
            room = LONGEST_ALT - len(around.replace("{title}", ""))
            if len(title) <= room or (rest == caption and room >= _LEAST_OF_A_TITLE):
                break
        return around.replace("{title}", _cut(title, room))

    def _pair(self, names: Sequence[str]) -> str:
        if len(names) == 1:
            return names[0]
        one, other = names
        return "".join({"{one}": one, "{other}": other}.get(part, part) for part in _parts(self.pair))

    def _far(self, km: float) -> str:
        miles = _rounded(km / _KM_A_MILE, _WHOLE_MILES)
        slots = {
            "{miles}": miles,
            "{mile_or_miles}": self.mile if miles == "1" else self.miles,
            "{km}": _rounded(km, _WHOLE_KM),
            "{kilometres}": self.kilometres,
        }
        return "".join(slots.get(part, part) for part in _parts(self.distance))


ENGLISH = CardWords()


def _rounded(number: float, whole_from: int) -> str:
    """Write a number as people say it: with a decimal only where it is small."""
    return f"{number:.0f}" if number >= whole_from else f"{number:.1f}".removesuffix(".0")


def _parts(said: str) -> list[str]:
    """Part a sentence at its slots, so that what fills one slot is never taken for another."""
    return said.replace("{", "\0{").replace("}", "}\0").split("\0")


def _cut(title: str, room: int) -> str:
    """Return a title, or as many whole words of it as there is room for."""
    if len(title) <= room:
        return title
    kept = title[: room - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip(" ,;:.-") + "…"
