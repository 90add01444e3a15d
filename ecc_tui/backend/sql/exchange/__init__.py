"""Import and export of a store as JSON Lines: one record per line, upsert by id, all or nothing (README, Exchange)."""
