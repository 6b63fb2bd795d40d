"""Names of compounds to rooms, and those that can be chosen."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.projection.sources import constant, field
from houqin.plugins.buildings.building import Building
from houqin.plugins.buildings.compound import Compound
from houqin.plugins.buildings.floor import Floor
from houqin.plugins.buildings.room import Room

compound_names = Claims(
    "buildings.compound_names", [Compound], "院落", released=["closed"]
)
compound_names.on(Compound.Registered, value=field("name"))
compounds = Register("buildings.compounds", Compound, ["name"])
compounds.keep(Compound.Registered, "name")

building_names = Claims(
    "buildings.building_names", [Building], "楼座", released=["disposed"]
)
building_names.on(Building.Registered, value=field("name"))
building_names.on(Building.Renamed, value=field("name"))
buildings = Register("buildings.buildings", Building, ["name", "compound"])
buildings.keep(Building.Registered, "name", "compound")
buildings.keep(Building.Renamed, "name")

floor_names = Claims("buildings.floor_names", [Floor], "楼层", field="level")
floor_names.on(Floor.Registered, value=field("name"))
floor_names.on(Floor.Renamed, value=field("name"))
floors = Register("buildings.floors", Floor, ["name", "building", "level"])
floors.keep(Floor.Registered, "name", "building", "level")
floors.keep(Floor.Renamed, "name")

room_names = Claims(
    "buildings.room_names", [Room], "房间", released=["disposed"], field="number"
)
room_names.on(Room.Registered, value=field("name"))
room_names.on(Room.Renumbered, value=field("name"))
room_names.on(Room.Renamed, value=field("name"))
rooms = Register(
    "buildings.rooms", Room,
    ["name", "floor", "building", "function", "usable_area", "unit", "allocation",
     "people", "ranks", "standard"],
)  # fmt: skip
rooms.keep(Room.Registered, "name", "floor", "building", "function", "usable_area")
rooms.keep(Room.Surveyed, "usable_area")
rooms.keep(Room.Renumbered, "name")
rooms.keep(Room.Renamed, "name")
rooms.keep(Room.Repurposed, "function")
rooms.keep(Room.Allocated, "unit", "allocation")
rooms.keep(Room.Occupied, "people", "ranks", "standard")
rooms.on(
    Room.Vacated,
    **dict.fromkeys(
        ("unit", "allocation", "people", "ranks", "standard"), constant(None)
    ),
)

ALL = (
    compound_names,
    compounds,
    building_names,
    buildings,
    floor_names,
    floors,
    room_names,
    rooms,
)
