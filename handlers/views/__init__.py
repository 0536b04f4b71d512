"""Values become Block Kit: pure functions that await nothing and know no store."""
