"""Ids of the demonstration: two loads give every command and record the same one."""

from __future__ import annotations

from functools import cache
from uuid import UUID, uuid5

NAMESPACE = UUID("6f3c1f3a-5d0e-5b4e-9d55-20230101feed")
SITE = uuid5(NAMESPACE, "site")


def command_id(*parts: object) -> UUID:
    """Name a command by what it does in the plan."""
    return uuid5(NAMESPACE, "/".join(map(str, parts)))


def created_by(command: UUID) -> UUID:
    """Give the id of the first record a command creates."""
    return uuid5(command, "1")


def second_of(*parts: object) -> UUID:
    """Give the id of the second record that a command of the plan creates."""
    return uuid5(command_id(*parts), "2")


def record_of(command: str, *key: object) -> UUID:
    """Give the id of the first record of an act made by ``parts.done``."""
    return created_by(command_id(command, *key))


@cache
def department_id(name: str) -> UUID:
    """Give the id of a unit."""
    return created_by(command_id("department", name))


@cache
def person_id(key: str) -> UUID:
    """Give the id of a person."""
    return created_by(command_id("person", key))
