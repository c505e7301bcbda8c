"""The letters of a disclosure request, D01 to D25: facts → one official page; docs/adr/0017."""
