"""REPORT: the after-action bundle of one incident. Pure: collected into frozen models, then written down three ways."""

from loudhailer.report.bundle import Bundle, PlatformCopy
from loudhailer.report.markdown import markdown
from loudhailer.report.timeline import timeline

__all__ = ["Bundle", "PlatformCopy", "files", "markdown", "timeline"]


def files(bundle: Bundle) -> dict[str, bytes]:
    """Return the bundle's files by their names."""
    return {
        "report.md": markdown(bundle).encode(),
        "report.json": (bundle.model_dump_json(indent=2) + "\n").encode(),
        "timeline.svg": timeline(bundle).encode(),
    }
