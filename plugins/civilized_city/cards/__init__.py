"""What the home pages of the posts show of the civilized city."""

ALL: tuple[()] = ()
