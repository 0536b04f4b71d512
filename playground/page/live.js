/** What has changed, as it changes: one WebSocket per person shown, opened again when it drops. */

const FIRST_WAIT = 400;
const LONGEST_WAIT = 4000;

/** Listens as one person until `stop()`; `changed` gets names, `connected` gets true or false. */
export function listen(person, changed, connected) {
  let socket = null;
  let wait = FIRST_WAIT;
  let again = null;
  let stopped = false;

  function open() {
    const address = new URL("/playground/live", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    address.searchParams.set("as", person);
    socket = new WebSocket(address);
    socket.addEventListener("open", () => {
      wait = FIRST_WAIT;
      connected(true);
    });
    socket.addEventListener("message", (event) => changed(JSON.parse(event.data).changed ?? []));
    socket.addEventListener("close", () => {
      if (stopped) return;
      connected(false);
      again = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  open();
  return {
    stop() {
      stopped = true;
      clearTimeout(again);
      socket.close();
    },
  };
}

/** Runs `work` now, or once more after the run in flight: many calls, never two at once. */
export function oneAtATime(work) {
  let running = null;
  let wanted = false;
  return function run() {
    if (running) {
      wanted = true;
      return running;
    }
    running = (async () => {
      do {
        wanted = false;
        await work();
      } while (wanted);
    })().finally(() => {
      running = null;
    });
    return running;
  };
}
