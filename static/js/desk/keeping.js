/* Keeps the work: at once in this browser, and soon at the server. Nothing is overwritten. */

import { get, post, renew } from "./asking.js";
import { merge, same } from "./work.js";

const SOON = 150; // ms after a decision
const TYPING = 1500; // ms after a keystroke
const AGAIN = 5000; // ms after no answer

export class Keeper {
  /** `on` are the page's answers: kept, refused, stale, signedOut, state. */
  constructor(desk, on) {
    this.urls = desk.urls;
    this.on = on;
    this.kept = desk.work;
    this.work = desk.work;
    this.place = `desk:draft:${desk.urls.save}`;
    this.timer = null;
    this.busy = false;
  }

  get dirty() {
    return !same(this.work, this.kept);
  }

  /** What this browser still holds from before a crash or a closed lid, if it differs. */
  restore() {
    const { work, base } = this.held() ?? {};
    if (!work || same(work, this.work)) {
      this.forget();
      return false;
    }
    this.work = work;
    this.kept = base;
    this.soon(0);
    return true;
  }

  /** Applies a change, holds it here, and saves it soon. */
  change(how, { typing = false } = {}) {
    this.work = how(this.work);
    this.hold();
    this.on.state("saving");
    this.soon(typing ? TYPING : SOON);
  }

  soon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  /** Saves what differs. Resolves when the server has answered. */
  async save() {
    clearTimeout(this.timer);
    if (this.busy) {
      this.soon(SOON);
      return;
    }
    if (!this.dirty) {
      this.on.state("saved");
      return;
    }
    this.busy = true;
    const sent = this.work;
    const { status, data } = await post(this.urls.save, sent);
    this.busy = false;
    this.answered(status, data, sent);
  }

  /** Saves until nothing differs. Says whether that could be done. */
  async flush() {
    for (let tries = 0; this.dirty && tries < 20; tries += 1) {
      const before = this.kept;
      if (this.busy) {
        await new Promise((resolve) => setTimeout(resolve, SOON));
      } else {
        await this.save();
        if (this.kept === before) {
          break;
        }
      }
    }
    return !this.dirty;
  }

  answered(status, data, sent) {
    if (status === 200) {
      const more = !same(this.work, sent);
      this.kept = data.work;
      this.work = more ? { ...this.work, version: data.work.version } : data.work;
      if (more) {
        // What was shown of it is older than what was decided since: the next answer is shown.
        this.hold();
        this.soon(SOON);
      } else {
        this.forget();
        this.on.kept(data);
      }
    } else if (status === 409) {
      this.on.stale(data);
    } else if (status === 401 || status === 403) {
      this.on.signedOut();
    } else if (status === 422) {
      this.work = this.kept;
      this.forget();
      this.on.refused(data.message);
    } else {
      this.on.state("unsaved");
      this.soon(AGAIN);
    }
  }

  /** What this window decided, joined with what another has saved since: see `merge`. */
  joined(theirs) {
    return merge(this.kept, this.work, theirs);
  }

  /** Goes on from what the server holds (`theirs`), as `work`; without one, as it is held. */
  settle(theirs, work = theirs) {
    this.kept = theirs;
    this.work = { ...work, version: theirs.version };
    if (this.dirty) {
      this.hold();
      this.soon(0);
    } else {
      this.forget();
    }
  }

  /** Asks whether somebody is signed in again, and whether another has saved meanwhile. */
  async look() {
    const { status, data } = await get(this.urls.state);
    if (status === 200) {
      renew(data.token);
      if (data.version !== this.kept.version && !this.busy) {
        const answer = await post(this.urls.save, this.work);
        if (answer.status === 409) {
          this.on.stale(answer.data);
        }
      } else if (this.dirty) {
        this.soon(0);
      }
    }
    return status;
  }

  hold() {
    try {
      localStorage.setItem(this.place, JSON.stringify({ work: this.work, base: this.kept }));
    } catch {
      /* A full or closed store: the server's copy is only seconds older. */
    }
  }

  held() {
    try {
      return JSON.parse(localStorage.getItem(this.place) ?? "null");
    } catch {
      return null;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.place);
    } catch {
      /* As above. */
    }
  }
}
