/* Another window or person saved meanwhile: what is shown follows, or who comes second decides. */

import { answer, tell } from "./dialogs.js";
import { rewrite } from "./rewriting.js";
import { explain } from "./trouble.js";

const by = (id) => document.getElementById(id);

export class Settling {
  constructor({ keeper, panes, texts, state }) {
    Object.assign(this, { keeper, panes, texts, state });
  }

  /** What is shown follows, and says so, unless both decided one thing otherwise. */
  followOrAsk(data) {
    const { work: joined, clashes } = this.keeper.joined(data.work);
    if (clashes.length) {
      this.ask(data);
      return;
    }
    this.goOn(data, joined, data.at);
    explain(this.savedBy(data));
  }

  savedBy({ by: who, at }) {
    return this.texts.stale.replace("%(by)s", who).replace("%(at)s", at);
  }

  ask(data) {
    by("conflict-told").textContent = this.savedBy(data);
    const rows = data.differences.map(({ what, mine, kept }) => {
      const row = document.createElement("tr");
      [what, mine, kept].forEach((text) => row.insertCell().append(text));
      return row;
    });
    by("conflict-rows").replaceChildren(...rows);
    by("conflict-theirs").onclick = () => this.decided(data, data.work);
    by("conflict-mine").onclick = () => this.decided(data, this.keeper.joined(data.work).work);
    if (!by("conflict").open) {
      tell("conflict");
    }
  }

  decided(data, work) {
    answer("conflict", "settled");
    this.goOn(data, work, "");
  }

  goOn(data, work, at) {
    this.keeper.settle(data.work, work);
    rewrite(data.parts, this.panes);
    this.state(this.keeper.dirty ? "saving" : "saved", this.keeper.dirty ? "" : at);
  }
}
