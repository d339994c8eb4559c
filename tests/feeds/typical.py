"""For each format, the policy of config/feeds.yaml that a typical source of it has."""

TYPICAL = {
    "incident_event": "westshire.control",
    "cap": "environment_agency",
    "national_highways": "national_highways",
    "datex2": "ntis",
    "ea_floods": "ea_floods",
    "street_manager": "street_manager",
    "tfl": "tfl",
    "rss": "traffic_wales",
    "meteoalarm": "meteoalarm_uk",
    "nws": "nws",
    "wzdx": "hawaii_work_zones",
    "open511": "drivebc",
    "cifs": "jamaica_closures",
    "gtfs_rt": "bart",
    "fire_cad": "toronto_fire",
}
