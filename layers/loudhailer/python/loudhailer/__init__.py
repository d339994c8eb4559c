"""Loudhailer."""
