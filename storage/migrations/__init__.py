"""Schema revisions, one folder for the data and one for the keys, run by `storage.migrate`."""
