"""What reading a feed costs: `python -m benchmarks.feeds`.

A seeded DATEX II snapshot of 4 MB is opened, checked and read into incidents. Printed: the seconds of the processor
that this takes, those that defusedxml alone takes to parse the same bytes, their ratio, and the memory at the peak of
each.
"""

import gc
import json
import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from defusedxml.ElementTree import fromstring

from loudhailer.feeds import Policy, datex2

_BYTES = 4_000_000
_ROUNDS = 9
_SEED = 2026
_BEGAN = datetime(2026, 7, 20, 6, 0, tzinfo=UTC)
_RESTRICTED = "restrictedToAuthoritiesTrafficOperatorsAndPublishers"
_KINDS = (
    ("Accident", "<accidentType>accident</accidentType>", "Road traffic collision"),
    ("AbnormalTraffic", "<abnormalTrafficType>unspecifiedAbnormalTraffic</abnormalTrafficType>", "Congestion"),
    ("VehicleObstruction", "<vehicleObstructionType>brokenDownVehicle</vehicleObstructionType>", "Broken down vehicle"),
    ("MaintenanceWorks", "<roadMaintenanceType>repairWork</roadMaintenanceType>", "Pothole repairs are planned"),
    (
        "RoadOrCarriagewayOrLaneManagement",
        "<roadOrCarriagewayOrLaneManagementType>laneClosures</roadOrCarriagewayOrLaneManagementType>",
        "Lane closures",
    ),
)


def main() -> int:
    """Measure and print a table."""
    document = snapshot(_BYTES)
    policy = Policy(source="ntis", public=(_RESTRICTED,))
    incidents = len(datex2.parse(document, policy).incidents)
    bare, read = [], []
    for _ in range(_ROUNDS):
        # In turns, so that what else the machine does strikes both.
        bare.append(_seconds(lambda: fromstring(document)))
        read.append(_seconds(lambda: datex2.parse(document, policy)))
    figures = {
        "bytes": len(document),
        "incidents": incidents,
        "defusedxml_seconds": round(min(bare), 3),
        "read_seconds": round(min(read), 3),
        "ratio": round(min(read) / min(bare), 2),
        "defusedxml_peak_mib": _peak(lambda: fromstring(document)),
        "read_peak_mib": _peak(lambda: datex2.parse(document, policy)),
    }
    for name, value in figures.items():
        print(f"{name:34} {json.dumps(value)}")
    return 0


def snapshot(size: int) -> bytes:
    """Return a list of road events of about so many bytes, the same at each call, in the shape that NTIS sends."""
    chance = random.Random(_SEED)  # noqa: S311  # it generates figures, not secrets
    head = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><d2LogicalModel modelBaseVersion="2" '
        'xmlns="http://datex2.eu/schema/2/2_0"><exchange><supplierIdentification><country>gb</country>'
        "<nationalIdentifier>NTIS</nationalIdentifier></supplierIdentification></exchange>"
        '<payloadPublication xsi:type="SituationPublication" lang="en" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><feedType>Event Data</feedType>'
        f"<publicationTime>{_BEGAN.isoformat()}</publicationTime>"
    )
    parts, length = [head], len(head)
    while length < size:
        parts.append(_situation(950_000 + len(parts), chance))
        length += len(parts[-1])
    return "".join((*parts, "</payloadPublication></d2LogicalModel>")).encode()


