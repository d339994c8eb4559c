// The wall follows the sandbox's stream and draws what the public sees. Whatever was posted becomes text nodes, never HTML.

const London = { timeZone: "Europe/London" };
const byId = (id) => document.getElementById(id);
const copyOf = (name) => byId(`${name}-template`).content.firstElementChild.cloneNode(true);

const wall = { epoch: "", pageUrl: "", ready: false, columns: new Map(), posts: new Map(), told: new Set(), revisions: new Set(), calls: new Set() };

/* Times as GOV.UK writes them: 5:30pm, 5pm, midday, midnight. */

function clockTime(at) {
  const parts = new Intl.DateTimeFormat("en-GB", { ...London, hour: "numeric", minute: "2-digit", hour12: true })
    .formatToParts(at).reduce((all, part) => ({ ...all, [part.type]: part.value }), {});
  const half = parts.dayPeriod.toLowerCase().replaceAll(".", "");
  const hour = Number(parts.hour) % 12 || 12;
  if (parts.minute !== "00") return `${hour}:${parts.minute}${half}`;
  if (hour === 12) return half === "am" ? "midnight" : "midday";
  return `${hour}${half}`;
}

function absoluteTime(at) {
  const day = new Intl.DateTimeFormat("en-GB", { ...London, day: "numeric", month: "long" });
  const clock = clockTime(at);
  return day.format(at) === day.format(Date.now()) ? clock : `${clock}, ${day.format(at)}`;
}

