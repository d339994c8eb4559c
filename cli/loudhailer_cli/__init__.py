"""The command line: a duty officer's hands where there is no console. It is never deployed."""
