"""The demonstration county's year of official cars: a plan and its loading.

`plan.plan_year()` derives every request and trip of 2023 from `year.json`, the same
on every machine; `load.load()` issues them through the commands a person uses.
"""
