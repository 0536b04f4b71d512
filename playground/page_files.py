"""The page's own files, served from the folder beside this module."""

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "page"
NOTE = "The playground is running. Its page is not part of this installation.\n"


async def first(_: web.Request) -> web.StreamResponse:
    """The page itself, or a plain note where it is missing."""
    return _served("index.html") or web.Response(text=NOTE)


async def file(request: web.Request) -> web.StreamResponse:
    """One of the files that the page loads."""
    found = _served(request.match_info["path"])
    return found or web.Response(status=404, text="There is no such file.")


def _served(name: str) -> web.FileResponse | None:
    path = (FOLDER / name).resolve()
    if not path.is_relative_to(FOLDER.resolve()) or not path.is_file():
        return None
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
