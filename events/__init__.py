"""The event log: append, read, verify. Knows no web, no plugin and no site."""
