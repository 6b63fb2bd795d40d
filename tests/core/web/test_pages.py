"""Pages as a person sees them."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.filterwarnings("default")


def test_home(visit, county):
    county.trip()
    v = visit("dispatcher")
    for path in ("", "waiting", "vehicles/", "vehicles/trips", "vehicles/requests", "vehicles/vehicles","vehicles/drivers","vehicles/trip_costs", "vehicles/kpis","vehicles/kpis/trips_dispatched","vehicles/kpis/saving_share","vehicles/kpis/over_eight?period=year","vehicles/kpis/response", "vehicles/do/dispatch","vehicles/do/request_vehicle"):
        r = v.get(path, status="*")
        print(r.status_int, path, len(r.body), r.html.h1.text)
    raise SystemExit
