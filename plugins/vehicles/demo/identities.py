"""Ids of this module's records in the demonstration."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from houqin.core.demonstration.identities import command_id, created_by

if TYPE_CHECKING:
    from uuid import UUID


@cache
def vehicle_id(plate: str) -> UUID:
    return created_by(command_id("vehicle", plate))


@cache
def driver_id(person: str) -> UUID:
    return created_by(command_id("driver", person))


@cache
def duty_id(purpose: str) -> UUID:
    return created_by(command_id("duty", purpose))


def request_id(number: int) -> UUID:
    return created_by(command_id("request", number))


def trip_id(number: int) -> UUID:
    return created_by(command_id("dispatch", number))
