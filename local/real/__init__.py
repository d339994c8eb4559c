"""Real servers on this machine: installed once into a cache, run as an ordinary user on loopback, gone at the end.

with running_bluesky() as bluesky:
    ...  # post to bluesky.address with bluesky.secret

Each of them raises `Missing` where this machine cannot have it; the tests skip then, and say so.
"""
