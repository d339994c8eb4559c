"""What of a machine's incident may be told: dwellings coarsened, and a person first for all else that is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.incident import Sensitivity
from loudhailer.privacy import found_in
from loudhailer.privacy.discretion import discreet, flags_of
from tests.builders import an_incident
from tests.privacy import corpus

S = Sensitivity


def test_what_holds_nothing_is_told_as_it_is() -> None:
    incident = an_incident(headline="Two lanes closed near junction 14")
    assert discreet(incident) is incident


def test_a_dwelling_is_coarsened_and_goes_by_itself() -> None:
    told = discreet(an_incident(event_type="fire", facts={"place": "at 14 Mill Lane, Stokeby ST99 7QR"}))
    assert told.facts == {"place": "at Mill Lane, Stokeby ST99"}
    assert told.sensitivities == ()


@pytest.mark.parametrize(
    ("place", "flag"),
    [
        ("on the bridge, person threatening to jump", S.SELF_HARM),
        ("near Stokeby, two people taken to hospital", S.CASUALTIES),
        ("near Stokeby, ask for Mrs Testford", S.PERSONAL),
        ("at Stokeby, car AB12 CDE", S.PERSONAL),
        ("at Stokeby, believed deliberate ignition", S.ARSON),
        ("at Stokeby, child trapped", S.CHILDREN),
    ],
)
def test_a_fact_that_holds_more_is_taken_out_and_the_incident_flagged(place: str, flag: Sensitivity) -> None:
    told = discreet(an_incident(facts={"road": "A38", "place": place}))
    assert told.facts == {"road": "A38"}
    assert flag in told.sensitivities


def test_what_its_source_says_beside_the_facts_tells_what_it_is() -> None:
    told = discreet(an_incident(headline="A38 closed, concern for welfare, person on wrong side of barrier"))
    assert S.SELF_HARM in told.sensitivities
    assert told.facts == an_incident().facts
    # Whom it names is not published, so it flags nothing.
    assert discreet(an_incident(headline="A38 closed, contact Mrs Testford")).sensitivities == ()


def test_somebody_s_message_is_flagged_and_kept_for_whoever_reads_it() -> None:
    message = "Have you met John Testford of Stokeby?"
    told = discreet(an_incident(event_type="campaign", facts={"title": "Appeal", "message": message}))
    assert (told.facts["message"], told.sensitivities) == (message, (S.PERSONAL,))


def test_another_language_is_looked_at_too() -> None:
    told = discreet(an_incident(translations={"cy": {"place": "ger Stokeby, dau wedi'u hanafu"}}))
    assert told.sensitivities == (S.CASUALTIES,)
    assert told.translations == {"cy": {}}


def test_flags_that_its_source_set_stay() -> None:
    assert discreet(an_incident(sensitivities=("police_led",))).sensitivities == (S.POLICE_LED,)


_found = st.sampled_from([each.words for each in corpus.known() if each.kinds])
_text = st.builds("{} {} {}".format, st.text(max_size=20), _found, st.text(max_size=20)) | st.text(max_size=80)


@given(st.dictionaries(st.sampled_from(["road", "place", "area", "warning"]), _text, max_size=4))
def test_nothing_that_is_found_is_left_in_a_fact(facts: dict[str, str]) -> None:
    told = discreet(an_incident(facts=facts))
    assert all(found_in(text) == () for text in told.facts.values())
    assert set(told.facts) <= set(facts)
    assert discreet(told) == told
    assert set(flags_of(each.kind for text in told.facts.values() for each in found_in(text))) == set()
