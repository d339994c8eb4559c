"""CAP, read by eye. The identifier of an alert is its own, or that of the oldest one that it references."""

from tests.feeds.real.rows import Read, Refused, Row, Told

WAINFLEET = "River Steeping in Wainfleet All Saints"
TSUNAMI = (
    "Coastal areas between and including Unimak Pass, Alaska (80 miles NE of Dutch Harbor) "
    "to Amchitka Pass, Alaska (125 miles W of Adak)"
)
TONGA = (
    "185 miles (298 km) NNE of Neiafu, Tonga; 186 miles (299 km) SSW of APIA, Samoa; "
    "211 miles (340 km) SW of PAGO PAGO, American Samoa and other areas"
)
SALVADOR = (
    "47 miles (76 km) SSW of Usulután, Usulután, El Salvador; 53 miles (86 km) S of Zacatecoluca, La Paz, "
    "El Salvador and other areas"
)


def one(told: Told, **more: tuple[str, ...]) -> Read:
    """Return the row of a document of one alert."""
    return Read("cap", (told,), **more)  # type: ignore[arg-type]  # the names of Read's own texts


def warned(own: str, updated: str, expires: str, levels: str, *said: str, **more: object) -> Told:
    """Return an alert; what is said are its warning and its area, as far as it has one."""
    warning, area = (*said, "")[:2]
    return Told(
        own,
        updated,
        expires=expires,
        levels=levels,
        facts={"warning": warning, "area": area},
        **more,  # type: ignore[arg-type]  # the names of Told's own fields
    )


