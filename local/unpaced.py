"""A configuration for measuring and testing at full speed: as it is shipped, but that nothing is ever too much."""

import re
import shutil
from pathlib import Path

import yaml

from local.deploy import ROOT

_PACE = re.compile(r"(\bevery_minutes: )[0-9]+")
_MOST = re.compile(r"(\bmost: )[0-9]+")
_BELIEVED = {"most": 1000, "minutes": 1}
"""More new alerts of one source than any test or benchmark tells within a minute."""


def unpaced(folder: Path) -> Path:
    """Write it into `folder` and return that.

    No budget is used up, no source is braked, no place is too far, every feed is asked whenever it is ordered. What
    counts still counts.
    """
    shutil.copytree(ROOT / "config", folder, dirs_exist_ok=True)
    file = folder / "channels.yaml"
    file.write_text(_MOST.sub(r"\g<1>1000000", file.read_text(encoding="utf-8")), encoding="utf-8")
    sources = folder / "sources.yaml"
    sources.write_text(_PACE.sub(r"\g<1>1", sources.read_text(encoding="utf-8")), encoding="utf-8")
    policies = folder / "feeds.yaml"
    taken = yaml.safe_load(policies.read_text(encoding="utf-8"))
    for policy in taken["policies"].values():
        policy["doubts"] = policy.get("doubts", {}) | _BELIEVED
    # What tests and benchmarks tell of lies all over the country.
    taken["area"]["names"] = []
    # The order stays: of a source's words the first that fit give the event type.
    policies.write_text(yaml.safe_dump(taken, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder
