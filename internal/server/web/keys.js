// Keys of the desk: j and k walk the findings or the articles, Enter
// explains, Esc clears, / goes to the search.

export function keys(doc, desk) {
  doc.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const field = e.target.closest?.("input, textarea, select");
    if (field) {
      if (e.key === "Escape") field.blur();
      return;
    }
    const act = {
      j: () => (desk ? desk.move(1) : row(doc, 1)),
      k: () => (desk ? desk.move(-1) : row(doc, -1)),
      "/": () => doc.querySelector("#q")?.focus(),
      Escape: () => desk?.reset(),
      Enter: () => {
        // on another link or button, Enter is the browser's
        const el = e.target.closest?.("a, button");
        if (el && !el.classList.contains("pick")) return false;
        return desk?.explain() ?? false;
      },
    }[e.key];
    if (act && act() !== false) e.preventDefault();
  });
}

// row moves the focus along the list of articles or hits.
function row(doc, step) {
  const links = [...doc.querySelectorAll("#list td.title > a, #list .group h2 a")];
  const at = links.indexOf(doc.activeElement);
  links[Math.min(Math.max(at + step, 0), links.length - 1)]?.focus();
}
