// A table that pages and sorts on the Python side: only the rows on the page ever reach the browser, always as text.
function render({ model, el }) {
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const table = document.createElement("table");
  table.className = "cw-table";
  table.setAttribute("role", "grid");
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  const bar = document.createElement("div");
  bar.className = "cw-bar";
  const send = (name, value) => { model.set(name, value); model.save_changes(); };
  const last = () => model.get("pages") - 1;
  const turn = (page) => send("page", Math.min(Math.max(page, 0), last()));
  const button = (text, where) => {
    const b = document.createElement("button");
    b.textContent = text;
    b.onclick = () => turn(where());
    return b;
  };
  const first = button("«", () => 0);
  const back = button("‹", () => model.get("page") - 1);
  const place = document.createElement("span");
  place.setAttribute("aria-live", "polite");
  const next = button("›", () => model.get("page") + 1);
  const end = button("»", last);
  const go = document.createElement("label");
  const number = document.createElement("input");
  number.type = "number";
  number.min = 1;
  number.onchange = () => { if (number.value) turn(Math.trunc(number.value) - 1); };
  number.onkeydown = (e) => { if (e.key === "Enter") number.onchange(); };
  bar.append(first, back, place, next, end, go);
  const cell = (row, tag, text, numeric) => {
    const c = document.createElement(tag);
    c.textContent = text;
    if (numeric) c.className = "n";
    row.append(c);
    return c;
  };
  function name() {
    head.replaceChildren();
    model.get("header").forEach((text, i) => {
      const sortable = model.get("sortable").includes(i);
      const th = cell(head, "th", sortable ? "" : text, model.get("numeric").includes(i));
      th.setAttribute("scope", "col");
      if (!sortable) return;
      const press = document.createElement("button");
      press.textContent = text;
      press.onclick = () => {
        const [was, down] = model.get("sort");
        send("sort", [i, was === i && !down]);
      };
      th.append(press);
    });
    order();
  }
  function order() {
    const [sorted, down] = model.get("sort");
    [...head.cells].forEach((th, i) => {
      if (th.firstElementChild) th.setAttribute("aria-sort", i !== sorted ? "none" : down ? "descending" : "ascending");
    });
  }
  function draw() {
    const numeric = model.get("numeric");
    body.replaceChildren();
    model.get("rows").forEach(([id, ...values]) => {
      const row = body.insertRow();
      row.tabIndex = 0;
      row.dataset.id = id;
      row.setAttribute("aria-selected", id === model.get("selected"));
      values.forEach((text, i) => cell(row, "td", text, numeric.includes(i)));
      row.onclick = () => send("selected", id);
      row.onkeydown = (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); send("selected", id); } };
    });
    turned();
  }
  function turned() {
    const page = model.get("page");
    place.textContent = model.get("place");
    first.disabled = back.disabled = page <= 0;
    next.disabled = end.disabled = page >= last();
    first.hidden = end.hidden = go.hidden = last() < 2;
    number.max = last() + 1;
    number.value = page + 1;
  }
  function mark() {
    for (const row of body.rows) row.setAttribute("aria-selected", row.dataset.id === model.get("selected"));
  }
  const labels = model.get("labels");
  [back, next, first, end].forEach((b, i) => b.setAttribute("aria-label", labels[i]));
  go.append(labels[4], number);
  model.on("change:header change:sortable", name);
  model.on("change:sort", order);
  model.on("change:rows", draw);
  model.on("change:place change:page change:pages", turned);
  model.on("change:selected", mark);
  name();
  draw();
  el.append(table, bar);
}
export default { render };
