"""moto as a process of its own: `python -m local.real.ses_server PORT` loads, becomes an ordinary user, and serves."""

import os
import pwd
import sys

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
from werkzeug.test import Client

from local.real.place import ORDINARY

_ABOUT_SES = {"Authorization": "AWS4-HMAC-SHA256 Credential=x/20261122/eu-west-2/ses/aws4_request"}


def serve(port: int) -> None:
    """Serve for ever. What an answer needs is loaded first: afterwards our Python may be out of reach."""
    app = DomainDispatcherApplication(create_backend_app)
    client = Client(app)
    client.get("/v2/email/identities", headers=_ABOUT_SES)
    client.get("/moto-api/data.json")
    if os.geteuid() == 0:
        account = pwd.getpwnam(ORDINARY)
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
