"""A Slack workspace in the box: Slack's protocol on a loopback port, and a page to try it with."""
