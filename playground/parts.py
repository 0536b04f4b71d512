"""The server's parts under one name, as every route and every acting person needs them."""

from dataclasses import dataclass, field

from playground.app_config import AppConfig
from playground.changes import Changes
from playground.clock import Clock
from playground.delivery import Delivery
from playground.events import Events
from playground.faults import Faults
from playground.limits import RateLimits
from playground.response_urls import ResponseUrls
from playground.socket_mode import SocketMode
from playground.store import Store
from playground.traffic import Traffic
from playground.triggers import Triggers
from playground.workspace import Workspace

EVENT_SCOPES = {
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "user_change": ("users:read",),
    "team_join": ("users:read",),
    "dnd_updated_user": ("dnd:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "channel_archive": ("channels:read",),
}
MESSAGE_EVENTS = {
    "im": ("message.im", "im"),
    "mpim": ("message.mpim", "mpim"),
    "channel": ("message.channels", "channel"),
    "private": ("message.groups", "group"),
}


@dataclass
class Credentials:
    """What the app shows and what Slack signs with; fixed, for nothing here leaves this machine."""

    bot_token: str = "xoxb-playground"  # noqa: S105 - opens nothing but this loopback port
    app_token: str = "xapp-playground"  # noqa: S105 - as above
    signing_secret: str = "playground-signing-secret"  # noqa: S105 - as above
    client_id: str = "playground.client"
    client_secret: str = "playground-client-secret"  # noqa: S105 - as above


@dataclass
class Installation:
    """What the workspace granted; an uninstalled app's token is refused."""

    scopes: set[str]
    installed: bool = True
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class Parts:
    """Everything that the playground is made of."""

    config: AppConfig
    credentials: Credentials
    installation: Installation
    store: Store
    clock: Clock
    changes: Changes
    workspace: Workspace
    traffic: Traffic
    faults: Faults
    limits: RateLimits
    sockets: SocketMode
    delivery: Delivery
    triggers: Triggers
    response_urls: ResponseUrls
    events: Events
    url: str = ""

    def announce(self, subscription: str, event: dict[str, object]) -> None:
        """The bot hears of the event, if it subscribed to it and may know."""
        scopes = EVENT_SCOPES.get(subscription, ())
        if (
            self.installation.installed
            and subscription in self.config.events
            and (not scopes or self.installation.scopes.intersection(scopes))
        ):
            self.delivery.event(self.events.callback(event))
