"""Card numbers, one card a car, and the cards that can be chosen."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.projection.sources import field
from houqin.plugins.vehicles.etc_card import EtcCard
from houqin.plugins.vehicles.fuel_card import FuelCard

numbers = Claims("vehicles.card_numbers", [FuelCard], "油卡")
numbers.on(FuelCard.Issued, value=field("number"))

fuelled = Claims(
    "vehicles.card_vehicles", [FuelCard], "车辆的油卡", released=["lost", "ended"]
)
fuelled.on(FuelCard.Issued, value=field("vehicle"))

cards = Register("vehicles.cards", FuelCard, ["number", "kind", "main", "vehicle"])
cards.keep(FuelCard.Issued, "number", "kind", "main", "vehicle")

etc_numbers = Claims("vehicles.etc_numbers", [EtcCard], "ETC卡")
etc_numbers.on(EtcCard.Issued, value=field("number"))

etc_vehicles = Claims("vehicles.etc_vehicles", [EtcCard], "车辆的ETC卡")
etc_vehicles.on(EtcCard.Issued, value=field("vehicle"))

ALL = (numbers, fuelled, cards, etc_numbers, etc_vehicles)
