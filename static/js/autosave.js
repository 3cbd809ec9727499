/* Fields that save themselves, for a form with data-autosave. Without this file the save button does it all.

   A box [data-answer] is one field: its controls, its version (a hidden input), and a place for its status.
   What is not on the server is in localStorage, under the user, the application and the field. */
"use strict";

const EVERY = 10_000;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 30_000;
const FARAWAY = [502, 503, 504, 429];

class LoggedOut extends Error {}
class Away extends Error {}

/* Values alike but for spaces, as in 12 500, and what is empty. */
function bare(pairs) {
  const filled = pairs.map(([name, value]) => [name, value.replace(/\s/g, "")]).filter(([, value]) => value);
  return JSON.stringify(filled.sort());
}

class Page {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.status = document.getElementById("lagrestatus");
    this.isSignedOut = false;
    this.wait = FIRST_RETRY;
    this.fields = [...form.querySelectorAll("[data-answer]")].map((box) => new Field(box, this));
    setInterval(() => this.saveAll(), EVERY);
    addEventListener("online", () => this.saveAll());
    addEventListener("visibilitychange", () => document.hidden && this.saveAll());
    form.addEventListener("submit", (event) => this.submit(event));
    for (const field of this.fields) field.begin();
  }

  say(text) {
    if (this.status && this.status.textContent !== text) this.status.textContent = text;
  }

  saveAll() {
    return this.isSignedOut ? Promise.resolve() : Promise.all(this.fields.map((field) => field.save()));
  }

  /* The net or the server is away: again soon, then ever more seldom. */
  retry() {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.saveAll();
    }, this.wait);
    this.wait = Math.min(this.wait * 1.5, LAST_RETRY);
  }

  isBack() {
    this.wait = FIRST_RETRY;
  }

  signOut() {
    this.isSignedOut = true;
    const notice = this.form.querySelector("[data-signed-out-notice]");
    if (notice.hidden) {
      notice.hidden = false;
      this.say(this.words.signedOut);
    }
    for (const field of this.fields) if (field.isDirty()) field.show("signed-out", this.words.signedOut);
  }

  /* Whoever presses the button while something is on its way waits until it has arrived. */
  async submit(event) {
    if (this.isLeaving || event.submitter?.name === "take") return;
    const dirty = this.fields.filter((field) => field.isDirty() || field.sending);
    if (!dirty.length) return;
    event.preventDefault();
    for (const field of dirty) await field.finish();
    const stuck = this.fields.find((field) => field.isDirty());
    if (stuck) {
      stuck.box.scrollIntoView({ block: "center" });
      stuck.controls()[0]?.focus({ preventScroll: true });
      return;
    }
    this.isLeaving = true;
    this.form.requestSubmit(event.submitter);
  }
}

class Field {
  constructor(box, page) {
    this.box = box;
    this.page = page;
    this.key = box.dataset.answer;
    this.place = `soknad:${page.words.user}:${page.words.application}:${this.key}`;
    this.version = box.querySelector(`[name="version-${this.key}"]`);
    this.statusLine = box.querySelector("[data-status]");
    this.errorLine = box.querySelector("[data-error]");
    this.saved = this.text();
    this.tried = [];
    box.addEventListener("input", () => this.touch());
    box.addEventListener("change", () => this.save());
    box.addEventListener("focusout", () => this.save());
  }

  /* What an earlier page could not send is put in again, upon the version that it was written upon. */
  begin() {
    if ("inConflict" in this.box.dataset || "kept" in this.box.dataset) this.saved = null;
    if ("inConflict" in this.box.dataset) return;
    const kept = this.recall();
    if (kept && kept.text !== this.text()) {
      this.saved = null;
      this.version.value = kept.version;
      this.tried = kept.tried || [];
      this.write(JSON.parse(kept.text));
      this.show("unsaved", this.page.words.unsaved);
    } else if (kept) {
      this.forget();
    }
    if (this.isDirty()) this.save();
  }

  controls() {
    const all = [...this.box.querySelectorAll("input, textarea, select")];
    return all.filter((one) => one.type !== "hidden" && !one.name.startsWith("confirm-"));
  }

  confirmation() {
    return this.box.querySelector('[name^="confirm-"]');
  }

  text() {
    const chosen = this.controls().filter((one) => !["checkbox", "radio"].includes(one.type) || one.checked);
    return JSON.stringify(chosen.map((one) => [one.name, one.value]));
  }

