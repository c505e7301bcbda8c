"""Cases and remedies taken over from an older system (docs: contracts, `import_requests` and `import_remedies`)."""
