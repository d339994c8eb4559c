"""Posts of invented incidents as they would be published, to be read aloud; `python -m tests.golden.write` writes them."""
