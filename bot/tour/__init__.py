"""The acceptance script, played by the real bot in the playground: for the terminal and tests."""