  write(pairs) {
    for (const one of this.controls()) {
      const mine = pairs.filter(([name]) => name === one.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(one.type)) one.checked = mine.includes(one.value);
      else one.value = mine[0] ?? "";
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  isDirty() {
    return this.text() !== this.saved || Boolean(this.confirmation()?.checked);
  }

  touch() {
    if (!this.isDirty()) return this.forget();
    const isKept = this.remember();
    if (this.page.isSignedOut) this.show("signed-out", this.page.words[isKept ? "signedOut" : "lost"]);
    else if (!this.conflict) this.show("unsaved", this.page.words.unsaved);
  }

  remember() {
    const kept = { text: this.text(), version: this.version.value, tried: this.tried };
    try {
      localStorage.setItem(this.place, JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  }

  recall() {
    try {
      return JSON.parse(localStorage.getItem(this.place));
    } catch {
      return null;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.place);
    } catch {
      /* then nothing was kept there either */
    }
  }

  show(state, text) {
    this.box.dataset.state = state;
    this.statusLine.textContent = text;
  }

  showError(text) {
    this.errorLine.textContent = text;
    this.errorLine.hidden = !text;
    for (const one of this.controls()) one.setAttribute("aria-invalid", Boolean(text));
    if (text) this.page.say(text);
  }

  save() {
    const isHeld = this.page.isSignedOut || this.conflict || this.refused === this.text();
    if (this.sending || isHeld || !this.isDirty()) return this.sending ?? Promise.resolve();
    this.sending = this.send().finally(() => (this.sending = undefined));
    return this.sending;
  }

  /* All of it: also what was typed while the last was on its way. */
  async finish() {
    await this.sending;
    await this.save();
  }

  async send() {
    const text = this.text();
    if (this.box.dataset.state !== "offline") this.show("saving", this.page.words.saving);
    try {
      const [status, answer] = await this.post(text);
      this.page.isBack();
      this.take(status, answer, text);
    } catch (problem) {
      if (problem instanceof LoggedOut) {
        this.remember();
        return this.page.signOut();
      }
      this.tried = [...this.tried.slice(-4), text];
      const word = this.page.words[this.remember() ? "offline" : "lost"];
      this.show("offline", word);
      this.page.say(word);
      this.page.retry();
    }
  }

  async post(text) {
    const body = new URLSearchParams(JSON.parse(text));
    for (const name of ["csrfmiddlewaretoken", "user"]) body.set(name, this.page.form.elements[name].value);
    body.set(this.version.name, this.version.value);
    if (this.confirmation()?.checked) body.set(this.confirmation().name, "1");
    const keepalive = body.toString().length < 50_000;
    const response = await fetch(this.box.dataset.url, { method: "POST", body, redirect: "manual", keepalive });
    const isJson = (response.headers.get("Content-Type") || "").includes("application/json");
    const isOut = response.type === "opaqueredirect" || response.status === 401;
    if (isOut || (response.status === 403 && !isJson)) throw new LoggedOut();
    if (FARAWAY.includes(response.status) || !isJson) throw new Away();
    return [response.status, await response.json()];
  }

  take(status, answer, text) {
    if (status === 200) this.wasSaved(answer, text);
    else if (status === 409) this.differs(answer, text);
    else {
      this.refused = text;
      this.remember();
      this.show("refused", this.page.words.refused);
      this.showError(answer.error);
    }
  }

  wasSaved(answer, text) {
    this.version.value = answer.version;
    this.saved = text;
    this.tried = [];
    this.refused = undefined;
    this.box.querySelectorAll("[data-copied], [data-conflict]").forEach((one) => one.remove());
    this.showError("");
    if (this.isDirty()) return this.touch();
    this.forget();
    const word = this.page.words.saved.replace("%s", answer.saved_at);
    this.show("saved", word);
    this.page.say(word);
  }

  /* What stands there may be our own, of which the answer never came: then ours goes on upon it. */
  differs(answer, text) {
    const theirs = Object.entries(answer.values).flatMap(([name, all]) => all.map((value) => [name, value]));
    if (this.tried.some((one) => bare(JSON.parse(one)) === bare(theirs))) {
      this.version.value = answer.version;
      this.tried = [];
      setTimeout(() => this.save());
      return;
    }
    this.conflict = answer;
    this.remember();
    this.show("changed", this.page.words.changed);
    this.page.say(this.page.words.changed);
    const note = document.getElementById("konflikt").content.cloneNode(true);
    note.querySelector("[data-by]").textContent = answer.by;
    note.querySelector("[data-at]").textContent = answer.at;
    note.querySelector("[data-theirs]").textContent = answer.shown || "–";
    note.querySelector("[data-keep-mine]").addEventListener("click", () => this.choose(answer));
    note.querySelector("[data-take-theirs]").addEventListener("click", () => this.choose(answer, theirs));
    this.box.prepend(note);
  }

  /* The conflict stands until the choice is whole: taking its button away makes a focusout, which saves. */
  choose(answer, theirs) {
    this.version.value = answer.version;
    if (theirs) {
      this.write(theirs);
      this.saved = this.text();
      this.forget();
      this.show("saved", "");
    }
    this.conflict = undefined;
    this.box.querySelectorAll("[data-conflict]").forEach((one) => one.remove());
    this.save();
    this.controls()[0]?.focus();
  }
}

document.querySelectorAll("form[data-autosave]").forEach((form) => new Page(form));
