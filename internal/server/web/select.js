// Choosing a finding on an article's page: its evidence, trigger and details
// are marked in the text, and the address says which one it is.

const has = (attr, id) => `[${attr}~="${CSS.escape(id)}"]`;

/** Makes the chooser of a page, or nothing where there is no article. */
export function chooser(doc) {
  const desk = doc.querySelector(".desk");
  if (!desk) return null;
  const text = desk.querySelector(".text");
  const said = doc.querySelector("#said");
  const dock = doc.querySelector(".dock");
  const cards = () => [...desk.querySelectorAll(".card")];
  const narrow = () => matchMedia("(max-width: 60rem)").matches;
  let chosen = new URLSearchParams(location.search).get("f");

  function clear() {
    for (const el of doc.querySelectorAll(".seg.on, .seg.trig, .seg.cond, .seg.ment")) el.classList.remove("on", "trig", "cond", "ment");
    for (const el of desk.querySelectorAll(".card.on, .actor.on")) {
      el.classList.remove("on");
      el.querySelector(".pick").removeAttribute("aria-current");
    }
    desk.querySelector(".back")?.remove();
    chosen = null;
    dock.hidden = true;
  }

  function mark(id) {
    const rules = [["data-f", "on"], ["data-t", "trig"], ["data-c", "cond"], ["data-m", "ment"]];
    for (const [attr, cls] of rules) for (const el of text.querySelectorAll(has(attr, id))) el.classList.add(cls);
  }

  function visible(el, box) {
    const r = el.getBoundingClientRect();
    return r.top >= box.top && r.bottom <= box.bottom;
  }

  const smooth = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  /** Chooses the finding or actor with this id; focus moves to its card if asked. */
  function choose(id, { focus = false, scrollCard = true } = {}) {
    const card = doc.getElementById("f-" + id);
    if (!card) return;
    clear();
    chosen = id;
    card.classList.add("on");
    const pick = card.querySelector(".pick");
    pick.setAttribute("aria-current", "true");
    mark(id);
    const first = text.querySelector(has("data-f", id)) ?? text.querySelector(has("data-m", id));
    if (first) {
      const box = { top: 80, bottom: innerHeight - (narrow() ? 90 : 40) };
      if (!visible(first, box)) first.scrollIntoView({ block: "center", behavior: smooth() });
    }
    if (scrollCard && !narrow()) {
      const pane = desk.querySelector(".findings");
      const r = pane.getBoundingClientRect();
      if (!visible(card, { top: Math.max(r.top, 0) + 60, bottom: Math.min(r.bottom, innerHeight) })) pane.scrollTo({ top: card.offsetTop - pane.clientHeight / 3, behavior: smooth() });
    }
    if (focus) pick.focus({ preventScroll: true });
    const title = pick.textContent.trim();
    const quote = [...text.querySelectorAll(has("data-f", id))].map((el) => el.textContent).join("");
    said.textContent = quote ? `${title}. Evidence: ${quote}` : title;
    dock.hidden = false;
    const link = dock.querySelector(".docktitle");
    link.textContent = title;
    link.href = "#f-" + id;
    history.replaceState(null, "", "?" + new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(location.search)), f: id }));
  }

  function move(step) {
    const list = cards();
    if (!list.length) return;
    const at = list.findIndex((c) => c.dataset.id === chosen);
    const next = at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + step, 0), list.length - 1);
    choose(list[next].dataset.id, { focus: !narrow() });
  }

  function reset() {
    clear();
    said.textContent = "";
    const q = new URLSearchParams(location.search);
    q.delete("f");
    history.replaceState(null, "", location.pathname + (q.size ? "?" + q : ""));
  }

  desk.addEventListener("click", (e) => {
    if (e.metaKey || e.ctrlKey || e.shiftKey || e.button) return;
    const pick = e.target.closest(".pick");
    if (pick) {
      e.preventDefault();
      choose(pick.closest("[data-id]").dataset.id, { scrollCard: false });
      return;
    }
    const seg = e.target.closest(".text [data-f]");
    if (seg && !getSelection().toString()) {
      const ids = seg.dataset.f.split(" ").filter((id) => doc.getElementById("f-" + id));
      const next = ids[(ids.indexOf(chosen) + 1) % ids.length];
      if (next) choose(next);
    }
  });
  dock.addEventListener("click", (e) => {
    const b = e.target.closest("[data-move]");
    if (b) move(Number(b.dataset.move));
  });
  if (chosen) choose(chosen);
  return { move, reset, explain: () => chosen && desk.querySelector(`.card.on .explain`)?.click() };
}
