"""The composition root: settings and clients become use cases, a file for each part of the way."""
