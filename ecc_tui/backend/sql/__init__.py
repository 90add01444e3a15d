"""The store: SQLite embedded; plain statements beside the section that they serve."""
