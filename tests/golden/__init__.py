"""Posts of invented incidents as they would be published; `python -m tests.golden.write` writes them anew."""
