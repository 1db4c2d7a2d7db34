// A table that pages on the Python side: only the rows on the page ever reach the browser, always as text.
function render({ model, el }) {
  const table = document.createElement("table");
  table.className = "cw-table";
  table.setAttribute("role", "grid");
  const bar = document.createElement("div");
  bar.className = "cw-bar";
  const turn = (by) => { model.set("page", model.get("page") + by); model.save_changes(); };
  const button = (text, by) => {
    const b = document.createElement("button");
    b.textContent = text;
    b.onclick = () => turn(by);
    bar.append(b);
    return b;
  };
  const back = button("‹", -1);
  const place = document.createElement("span");
  place.setAttribute("aria-live", "polite");
  bar.append(place);
  const next = button("›", 1);
  const pick = (id) => { model.set("selected", id); model.save_changes(); };
  const cell = (row, tag, text, numeric) => {
    const c = document.createElement(tag);
    c.textContent = text;
    if (numeric) c.className = "n";
    row.append(c);
    return c;
  };
  function draw() {
    table.replaceChildren();
    const numeric = model.get("numeric");
    const head = table.createTHead().insertRow();
    model.get("header").forEach((text, i) => cell(head, "th", text, numeric.includes(i)).setAttribute("scope", "col"));
    const body = table.createTBody();
    model.get("rows").forEach(([id, ...values]) => {
      const row = body.insertRow();
      row.tabIndex = 0;
      row.dataset.id = id;
      row.setAttribute("aria-selected", id === model.get("selected"));
      values.forEach((text, i) => cell(row, "td", text, numeric.includes(i)));
      row.onclick = () => pick(id);
      row.onkeydown = (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); pick(id); } };
    });
    place.textContent = model.get("place");
    back.disabled = model.get("page") <= 0;
    next.disabled = model.get("page") >= model.get("pages") - 1;
    back.setAttribute("aria-label", model.get("labels")[0]);
    next.setAttribute("aria-label", model.get("labels")[1]);
  }
  function mark() {
    for (const row of table.querySelectorAll("tbody tr"))
      row.setAttribute("aria-selected", row.dataset.id === model.get("selected"));
  }
  model.on("change:rows change:header change:place", draw);
  model.on("change:selected", mark);
  draw();
  el.append(table, bar);
}
export default { render };
