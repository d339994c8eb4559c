"""More texts written by hand, by twenty-five other authors than fresh.py's, labelled as corpus.py says.

Whoever wrote them had not read the recogniser nor the other texts.
"""

from tests.privacy.fresh_2_goes import GOES
from tests.privacy.fresh_2_waits import WAITS

FRESH_2 = (*WAITS, *GOES)
