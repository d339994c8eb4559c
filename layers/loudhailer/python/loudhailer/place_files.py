"""`config/places.yaml`: the names that a map card writes beside what it shows. Without the file a card has no names."""

from collections.abc import Iterator
from math import isfinite

from pydantic import BaseModel, ConfigDict, Field, field_validator

from loudhailer.domain.card import Label, Size


class _Strict(BaseModel):
    """We own this file: an unknown key is a mistake, not the future."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Strict):
    """A town, a village or a landmark that people know: its name, where it is (WGS 84 degrees) and what it is.

    `names` has its name in other languages (BCP 47), where that is another one.
    """

    name: str = Field(min_length=1, max_length=40, pattern=r"^\S[^\r\n]*$")
    lat: float = Field(ge=-85, le=85)
    lon: float = Field(ge=-180, le=180)
    kind: Size = Size.VILLAGE
    names: dict[str, str] = {}

    @field_validator("lat", "lon")
    @classmethod
    def _a_number(cls, degrees: float) -> float:
        if not isfinite(degrees):
            raise ValueError("write a number of degrees")
        return degrees


class PlaceFile(_Strict):
    """All of the file: the service's own gazetteer."""

    places: tuple[Place, ...] = Field(default=(), max_length=500)

    def labels(self, language: str) -> tuple[Label, ...]:
        """Return the names in a language, else in the first."""
        names = self.names_in(language)
        return tuple(Label(names.get(each.name, each.name), (each.lat, each.lon), each.kind) for each in self.places)

    def names_in(self, language: str) -> dict[str, str]:
        """Return names that are others in a language, by the first one's; of `cy-GB` also what stands under `cy`."""
        base = language.partition("-")[0]
        return {each.name: said for each in self.places if (said := each.names.get(language) or each.names.get(base))}


def problems_of(file: PlaceFile) -> Iterator[tuple[int, str, str]]:
    """Yield what is wrong with the names together: number, place in the file, reason."""
    seen: dict[tuple[str, float, float], int] = {}
    for number, each in enumerate(file.places):
        same = (each.name.casefold(), each.lat, each.lon)
        if (first := seen.setdefault(same, number)) != number:
            yield 803, f"places.{number}.name", f"it is the same place as number {first + 1}; take one out"
        if (each.lat, each.lon) == (0, 0):
            yield 804, f"places.{number}.lat", f"{each.name!r} lies at 0, 0, where there is only sea; write where it is"
        for language, name in each.names.items():
            if not name.strip() or "\n" in name:
                yield 805, f"places.{number}.names.{language}", "it is no name; write one, or take the line out"
