"""Official letters by GB/T 9704-2012: one `Page`, two writers; docs/adr/0017 says why."""
