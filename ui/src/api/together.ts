import type {FollowOptions, ServerEvent} from "./sse";
import {follow} from "./sse";

// All tabs of this browser that show this server.
const NAME = "sextant-events";

type News = {kind: "event"; event: ServerEvent} | {kind: "state"; isConnected: boolean};

/**
 * Follows a stream of events once for all tabs: browsers open six connections to a server at most, and a stream would take one of
 * each tab. The tab that holds the lock follows and tells the others; when it is closed, the next one does. Where the browser has no
 * locks, each tab follows by itself.
 *
 * `hello` is passed on only where something may have been missed: not the first one of a tab that has just been loaded.
 */
export async function followTogether(url: string, options: Pick<FollowOptions, "signal" | "onEvent" | "onState">): Promise<void> {
  const {signal, onEvent, onState} = options;
  let isFresh = true;
  const tell = (event: ServerEvent) => {
    if (event.name !== "hello" || !isFresh) onEvent(event);
    isFresh = false;
  };
  if (!("locks" in navigator) || typeof BroadcastChannel === "undefined") return follow(url, {signal, onEvent: tell, ...(onState ? {onState} : {})});
  const channel = new BroadcastChannel(NAME);
  const post = (news: News) => channel.postMessage(news);
  channel.onmessage = (message: MessageEvent<News>) => {
    if (message.data.kind === "event") onEvent(message.data.event);
    else onState?.(message.data.isConnected);
  };
  const lead = () =>
    follow(url, {
      signal,
      onEvent: (event) => {
        post({kind: "event", event});
        tell(event);
      },
      onState: (isConnected) => {
        post({kind: "state", isConnected});
        onState?.(isConnected);
      },
    });
  try {
    const led = await navigator.locks.request(NAME, {ifAvailable: true}, async (lock) => {
      if (lock) await lead();
      return lock !== null;
    });
    if (led) return;
    // Another tab tells what changes from here on; when this one takes over, what came between is not known.
    isFresh = false;
    await navigator.locks.request(NAME, {signal}, lead);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    channel.close();
  }
}
