// A button that prints a document from a closed frame in which no script runs; no file is left behind.
function render({ model, el }) {
  const button = document.createElement("button");
  button.className = "cw-print jupyter-button widget-button";
  button.style.cssText = "width:max-content;margin:2px 8px 2px 2px";
  button.textContent = model.get("label");
  let frame = null;
  button.onclick = () => {
    frame?.remove();
    frame = document.createElement("iframe");
    frame.className = "cw-print-frame";
    frame.style.cssText = "position:fixed;width:0;height:0;border:0";
    frame.setAttribute("sandbox", "allow-same-origin allow-modals");
    frame.setAttribute("aria-hidden", "true");
    frame.onload = () => frame.contentWindow.print();
    frame.srcdoc = model.get("document");
    document.body.append(frame);
  };
  el.append(button);
  return () => frame?.remove();
}
export default { render };
