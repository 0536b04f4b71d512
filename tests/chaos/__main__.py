"""`make chaos`: see `tests.chaos.command`."""

import sys

if __name__ == "__main__":
    from tests.chaos.command import main  # The bots' processes import this module too, in vain.

    sys.exit(main())
