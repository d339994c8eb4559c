"""What every test stands on: no cloud, no profile, no network beyond loopback."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("default", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of a file on one worker, and all those of the engine, which is started once.

    Those go first: they mostly wait, and take longer than any file.
    """
    if config.pluginmanager.hasplugin("xdist"):
        for item in items:
            alone = "engine" if item.path.parent.name == "engine" else str(item.path)
            item.add_marker(pytest.mark.xdist_group(alone))
        items.sort(key=lambda item: item.path.parent.name != "engine")


@pytest.fixture(autouse=True)
def _no_cloud(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend credentials and no profile: a test that reached for the real AWS would be refused, not billed."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
