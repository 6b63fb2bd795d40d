"""Aggregates, workflows, guards and commands: what decides, and may refuse."""
