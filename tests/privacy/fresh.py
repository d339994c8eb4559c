"""Texts written by hand in the manner of some twenty authors, labelled as corpus.py says, to tune a recogniser on.

Whoever wrote them had not read the recogniser nor the other texts. What nobody tunes on stands in blind.py.
"""

from tests.privacy.fresh_goes import GOES
from tests.privacy.fresh_waits import WAITS

FRESH = (*WAITS, *GOES)