def _situation(number: int, chance: random.Random) -> str:
    name, kind, reason = chance.choice(_KINDS)
    start = _BEGAN - timedelta(minutes=chance.randint(1, 5_000))
    end, version = start + timedelta(minutes=chance.randint(5, 9_000)), start + timedelta(seconds=chance.randint(1, 60))
    road, junction = f"{chance.choice('AM')}{chance.randint(1, 699)}", chance.randint(1, 40)
    where = f"The {road} {chance.choice(('north', 'south'))}bound between junctions J{junction} and J{junction + 1} "
    lanes = "".join(
        f"<individualLane><laneIdentifier>lane{lane}</laneIdentifier><laneStatus>normal</laneStatus></individualLane>"
        for lane in range(1, chance.randint(2, 5))
    )
    said = "".join(
        f"<value>{label} : {value}</value>"
        for label, value in (
            ("TYPE", "GDP"),
            ("Event Location", where),
            ("Delay (freeflow)", "There are currently delays of 10 minutes against free flowing traffic"),
            ("Event Reason", reason),
            ("Event Status", "Currently Active"),
            ("Return To Normal", "Normal traffic conditions are expected between 10:00 and 10:15"),
        )
    )
    return (
        f'<situation version="" id="{number}"><headerInformation><areaOfInterest>national</areaOfInterest>'
        f"<confidentiality>{_RESTRICTED}</confidentiality><informationStatus>real</informationStatus>"
        f'</headerInformation><situationRecord xsi:type="{name}" version="" id="{number}">'
        f"<situationRecordCreationReference>UF-26-07-20-{number}</situationRecordCreationReference>"
        f"<situationRecordCreationTime>{start.isoformat()}</situationRecordCreationTime>"
        f"<situationRecordVersionTime>{version.isoformat()}</situationRecordVersionTime>"
        "<probabilityOfOccurrence>certain</probabilityOfOccurrence><severity>low</severity>"
        "<source><sourceIdentification>NTIS System</sourceIdentification><sourceExtension><sourceSituation>"
        f"<sourceSituationCreationTime>{start.isoformat()}</sourceSituationCreationTime></sourceSituation>"
        "</sourceExtension></source><validity><validityStatus>active</validityStatus><validityTimeSpecification>"
        f"<overallStartTime>{start.isoformat()}</overallStartTime><overallEndTime>{end.isoformat()}</overallEndTime>"
        "</validityTimeSpecification></validity><impact><capacityRemaining>100.0</capacityRemaining>"
        "<numberOfLanesRestricted>0</numberOfLanesRestricted><numberOfOperationalLanes>3</numberOfOperationalLanes>"
        "<originalNumberOfLanes>3</originalNumberOfLanes><delays><delayTimeValue>480.0</delayTimeValue>"
        "<delaysExtension><relativeDelays><delayOverFreeFlow>480.0</delayOverFreeFlow></relativeDelays>"
        "</delaysExtension></delays><impactExtension><impactDetails>"
        f"<individualLanesStatus>{lanes}</individualLanesStatus></impactDetails></impactExtension></impact>"
        f"<generalPublicComment><comment><values>{said}</values></comment></generalPublicComment>"
        '<groupOfLocations xsi:type="NonOrderedLocationGroupByList"><locationContainedInGroup xsi:type="Point">'
        f"<locationForDisplay><latitude>{chance.uniform(50.5, 55):.6f}</latitude>"
        f"<longitude>{chance.uniform(-4, 0):.6f}</longitude></locationForDisplay></locationContainedInGroup>"
        '<locationContainedInGroup xsi:type="LocationByReference"><predefinedLocationReference '
        f'targetClass="PredefinedLocation" version="214.0" id="{chance.randint(10**8, 2 * 10**8)}"/>'
        "</locationContainedInGroup></groupOfLocations><management><lifeCycleManagement><cancel>false</cancel>"
        "<end>false</end></lifeCycleManagement><managementExtension><situationManagement>"
        "<confirmedBy>NTCC-TCC System</confirmedBy><rccInformation><allocatedRcc>North East RCC</allocatedRcc>"
        f"</rccInformation></situationManagement></managementExtension></management>{kind}"
        "</situationRecord></situation>"
    )


def _seconds(work: Callable[[], object]) -> float:
    """Return the seconds of the processor that it takes."""
    gc.collect()
    began = time.process_time()
    done = work()
    took = time.process_time() - began
    del done
    return took


def _peak(work: Callable[[], object]) -> float:
    """Return the memory in MiB that it takes at its peak."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return round(peak / 2**20, 1)


if __name__ == "__main__":
    sys.exit(main())
