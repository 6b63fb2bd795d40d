"""Ledgers and KPIs: what is rebuilt from events, live or within a horizon."""
