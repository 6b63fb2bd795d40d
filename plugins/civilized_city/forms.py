"""Papers."""

ALL: tuple[()] = ()
