"""Field types, units, canonical values: what a form, an event and a ledger share."""
