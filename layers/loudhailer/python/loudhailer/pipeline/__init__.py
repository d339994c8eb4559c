"""The use cases, in the order an alert meets them: Ingest → Sweep → Deliver; Command stands beside them."""
