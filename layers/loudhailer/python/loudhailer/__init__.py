"""Loudhailer."""

__version__ = "0.1.0"