function relativeTime(at) {
  const minutes = Math.floor((Date.now() - at) / 60_000);
  if (minutes < 1) return "just now";
  const [count, unit] = minutes < 60 ? [minutes, "minute"]
    : minutes < 1440 ? [Math.floor(minutes / 60), "hour"] : [Math.floor(minutes / 1440), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}

function tellTime(element, at) {
  if (Number.isNaN(at)) return;
  element.dateTime = new Date(at).toISOString();
  element.textContent = `${absoluteTime(at)} · ${relativeTime(at)}`;
}

setInterval(() => {
  for (const element of document.querySelectorAll(".when time[datetime]")) tellTime(element, Date.parse(element.dateTime));
}, 15_000);

/* Links: the service's own pages are read here, under /page/; nothing but http leads anywhere. */

function addressOf(href) {
  if (wall.pageUrl && href.startsWith(wall.pageUrl)) return `/page/${href.slice(wall.pageUrl.length).replace(/^\/+/, "")}`;
  if (/^https?:\/\//i.test(href)) return href;
  return /^[a-z][a-z0-9+.-]*:|^\/\//i.test(href) ? "" : `/page/${href.replace(/^\/+/, "")}`;
}

function drawParts(element, parts) {
  element.replaceChildren(...parts.map((part) => {
    const address = part.kind === "link" ? addressOf(part.href) : "";
    if (!address && part.kind !== "tag") return document.createTextNode(part.text);
    const inline = document.createElement(address ? "a" : "span");
    inline.textContent = part.text;
    if (address) Object.assign(inline, { href: address, target: "_blank", rel: "noopener noreferrer" });
    else inline.className = "tag";
    return inline;
  }));
}

/* Pictures: what one shows in words stands under it, for who sees; who hears has it from the picture itself. */

function drawPictures(element, pictures) {
  element.replaceChildren(...pictures.filter(({ url }) => /^(http:\/\/127\.0\.0\.1:|\/page\/)/.test(url)).map(({ url, alt }) => {
    const figure = copyOf("picture");
    Object.assign(figure.querySelector("img"), { src: url, alt });
    const words = figure.querySelector("figcaption");
    words.append(alt);
    words.hidden = !alt;
    return figure;
  }));
}

/* Columns */

const words = { up: "Up", off: "Off", faulty: "Faulty", waiting: "Waiting" };

function drawChannels(channels) {
  for (const channel of channels) {
    if (!wall.columns.has(channel.name)) {
      const column = copyOf("channel");
      column.id = `channel-${channel.name}`;
      column.dataset.channel = channel.name;
      column.setAttribute("aria-labelledby", `${column.id}-name`);
      column.querySelector("h2").id = `${column.id}-name`;
      column.setAttribute("aria-describedby", `${column.id}-handle`);
      column.querySelector(".handle").id = `${column.id}-handle`;
      wall.columns.set(channel.name, column);
      byId("channels").append(column);
    }
    const column = wall.columns.get(channel.name);
    column.channel = channel;
    column.querySelector(".badge").textContent = channel.label[0];
    column.querySelector("h2").textContent = channel.label;
    const places = { page: "the service’s own website", telephone: "on-call phones; the public sees none of this" };
    const handle = column.querySelector(".handle");
    const audience = audiences[channel.audience] ?? "";
    column.dataset.audience = channel.audience ?? "";
    handle.replaceChildren(...(audience ? [markOf(audience), " "] : []), places[channel.name] ?? at(channel.handle));
    const chip = column.querySelector(".chip");
    chip.dataset.state = channel.state;
    chip.textContent = words[channel.state] ?? channel.state;
    const detail = column.querySelector(".detail");
    detail.textContent = channel.state === "off" ? "Connections are refused." : sentence(channel.detail);
    detail.hidden = !channel.detail && channel.state !== "off";
  }
  drawJump();
}

// Only a bare name is an account's; "#incidents" and "topic westshire" are places.
const at = (handle) => (/^[\w.-]+$/.test(handle) ? `@${handle}` : handle);
const audiences = { staff: "Staff only", listed: "A fixed list only" };
const named = (channel) => (audiences[channel.audience] ? `${channel.label}, ${audiences[channel.audience].toLowerCase()}` : channel.label);

function markOf(audience) {
  return Object.assign(document.createElement("span"), { className: "audience", textContent: audience });
}

const sentence = (text) => (text ? `${text[0].toUpperCase()}${text.slice(1)}.` : "");

function drawJump() {
  const places = [...wall.columns.values()].map((column) =>
    [column.id, column.channel.label, column.querySelectorAll(".post, .page, .call").length]);
  places.push(["timeline", "Timeline", byId("notes").childElementCount]);
  const links = places.map(([id, label, count]) => {
    const link = document.createElement("a");
    const number = document.createElement("b");
    number.textContent = ` ${count}`;
    link.href = `#${id}`;
    link.append(label, number);
    return link;
  });
  const jump = byId("jump");
  const held = [...jump.children].indexOf(document.activeElement);
  jump.replaceChildren(...links);
  links[held]?.focus({ preventScroll: true });
}

/* Posts, in threads */

function drawPost(post) {
  const key = `${post.channel} ${post.id}`;
  const column = wall.columns.get(post.channel);
  wall.told.add(key);
  if (!column || wall.posts.has(key)) return;
  const card = copyOf("post");
  card.querySelector(".at").textContent = post.to ? `to ${post.to}` : at(column.channel.handle);
  tellTime(card.querySelector("time"), post.received_at * 1000);
  const text = card.querySelector(".text");
  drawParts(text, post.parts);
  drawPictures(card.querySelector(".pictures"), post.pictures);
  if (post.language) {
    text.lang = post.language;
    const language = card.querySelector(".language");
    language.hidden = post.language.startsWith("en");
    language.textContent = languageName(post.language);
  }
  const thread = wall.posts.get(`${post.channel} ${post.root}`)?.closest(".thread") ?? copyOf("thread");
  if (post.reply_to && !thread.isConnected) {
    const context = thread.querySelector(".context");
    context.textContent = "In reply to a post that is not here";
    context.hidden = false;
  }
  thread.querySelector(".posts").append(card);
  wall.posts.set(key, card);
  bringToTop(column.querySelector(".feed"), thread);
  if (!wall.ready) return;
  card.classList.add("fresh");
  announce(`${named(column.channel)}: ${post.text}`);
  drawJump();
}

function bringToTop(feed, thread) {
  if (feed.firstElementChild === thread) return;
  const held = thread.contains(document.activeElement) ? document.activeElement : null;
  feed.prepend(thread);
  held?.focus({ preventScroll: true });
}

function languageName(code) {
  try {
    return new Intl.DisplayNames(["en-GB"], { type: "language" }).of(code);
  } catch {
    return code; // no language code at all, yet that is what was posted
  }
}

function drawRemoval(key) {
  const card = wall.posts.get(key);
  if (!card) return;
  const thread = card.closest(".thread");
  if (thread.querySelectorAll(".post:not(.gone)").length > 1) {
    card.classList.add("gone");
    card.querySelector(".text").textContent = "This post was deleted.";
    card.querySelector(".pictures").replaceChildren();
  } else {
    thread.remove();
  }
  wall.posts.delete(key);
  drawJump();
}

/* Whoever is called out: no post, and no public */

function drawCall(call) {
  const column = wall.columns.get("telephone");
  const key = `telephone ${call.id}`;
  if (!column || wall.calls.has(key)) return;
  wall.calls.add(key);
  const card = copyOf("call");
  card.querySelector(".chip").textContent = call.means === "sms" ? "Text message" : "Voice call";
  card.querySelector(".number").textContent = call.number;
  tellTime(card.querySelector("time"), call.at * 1000);
  drawParts(card.querySelector(".text"), call.parts);
  column.querySelector(".feed").prepend(card);
  if (!wall.ready) return;
  card.classList.add("fresh");
  announce(`${column.channel.label}: ${call.words}`);
  drawJump();
}

/* The service's own pages */

function drawPages(entries) {
  const column = wall.columns.get("page");
  if (!column) return;
  const held = document.activeElement?.closest?.(".page")?.dataset.reference;
  const newest = [...entries].sort((one, other) => Date.parse(other.updated) - Date.parse(one.updated));
  const pages = newest.map((entry) => drawPage(entry, column.channel.label));
  column.querySelector(".feed").replaceChildren(...pages);
  if (held) pages.find((page) => page.dataset.reference === held)?.querySelector("a").focus({ preventScroll: true });
  drawJump();
}

function drawPage(entry, label) {
  const page = copyOf("page");
  page.dataset.reference = entry.reference;
  page.querySelector(".reference").textContent = entry.reference;
  const chip = page.querySelector(".chip");
  chip.dataset.state = entry.closed ? "closed" : "open";
  chip.textContent = entry.closed ? "Closed" : "Open";
  const link = page.querySelector("a");
  link.textContent = entry.title;
  const address = addressOf(entry.url);
  if (address) Object.assign(link, { href: address, target: "_blank", rel: "noopener noreferrer" });
  const posts = [...entry.posts].sort((one, other) => one.revision - other.revision);
  page.querySelector(".updates").replaceChildren(...posts.map((post, place) => {
    const update = copyOf("update");
    update.querySelector(".revision").textContent = place ? `Update ${place}` : "First";
    update.querySelector(".text").textContent = post.text;
    const { name, alt } = post.picture ?? {};
    drawPictures(update.querySelector(".pictures"), name ? [{ url: `/page/pictures/${encodeURIComponent(name)}`, alt }] : []);
    tellTime(update.querySelector("time"), Date.parse(post.sent));
    const key = `${entry.reference} ${post.revision}`;
    if (wall.ready && !wall.revisions.has(key)) {
      update.classList.add("fresh");
      announce(`${label}: ${entry.title}. ${post.text}`);
    }
    wall.revisions.add(key);
    return update;
  }));
  return page;
}

/* Captions. One that begins with a time of its own keeps it. */

function drawNote(note) {
  const [, own, rest] = note.text.match(/^(\d{1,2}:\d{2}(?::\d{2})?)\s+(.+)$/s) ?? [];
  const when = own ?? new Date(note.at * 1000).toLocaleTimeString("en-GB", London);
  const time = () => Object.assign(document.createElement("time"), { textContent: when });
  const item = document.createElement("li");
  item.append(time(), rest ?? note.text);
  byId("notes").prepend(item);
  byId("caption").replaceChildren(time(), rest ?? note.text);
  byId("caption").hidden = false;
  if (!wall.ready) return;
  announce(rest ?? note.text);
  drawJump();
}

function announce(text) {
  const line = document.createElement("p");
  line.textContent = text;
  const news = byId("news");
  news.append(line);
  while (news.childElementCount > 5) news.firstElementChild.remove();
}

/* The stream. After a reset, or a restart of the sandbox, the epoch is another and the page begins anew. */

function start(summary) {
  wall.ready = false;
  wall.told.clear();
  wall.pageUrl = summary.page_url;
  byId("notes").replaceChildren(); // told again from the first one
  if (summary.epoch !== wall.epoch) {
    wall.epoch = summary.epoch;
    wall.columns.clear();
    wall.posts.clear();
    wall.revisions.clear();
    wall.calls.clear();
    byId("channels").replaceChildren();
    byId("caption").hidden = true;
  }
  drawChannels(summary.channels);
}

function connect() {
  const stream = new EventSource("/_sandbox/stream");
  const live = byId("live");
  const tell = (text, on) => {
    live.textContent = text;
    live.classList.toggle("on", on);
  };
  const told = {
    start,
    post: drawPost,
    removed: ({ channel, id }) => drawRemoval(`${channel} ${id}`),
    note: drawNote,
    call: drawCall,
    pages: drawPages,
    channels: drawChannels,
    ready: () => {
      [...wall.posts.keys()].filter((key) => !wall.told.has(key)).forEach(drawRemoval); // gone while we were away
      wall.ready = true;
      drawJump();
    },
  };
  for (const [name, draw] of Object.entries(told)) stream.addEventListener(name, (event) => draw(JSON.parse(event.data)));
  stream.onopen = () => tell("Live", true);
  stream.onerror = () => {
    tell("Reconnecting", false);
    // A browser gives up for good on an answer that is no stream; the sandbox may just be starting.
    if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
  };
}

connect();
