"""How fast Tandem is, as ratios to floors measured in the same run; never an absolute time."""
