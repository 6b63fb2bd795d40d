/* The kinds of element on a page: all that a rule of access looks at, without what
   the words are. Two pages of the same shapes break the same rules. */
(address) => {
  const TOLD = /^(type|role|style|lang|tabindex|autocomplete|scope|hidden|disabled)$/;
  const WORDS = /^aria-(label|description|placeholder|roledescription|value)/;
  const NAMES = /^(for|headers|aria-(labelledby|describedby|controls|owns|details))$/;
  const short = (text) => (text && text.trim() ? "" : "=empty");
  const found = (name) => (document.getElementById(name) ? "found" : "missing");
  const twice = (name) => document.querySelectorAll(`#${CSS.escape(name)}`).length > 1;

  // Rules of tables begin with the third row and column.
  const few = (many) => Math.min(many?.length ?? 0, 4);
  const scrolls = (element) =>
    (element.scrollWidth > element.clientWidth ||
      element.scrollHeight > element.clientHeight) &&
    /auto|scroll/.test(getComputedStyle(element).overflow);

  const attribute = ({ name, value }) => {
    if (name === "class") return "";
    if (name === "id") return twice(value) ? "id=twice" : "id";
    if (NAMES.test(name)) return `${name}=${value.trim().split(/\s+/).map(found)}`;
    if (TOLD.test(name) || (/^aria-/.test(name) && !WORDS.test(name)))
      return `${name}=${value}`;
    return name + short(value);
  };

  // A numbered class is one of many alike; htmx marks what it is loading.
  const look = (element) => {
    const names = [...element.classList].filter((name) => !name.startsWith("htmx-"));
    const kinds = new Set(names.map((name) => name.replace(/-\d+$/, "-n")));
    return `${[...kinds].join(".")} ${element.getAttribute("role") ?? ""}`;
  };

  const own = (element) => {
    const facts = [...element.attributes].map(attribute);
    const tags = [...element.children].map((child) => child.localName);
    facts.push(tags.filter((tag, at) => tag !== tags[at - 1]).join("+"));
    facts.push(short(element.textContent));
    if ([...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
      facts.push("text");
    for (const label of element.labels ?? []) facts.push(`label${short(label.textContent)}`);
    if (element.rows) facts.push(`${few(element.rows)}x${few(element.rows[0]?.cells)}`);
    if (element.localName === "meta") facts.push(element.content);
    if (element.checkVisibility({ visibilityProperty: true })) facts.push("shown");
    if (scrolls(element)) facts.push("scrolls");
    return facts.join(" ");
  };

  const shapes = new Set();
  const visit = (element, path) => {
    const here = `${path}>${element.localName} ${look(element)}`;
    shapes.add(`${here} ${own(element)}`);
    for (const child of element.children) visit(child, here);
  };
  visit(document.documentElement, "");
  // A drawing's links have no href of their own as text.
  const target = (a) => new URL(a.getAttribute("href"), document.baseURI).href;
  const links = [...document.querySelectorAll("a[href]")].map((a) => target(a).split("#")[0]);
  return {
    shapes: [...shapes],
    links: [...new Set(links)].filter((url) => url.startsWith(address)),
    overflow: document.documentElement.scrollWidth - innerWidth,
  };
};
