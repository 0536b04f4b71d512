"""What coaching is, as values and pure functions; knows no Slack, no database and no clock."""