SMHI = [
    ("1552396920785", "13:51:46Z", "13:22:00Z"),
    ("1552397021959", "13:51:46Z", "13:23:41Z"),
    ("1552397145588", "13:51:46Z", "13:25:45Z"),
    ("1552397213056", "13:51:46Z", "13:26:53Z"),
    ("1552397401981", "13:51:46Z", "13:30:01Z"),
    ("1552397565782", "13:51:46Z", "13:32:45Z"),
    ("1552397567326", "13:51:46Z", "13:32:47Z"),
    ("1552397668242", "13:51:46Z", "13:34:28Z"),
    ("1552404191814", "15:37:16Z", "15:23:11Z"),
    ("1552404310415", "15:37:16Z", "15:25:10Z"),
    ("1552404448769", "15:37:16Z", "15:27:28Z"),
    ("1552404653372", "15:37:16Z", "15:30:53Z"),
    ("1552404720317", "15:37:16Z", "15:32:00Z"),
    ("1552404771906", "15:37:16Z", "15:32:51Z"),
    ("1552404821040", "15:37:16Z", "15:33:41Z"),
    ("1552404975411", "15:37:16Z", "15:36:15Z"),
    ("1552405011762", "15:37:16Z", "15:36:51Z"),
]
CAP: dict[str, Row] = {
    "cap/uk-ea-wainfleet-severe-alert.xml": Read(
        "cap",
        (
            warned(
                "50385fcb0ab7aa447bbd46d848ce8466E",
                "2020-02-16T23:01:13Z",
                "2020-02-26T23:01:14Z",
                "Severe Immediate Likely",
                "Severe Flood Warning",
                WAINFLEET,
                kind="severe_flood_warning",
                point=(53.10668, 0.24211),
            ),
        ),
        policy="environment_agency",
    ),
    "cap/uk-ea-wainfleet-cancel.xml": Read(
        "cap",
        (
            warned(
                "50385fcb0ab7aa447bbd46d848ce8466E",
                "2020-02-16T23:02:26Z",
                "2020-02-16T23:30:13Z",
                "Severe Immediate Likely",
                "Severe Flood Warning",
                WAINFLEET,
                kind="severe_flood_warning",
                phase="closed",
            ),
        ),
        policy="environment_agency",
    ),
    "cap/uk-ea-windemere-multipolygon.xml": Read(
        "cap",
        (
            warned(
                "4f6d28b10ab7aa447bbd46d85f1e9effE",
                "2020-02-16T23:01:13Z",
                "2020-02-26T23:01:14Z",
                "Severe Immediate Likely",
                "Severe Flood Warning",
                "Windemere",
                kind="severe_flood_warning",
            ),
        ),
        policy="environment_agency",
    ),
    "cap/uk-ea-defra-service-update.xml": Read(
        "cap",
        (
            warned(
                "4eb3b7350ab7aa443650fc9351f02940E10",
                "2026-05-28T11:00:02Z",
                "2026-05-29T11:00:02Z",
                "Minor Immediate Likely",
                "Flood Alert",
                "test area description",
                kind="flood_alert",
                status="Test",
                point=(),
            ),
        ),
        policy="environment_agency",
    ),
    "cap/alertswiss-landslide.json": Refused("not known"),
    "cap/alertswiss-landslide-as-cap.xml": one(
        warned(
            "POA-1222963954-5",
            "2025-05-20T10:41:00Z",
            "",
            "Moderate Unknown Unknown",
            "Falling rocks, landslide",
            "Sonvico - Denti della vecchia",
        )
    ),
    "cap/alertswiss-test-status.xml": one(
        warned(
            "TEST-1163",
            "2025-06-21T06:07:00Z",
            "",
            "Unknown Unknown Unknown",
            "Cap Test Event",
            status="Test",
            point=(),
        )
    ),
    "cap/bom-wmo-index.rss": Read("cap", links=(("dc6fc32e272f13d57f3fb683aa6bd3b8.xml", ""),)),
    "cap/canada-empty-references.cap": one(
        warned(
            "2.49.0.1.124.6bddbc91.2012",
            "2012-05-02T23:21:04Z",
            "2012-05-03T00:20:00Z",
            "Minor Past Observed",
            "thunderstorm",
            "Windsor - Leamington - Essex County",
            phase="closed",
            starts="2012-05-02T23:20:00Z",
        )
    ),
    "cap/gdacs-tropical-cyclone.xml": one(
        warned(
            "GDACS_EQ_1470644_1625617",
            "2025-03-01T22:52:24Z",
            "",
            "Moderate Past Observed",
            "Earthquake",
            phase="closed",
        )
    ),
    "cap/hostile-xxe.cap": Refused(("DTD", "entities"), read_as="cap", never=("root:", "SEVERE THUNDERSTORM")),
    "cap/iceland-two-languages.cap": one(
        warned(
            "is-IMO-2a4c2db8-07fd-4a0f-b372-9667280d46d1",
            "2021-09-10T13:30:26Z",
            "2021-09-13T10:00:00Z",
            "Moderate Unknown Likely",
            "Weather Warning: Wind",
            "Reykjavik - Capital Region",
            starts="2021-09-12T18:00:00Z",
        ),
        never=("Veðurviðvörun",),
    ),
    "cap/ie-smallcraft-emma.xml": one(
        warned(
            "2.49.0.1.372.0.250413231648.N_Norm002_SmallCraft",
            "2025-04-13T23:16:48Z",
            "2025-04-14T19:00:00Z",
            "Moderate Future Likely",
            "Small Craft",
            "from Fair Head to Strangford Lough to Howth Head",
            starts="2025-04-14T12:00:00Z",
            point=(),
        )
    ),
    "cap/invalid-missing-scope.cap": one(
        warned(
            "12345",
            "2010-08-31T00:09:25Z",
            "",
            "Unknown Unknown Unknown",
            "Storm",
            "New York",
            withheld="scope",
            point=(),
        )
    ),
    "cap/kz-freezing-rain.xml": one(
        warned(
            "2.49.0.0.398.0-20250306-133701-0284797-00-EN",
            "2025-03-06T13:37:01Z",
            "2025-03-07T16:00:00Z",
            "Moderate Future Likely",
            "Freezing rain, icing",
            "Kokpekti district (Abai oblysy)",
            starts="2025-03-06T15:00:00Z",
        )
    ),
    "cap/no-info-cancel.cap": one(
        Told(
            "1017033100951096-517189320160225203219800",
            "2016-02-25T20:47:09Z",
            starts="",
            ends="",
            expires="",
            phase="closed",
            levels="Unknown Unknown Unknown",
            point=(),
        )
    ),
    "cap/nws-feed-index.atom": Read(
        "cap", links=(("WindAdvisory", "2014-05-10T22:00:00-06:00"), ("HighWindWarning", "2014-05-10T22:00:00-06:00"))
    ),
    "cap/ph-test-status.cap": one(
        warned(
            "103ff55e-b538-49a2-a94a-64470ddea2cc",
            "2014-11-03T06:57:33Z",
            "2014-11-03T19:57:28Z",
            "Minor Expected Possible",
            "Tropical Cyclone Alert",
            "Philippine Area of Responsibility",
            status="Test",
        )
    ),
    "cap/smhi-bundle.cap": Read(
        "cap",
        tuple(
            Told(
                f"smhi-bpm-{own}",
                f"2019-03-12T{sent}",
                f"2019-03-12T{sent}",
                expires=f"2020-03-11T{expires}",
                severity="Moderate",
                withheld="English",
                point=(),
            )
            for own, sent, expires in SMHI
        ),
    ),
    "cap/sweden-krisinformation.atom": Read(
        "cap",
        links=(
            ("11337sv", "2018-11-21T12:52:06+01:00"),
            ("11324sv", "2018-11-15T15:35:16+01:00"),
            ("11166sv", "2018-11-07T22:47:09+01:00"),
            ("11158sv", "2018-11-02T11:58:37+01:00"),
        ),
    ),
    "cap/usgs-earthquake-cap11.cap": one(
        warned(
            "USGS-earthquakes-us2010apcd.6.20100831T000925.496Z",
            "2010-08-31T05:09:25Z",
            "2010-09-02T05:09:25Z",
            "Unknown Past Likely",
            "Earthquake",
            TONGA,
            phase="closed",
            point=(-16.053, -173.274),
        )
    ),
    "cap/usgs-earthquake-latin1.cap": one(
        warned(
            "USGS-earthquakes-usB000D5T4.3947362.7.20121014T225304.360Z.0",
            "2012-10-14T22:53:04Z",
            "2012-10-21T22:53:04Z",
            "Unknown Past Likely",
            "Earthquake",
            SALVADOR,
            phase="closed",
            starts="2012-10-14T22:40:56Z",
            point=(12.747, -88.783),
        )
    ),
    "cap/wcatwc-tsunami-update.cap": one(
        warned(
            "PAAQ-1-lqw6d6",
            "2011-09-02T11:36:50Z",
            "2011-09-02T12:36:50Z",
            "Extreme Immediate Likely",
            "Tsunami Warning",
            TSUNAMI,
            starts="2011-09-02T11:36:50Z",
        )
    ),
    "rss-georss/nsw-rfs-cap-edxl.xml": one(
        warned(
            "2014-05-08T10:31:00-00:00:160068",
            "2014-05-08T10:31:00Z",
            "2014-05-09T10:31:00Z",
            "Minor Unknown Observed",
            "Other Non-Urgent Alerts",
            starts="2014-05-08T10:31:00Z",
            withheld="house number",
            point=(),
        ),
        never=("86 Kullaroo", "Kullaroo Rd"),
    ),
    "meteoalarm/at-cap-en-de.xml": one(
        Told(
            "urn:oid:1234.5678",
            "2024-04-21T14:51:29Z",
            "2024-04-22T03:00:00Z",
            expires="",  # it says 2199, which is further off than any incident
            levels="Moderate Future Likely",
            withheld="English",
            point=(51.2186, 9.6722),
            facts={"area": "Germany"},
        ),
        never=("123456789",),
    ),
}
REFERENCES = {
    "cap/uk-ea-wainfleet-cancel.xml": ("50385fcb0ab7aa447bbd46d848ce8466E",),
    "cap/wcatwc-tsunami-update.cap": ("PAAQ-1-lqw6d6",),
    "cap/uk-ea-windemere-multipolygon.xml": (),
    "cap/alertswiss-landslide-as-cap.xml": (),
    "cap/uk-ea-defra-service-update.xml": (),
    "cap/no-info-cancel.cap": ("1017033100951096-517189320160225203219800",),
}
"""What each names as its earlier words. A document that names itself names nothing."""
