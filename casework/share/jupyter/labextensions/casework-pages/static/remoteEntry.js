// Runs a page of casework when it is opened, and hides its code. Written by hand: there is nothing to build.
// A page is a notebook at the top of the notebooks folder whose metadata says casework.autorun; the server's
// save hook lets nobody bring such a mark in (casework.lab.scrub).
const isPage = context =>
  !/[/:]/.test(context.path) && context.model.getMetadata("casework")?.autorun === true;

const isIdle = session => session.session?.kernel?.status === "idle" &&
  session.session.kernel.connectionStatus === "connected";

const idle = session => new Promise(resolve => {
  const look = () => {
    if (!isIdle(session)) return;
    session.statusChanged.disconnect(look);
    session.connectionStatusChanged.disconnect(look);
    resolve();
  };
  session.statusChanged.connect(look);
  session.connectionStatusChanged.connect(look);
  look();
});

// In a list, on a button or on a row of a table a letter must not be a command of the notebook: x would cut the cell.
const ownKeys = ({ target }) => {
  if (target.closest(".jp-OutputArea") && !target.matches("input, textarea")) target.setAttribute("data-lm-suppress-shortcuts", "true");
};

// A file that is dropped on a page goes to its upload button as if it had been chosen there. The widget keeps its
// input out of the page, so the input is caught when the button clicks it.
const inputOf = button => {
  const { click } = HTMLInputElement.prototype;
  let input = null;
  HTMLInputElement.prototype.click = function () { input = this; };
  try { button.click(); } finally { HTMLInputElement.prototype.click = click; }
  return input;
};

const dropped = event => {
  const buttons = [...event.currentTarget.querySelectorAll("button.widget-upload, button.jupyter-widget-upload")];
  const button = buttons.find(one => one.offsetParent !== null);
  if (!button || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.type !== "drop") return;
  const input = inputOf(button);
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change"));
};

async function open(app, panel, context) {
  await context.ready;
  if (!isPage(context)) return;
  panel.addClass("casework-page");
  panel.content.node.addEventListener("focusin", ownKeys);
  for (const kind of ["dragover", "drop"]) panel.content.node.addEventListener(kind, dropped, true);
  app.shell.collapseLeft();  // the list of files takes a fifth of the screen, and pages lead to one another
  await Promise.all([panel.revealed, context.sessionContext.ready]);
  await idle(context.sessionContext);
  if (panel.isDisposed) return;
  await app.commands.execute("notebook:run-all-cells", { semanticWidget: panel.id, activate: false });
  panel.content.activeCellIndex = 0;
  panel.content.node.querySelector(".jp-WindowedPanel-outer")?.scrollTo(0, 0);
  context.model.dirty = false;  // what the cells showed is not saved, so there is nothing to ask about on closing
  panel.node.dataset.casework = "ran";
}

const style = document.createElement("style");
style.textContent = `
  .casework-page .jp-CodeCell > .jp-Cell-inputWrapper,
  .casework-page .jp-InputPrompt, .casework-page .jp-OutputPrompt, .casework-page .jp-OutputArea-promptOverlay { display: none; }
  .casework-page .jp-Collapser { visibility: hidden; }
  .casework-page .jp-cell-toolbar { display: none; }
`;
document.head.append(style);

const plugin = {
  id: "casework-pages:plugin",
  autoStart: true,
  activate: app => app.docRegistry.addWidgetExtension("Notebook", {
    createNew: (panel, context) => { open(app, panel, context); },
  }),
};

(globalThis._JUPYTERLAB ??= {})["casework-pages"] = {
  init: () => {},
  get: async () => () => ({ __esModule: true, default: plugin }),
};
