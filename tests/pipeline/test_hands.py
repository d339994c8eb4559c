"""Who had a hand in the words of an incident: none of them can approve them."""

from loudhailer.domain.caller import Behalf, Deed, Role
from tests.pipeline.officers import SILVER, Officers, somebody


def test_everybody_whose_words_may_be_in_it_has_a_hand_in_it() -> None:
    at = Officers()
    first = at.raised(somebody(Role.CONTROL), behalf=Behalf("Cdr Example", "radio"))
    later = at.amended(Deed.UPDATE, first, SILVER, facts={"cause": "fire"})
    assert {"Cdr Example"} < first.alert.hands, "whom it was typed for, and who typed it"
    assert later.alert.hands == first.alert.hands | {"silver"}
