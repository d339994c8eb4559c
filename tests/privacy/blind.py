"""Texts written by hand like those of fresh.py, of other people, places and phrasings, to measure a recogniser on.

Nobody tunes on them: whoever works on `loudhailer.privacy` reads neither these nor which of them failed, only figures
by kind.
"""

from tests.privacy.blind_goes import GOES
from tests.privacy.blind_waits import WAITS

BLIND = (*WAITS, *GOES)
