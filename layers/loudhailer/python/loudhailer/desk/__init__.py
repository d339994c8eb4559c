"""The duty officers' HTTP API, as far as it is about HTTP: who calls, what they send, how they are answered."""
