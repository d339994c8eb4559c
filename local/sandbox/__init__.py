"""Stand-ins for the platforms, and the wall that shows what the public would see. Nothing here leaves this machine.

with running_sandbox() as sandbox:
    sandbox.fault("mastodon", kind="rate_limited", retry_after=3, times=2)
    ...  # post to sandbox.addresses["mastodon"] with sandbox.secrets["mastodon"]["access_token"]
    assert len(sandbox.posts("mastodon")) == 1
"""

from local.sandbox.running import Sandbox, running_sandbox

__all__ = ["Sandbox", "running_sandbox"]
