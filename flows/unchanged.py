"""What a body answers when it did nothing: then its delivery may come again and be carried out."""


class Unchanged:
    """An outcome that says no. Nothing was written, so trying again is a first try."""

    __slots__ = ()
