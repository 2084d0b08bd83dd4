/* Keeps the counts of a page true while it is looked at.

   The numbers are plain text when the page arrives; without this module they simply stay.
   An element joins by data-count-url (the count.json of its letter) and data-count-field (one of its keys);
   a <progress> gets the goal as its maximum. Elements of one letter share one request.
   While the host cannot be reached the last number stays, and [data-count-stale] says of when it is. */

const EVERY = 4_000;        // milliseconds between two looks: no number is more than five seconds late
const LONGEST = 300_000;    // the longest pause after errors
const QUIET = 30_000;       // a screen reader hears a new number at most this often
const PATIENCE = 10_000;    // an answer that takes longer is an error
const MISSED = 3;           // looks in a row without an answer, after which the page says so

/** `value` as the page's language writes it; "always" groups four digits too, as the server does. */
function written(value, element) {
  return value.toLocaleString(element.dataset.countLocale, { useGrouping: "always" });
}

/** Writes `value` into `element`; marks it as moved only when what is read there changes. */
function show(element, value, goal) {
  if (element instanceof HTMLProgressElement) {
    element.max = goal || element.max;
    element.value = Math.min(value, element.max);
    return;
  }
  const text = written(value, element);
  if (element.textContent === text) return;
  element.textContent = text;
  element.classList.remove("has-moved");
  void element.offsetWidth;                // lets the same animation begin again; the sheet stills it on request
  element.classList.add("has-moved");
}

/** Says the latest count in a status region: the first change after a pause soon, then one each QUIET. */
class Speaker {
  constructor(region) {
    this.region = region;
    this.spoken = Date.now();
    this.timer = 0;
  }

  say(text) {
    this.latest = text;
    if (this.region) this.timer ||= setTimeout(() => this.speak(), Math.max(0, this.spoken + QUIET - Date.now()));
  }

  speak() {
    this.timer = 0;
    this.spoken = Date.now();
    this.region.textContent = this.region.dataset.countStatus.replace("{count}", this.latest);
  }
}

/** Follows one letter's count.json for as long as the page is visible. */
class Follower {
  constructor(url, speaker) {
    this.url = url;
    this.speaker = speaker;
    this.elements = [];
    this.pause = EVERY;
    this.missed = 0;
    this.seen = new Date();
  }

  /** One timer at most: whoever plans last decides. */
  plan(delay) {
    clearTimeout(this.timer);
    // A little chance keeps a thousand readers from asking in the same instant.
    if (!document.hidden) this.timer = setTimeout(() => this.look(), delay * (0.9 + Math.random() * 0.2));
  }

  async look() {
    try {
      // "no-cache" asks again with the ETag: an unchanged count costs a 304, and a stale answer is never shown.
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(this.url, { cache: "no-cache", credentials: "omit", signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const count = await answer.json();
      this.apply(count);
      this.seen = new Date(count.as_of);
      this.pause = EVERY;
      this.missed = 0;
    } catch {
      this.missed += 1;
      this.pause = Math.min(this.pause * 2, LONGEST);
    }
    this.tellAge();
    this.plan(this.pause);
  }

  /** Beside a number that could not be read again stands of when it is; nothing while all is well. */
  tellAge() {
    for (const note of document.querySelectorAll("[data-count-stale]")) {
      if (note.dataset.countFor && note.dataset.countFor !== this.url) continue;
      note.hidden = this.missed < MISSED;
      if (note.hidden) continue;
      const time = this.seen.toLocaleTimeString(note.lang || document.documentElement.lang, { timeStyle: "short" });
      note.textContent = note.dataset.countStale.replace("{time}", time);
    }
  }

  apply(count) {
    for (const element of this.elements) {
      const value = count[element.dataset.countField];
      if (Number.isFinite(value)) show(element, value, count.goal);
    }
    const fields = new Set(this.elements.map((element) => element.dataset.countField));
    const shown = ["organizations", "individuals"].filter((name) => fields.has(name));
    const now = shown.map((name) => written(count[name], this.elements[0])).join(" + ");
    if (this.before !== undefined && now !== this.before) this.speaker.say(now);
    this.before = now;
  }
}

const speaker = new Speaker(document.querySelector("[data-count-status]"));
const letters = new Map();
for (const element of document.querySelectorAll("[data-count-url]")) {
  const url = element.dataset.countUrl;
  if (!letters.has(url)) letters.set(url, new Follower(url, speaker));
  letters.get(url).elements.push(element);
}
for (const letter of letters.values()) {
  letter.plan(EVERY);
  document.addEventListener("visibilitychange", () => letter.plan(document.hidden ? 0 : Math.min(letter.pause, 250)));
  addEventListener("online", () => letter.plan(250));
}
