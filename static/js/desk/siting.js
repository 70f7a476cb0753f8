/* Of what level a place yet to be made is, and what it lies in: decided in place, by keys. */

import { asked } from "./dialogs.js";
import { searchInto } from "./places.js";
import * as work from "./work.js";

const by = (id) => document.getElementById(id);

export class Siting {
  constructor(keeper, desk, texts, say) {
    Object.assign(this, { keeper, texts, say });
    this.district = "";
    searchInto(by("site-within"), by("site-found"), {
      url: desk.urls.places,
      query: () => ({ district: this.district, kind: "holder" }),
      texts,
      say,
    });
  }

  /** Asks about the new place of a row: its reference, how it was read, and how it is read now. */
  async site(item, { site, level, within = "", readLevel, district }) {
    if (!item || site === undefined) {
      this.say(this.texts.nothing);
      return;
    }
    this.district = district;
    by("site-official").textContent = site.split("|").at(-1);
    const said = await asked("site", { fields: { level, within }, focus: "level" });
    if (!said || (said.level === level && said.within.trim() === within)) {
      return;
    }
    const decided = { level: said.level, within: said.within.trim() };
    const isAsRead = decided.level === readLevel && !decided.within;
    this.keeper.change((w) => work.site(w, site, isAsRead ? null : decided));
  }
}
