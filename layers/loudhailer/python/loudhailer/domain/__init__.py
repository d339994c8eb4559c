"""What Loudhailer speaks about: pure values and decisions, no clock and no I/O."""
