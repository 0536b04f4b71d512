"""Schema revisions, one folder for the data and one for the keys, run by `storage.migrate`.

They only go forward: an older Tandem needs the backup that it made.
"""
