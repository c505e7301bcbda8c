// Makes an editor of each text box of RichTextWidget. Without this script the box itself takes the text.
// One engine cleans: what is pasted goes to the server and comes back as it will be saved.

const STYLES = [
  ["paragraph", "正文"],
  ["doc-flush", "顶格"],
  ["doc-center", "居中"],
  ["doc-right", "居右（落款）"],
  ["doc-caption", "表题（写在表格前）"],
  ["heading2", "一级标题"],
  ["heading3", "二级标题"],
  ["heading4", "三级标题"],
  ["blockquote", "引文"],
];

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

function extensions(kit) {
  const text = { paragraph: [], tableCell: [], tableHeader: [] };
  return [
    kit.Document, kit.Text, kit.Paragraph, kit.HardBreak, kit.History, kit.Gapcursor, kit.NoSpellCheck,
    kit.Bold, kit.Italic, kit.Subscript, kit.Superscript,
    kit.Heading.configure({ levels: [2, 3, 4] }),
    kit.BulletList, kit.OrderedList.configure({ enableListAttributes: false }), kit.ListItem,
    kit.Blockquote, kit.HorizontalRule,
    kit.Table, kit.TableRow, kit.TableHeader, kit.TableCell,
    kit.Link.configure({ enableTarget: false, openOnClick: false, autolink: false, linkOnPaste: false }),
    kit.Image.configure({ inline: true }),
    kit.NodeClass.configure({ cssClasses: text }),
  ];
}

const inert = (html) => html.replaceAll(/<[a-z][^>]*>/gi, (tag) =>
  tag.replaceAll(/\s(?:style|on\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""));

// The editor knows no caption of a table: it is a line before the table, which the server turns back.
function forEditor(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  for (const caption of body.querySelectorAll("caption")) {
    const line = make("p", { class: "doc-caption" });
    line.append(...caption.childNodes);
    caption.closest("table").before(line);
    caption.remove();
  }
  return body.innerHTML.replaceAll(/>\n+</g, "><");
}

// Lines typed into the box without tags are paragraphs, as the server takes them.
function contentOf(box) {
  if (/<\/?[a-z][^<>]*>/i.test(box.value)) return forEditor(box.value);
  const lines = box.value.split("\n").filter((line) => line.trim());
  return lines.map((line) => make("p", {}, line.trim()).outerHTML).join("");
}

function ask(title, fields) {
  return new Promise((resolve) => {
    const boxes = fields.map(({ label, hint, value }) => {
      const box = make("input", { type: "text", required: "" });
      box.value = value || "";
      return [make("label", {}, label, make("small", {}, hint), box), box];
    });
    const cancel = make("button", { type: "button" }, "取消");
    const form = make("form", { method: "dialog" }, ...boxes.map(([label]) => label),
      make("button", { class: "btn" }, "确定"), " ", cancel);
    const dialog = make("dialog", { class: "rt-dialog", "aria-label": title }, form);
    let answer = null;
    cancel.addEventListener("click", () => dialog.close());
    form.addEventListener("submit", () => { answer = boxes.map(([, box]) => box.value.trim()); });
    dialog.addEventListener("close", () => { dialog.remove(); resolve(answer); });
    // Not inside the form of the page: forms do not nest.
    document.body.append(dialog);
    dialog.showModal();
  });
}

async function askLink(editor) {
  const { href } = editor.getAttributes("link");
  const answer = await ask("链接", [
    { label: "网址", hint: "以 https:// 开头；本站的网页以 / 开头", value: href },
  ]);
  if (answer) editor.chain().focus().extendMarkRange("link").setLink({ href: answer[0] }).run();
}

async function askPicture(editor) {
  const { src, alt } = editor.getAttributes("image");
  const answer = await ask("图片", [
    { label: "图片地址", hint: "先把图片作为附件上传，再把它的地址写在这里", value: src },
    { label: "文字说明", hint: "图上有什么，看不见图的人靠它了解内容", value: alt },
  ]);
  if (answer) editor.chain().focus().setImage({ src: answer[0], alt: answer[1] }).run();
}

const DEEDS = [
  { word: "加粗", mark: "bold", run: (c) => c.toggleBold() },
  { word: "倾斜", mark: "italic", run: (c) => c.toggleItalic() },
  { word: "上标", mark: "superscript", run: (c) => c.unsetSubscript().toggleSuperscript() },
  { word: "下标", mark: "subscript", run: (c) => c.unsetSuperscript().toggleSubscript() },
  { word: "编号", mark: "orderedList", run: (c) => c.toggleOrderedList() },
  { word: "项目符号", mark: "bulletList", run: (c) => c.toggleBulletList() },
  { word: "链接", mark: "link", ask: askLink, needs: (e) => !e.state.selection.empty || e.isActive("link") },
  { word: "去掉链接", when: "link", run: (c) => c.extendMarkRange("link").unsetLink() },
  { word: "图片", mark: "image", ask: askPicture },
  { word: "表格", run: (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), unless: "table" },
  { word: "加行", when: "table", run: (c) => c.addRowAfter() },
  { word: "删行", when: "table", run: (c) => c.deleteRow() },
  { word: "加列", when: "table", run: (c) => c.addColumnAfter() },
  { word: "删列", when: "table", run: (c) => c.deleteColumn() },
  { word: "合并格", when: "table", run: (c) => c.mergeCells() },
  { word: "拆分格", when: "table", run: (c) => c.splitCell() },
  { word: "表头格", mark: "tableHeader", when: "table", run: (c) => c.toggleHeaderCell() },
  { word: "删表格", when: "table", run: (c) => c.deleteTable() },
  { word: "撤销", run: (c) => c.undo(), needs: (e) => e.can().undo() },
  { word: "重做", run: (c) => c.redo(), needs: (e) => e.can().redo() },
];

// The focus stays on the list: by arrow keys, each style on the way is a choice.
function setStyle(editor, style) {
  const chain = editor.chain();
  if (style.startsWith("heading")) chain.setHeading({ level: Number(style.slice(7)) }).run();
  else if (style === "blockquote") chain.toggleBlockquote().run();
  else chain.setParagraph().updateAttributes("paragraph", { class: style === "paragraph" ? null : style }).run();
}

function styleAt(editor) {
  for (const level of [2, 3, 4]) if (editor.isActive("heading", { level })) return `heading${level}`;
  const name = editor.getAttributes("paragraph").class;
  if (STYLES.some(([style]) => style === name)) return name;
  return editor.isActive("blockquote") ? "blockquote" : "paragraph";
}

function toolbar(editor, label) {
  const styles = make("select", { "aria-label": "段落样式" },
    ...STYLES.map(([value, word]) => make("option", { value }, word)));
  styles.addEventListener("change", () => setStyle(editor, styles.value));
  const buttons = DEEDS.map((deed) => {
    const button = make("button", { type: "button" }, deed.word);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      if (deed.ask) deed.ask(editor);
      else deed.run(editor.chain().focus()).run();
    });
    return button;
  });
  const bar = make("div", { class: "rt-bar", role: "toolbar", "aria-label": `${label}：排版` }, styles, ...buttons);
  const show = () => {
    styles.value = styleAt(editor);
    DEEDS.forEach((deed, number) => {
      const button = buttons[number];
      button.hidden = (deed.when && !editor.isActive(deed.when)) || (deed.unless && editor.isActive(deed.unless));
      if (deed.mark) button.setAttribute("aria-pressed", editor.isActive(deed.mark));
      if (deed.needs) button.setAttribute("aria-disabled", !deed.needs(editor));
    });
  };
  editor.on("transaction", show);
  show();
  moveByArrows(bar);
  bar.addEventListener("keydown", (event) => { if (event.key === "Escape") editor.commands.focus(); });
  return bar;
}

// One stop for the Tab key; the arrows go from tool to tool.
function moveByArrows(bar) {
  const tools = () => [...bar.children].filter((tool) => !tool.hidden);
  const only = (tool) => { for (const each of bar.children) each.tabIndex = each === tool ? 0 : -1; };
  only(bar.firstElementChild);
  bar.addEventListener("focusin", (event) => only(event.target));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = tools();
    all[(all.indexOf(event.target) + step + all.length) % all.length].focus();
  });
}

// One plain paragraph runs on where the cursor stands; anything more comes as blocks, each with its style.
function insert(editor, html) {
  const blocks = new DOMParser().parseFromString(html, "text/html").body.children;
  if (blocks.length === 1 && blocks[0].matches("p:not([class])")) editor.view.pasteHTML(html);
  else editor.chain().focus().insertContent(forEditor(html), { parseOptions: { preserveWhitespace: false } }).run();
}

async function paste(editor, html, box, say) {
  const headers = { "X-CSRFToken": box.form?.elements.csrfmiddlewaretoken?.value || "" };
  // Pictures written into the text itself are not taken over; they would only make the request heavy.
  const body = html.replace(/(src\s*=\s*["']?)data:[^"'\s>]+/gi, "$1data:");
  try {
    const answer = await fetch(box.dataset.cleaner, { method: "POST", headers, body });
    const { html: cleaned, message } = await answer.json();
    say(message || "");
    if (cleaned) insert(editor, cleaned);
  } catch {
    say("粘贴的格式这次没有整理，保存的时候再整理。");
    editor.view.pasteHTML(html);
  }
}

function labelOf(box) {
  return box.labels[0]?.firstChild?.textContent.trim() || "正文";
}

async function edit(box) {
  const kit = await import(box.dataset.richText);
  const label = labelOf(box);
  const said = make("p", { class: "rt-said", role: "status" });
  const place = make("div");
  const frame = make("div", { class: "rt" }, said, place);
  const attributes = { role: "textbox", "aria-multiline": "true", "aria-label": label, lang: "zh-CN" };
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (box.hasAttribute(name)) attributes[name] = box.getAttribute(name);
  }
  const editor = new kit.Editor({
    element: place,
    content: contentOf(box),
    editable: !box.disabled && !box.readOnly,
    extensions: extensions(kit),
    injectCSS: false, // a style element in the page is against the policy
    editorProps: {
      attributes,
      // Before the editor itself parses anything: even a style or a deed that is only parsed is against the policy.
      handleDOMEvents: {
        paste(_view, event) {
          const html = event.clipboardData?.getData("text/html");
          // What comes from an editor of this kind needs no cleaning to be shown.
          if (!html || !box.dataset.cleaner || html.includes("data-pm-slice")) return false;
          event.preventDefault();
          paste(editor, html, box, (words) => { said.textContent = words; });
          return true;
        },
      },
      transformPastedHTML: inert,
      handleKeyDown(_view, event) {
        if (!(event.altKey && event.key === "F10")) return false;
        bar.querySelector("[tabindex='0']").focus();
        return true;
      },
    },
    onUpdate: () => { box.value = editor.isEmpty ? "" : editor.getHTML(); },
  });
  const bar = toolbar(editor, label);
  frame.prepend(bar);
  box.after(frame);
  box.hidden = true;
  box.labels[0]?.addEventListener("click", () => editor.commands.focus());
}

document.querySelectorAll("textarea[data-rich-text]").forEach(edit);
