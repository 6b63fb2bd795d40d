/* The grid by keys alone: arrows, Ctrl+D, paste, what fits below a cell. The page works without it. */
(function () {
  "use strict";
  var table = document.querySelector("table.batch");
  if (!table) { return; }
  var body = table.tBodies[0];

  function cells(row) { return Array.from(row.querySelectorAll("td > input:not([type=hidden])")); }
  function rows() { return Array.from(body.rows); }
  function place(input) {
    var row = input.closest("tr");
    return { row: rows().indexOf(row), column: cells(row).indexOf(input) };
  }

  /* A row more is the last one, emptied and renumbered. */
  function add() {
    var last = body.rows[body.rows.length - 1], made = last.cloneNode(true), number = body.rows.length;
    made.querySelectorAll("p, select, input[type=hidden]").forEach(function (e) { e.remove(); });
    made.cells[0].textContent = number + 1;
    Array.from(made.cells).forEach(function (cell) { cell.classList.remove("wrong"); });
    made.querySelectorAll(".files-kept").forEach(function (e) { e.remove(); });
    cells(made).concat(Array.from(made.querySelectorAll("input[type=file]"))).forEach(function (input) {
      input.name = input.name.replace(/^rows-\d+-/, "rows-" + number + "-");
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+(?=行$)/, number + 1));
      ["aria-invalid", "aria-describedby"].forEach(function (name) { input.removeAttribute(name); });
      input.value = "";
    });
    body.append(made);
    return made;
  }

  function at(row, column) {
    while (body.rows.length <= row) { add(); }
    return cells(body.rows[row])[column];
  }

  function go(row, column) {
    var input = row >= 0 && row < body.rows.length && cells(body.rows[row])[column];
    if (input) { input.focus(); input.select(); }
    return Boolean(input);
  }

  function picked(input, id) {
    var cell = input.closest("td");
    cell.querySelectorAll("input[type=hidden], select").forEach(function (e) { e.remove(); });
    if (!id) { return; }
    var kept = document.createElement("input");
    kept.type = "hidden";
    kept.name = input.name + "-picked";
    kept.value = id;
    cell.append(kept);
  }

  function put(input, text, id) {
    input.value = text;
    picked(input, id);
    input.dispatchEvent(new Event("input", { bubbles: true, composed: false }));
  }

  function copyDown(input) {
    var here = place(input);
    if (here.row < 1) { return; }
    var above = at(here.row - 1, here.column);
    var id = above.closest("td").querySelector("[name$='-picked']");
    put(input, above.value, id ? id.value : "");
    close();
  }

  /* What Excel and WPS copy: cells between tabs, rows between line ends, in quotes where they hold either. */
  function read(text) {
    var found = [[""]], quoted = false, i = 0, line, last;
    for (; i < text.length; i += 1) {
      line = found[found.length - 1]; last = line.length - 1;
      if (quoted) {
        if (text[i] !== '"') { line[last] += text[i]; }
        else if (text[i + 1] === '"') { line[last] += '"'; i += 1; }
        else { quoted = false; }
      } else if (text[i] === '"' && line[last] === "") { quoted = true; }
      else if (text[i] === "\t") { line.push(""); }
      else if (text[i] === "\n") { found.push([""]); }
      else if (text[i] !== "\r") { line[last] += text[i]; }
    }
    return found.filter(function (l) { return l.some(function (c) { return c.trim(); }); });
  }

  function isHead(line) {
    var titles = Array.from(table.tHead.rows[0].cells).map(function (c) { return c.firstChild.textContent.trim(); });
    return line.filter(function (c) { return titles.includes(c.trim().replace(/[*＊]$/, "")); }).length > line.length / 2;
  }

  function paste(happening) {
    var input = happening.target.closest("td > input"), text = happening.clipboardData.getData("text/plain");
    if (!input || !/[\t\n]/.test(text.trim())) { return; }
    happening.preventDefault();
    var here = place(input), lines = read(text);
    if (lines.length > 1 && isHead(lines[0])) { lines.shift(); }
    lines.forEach(function (line, down) {
      line.forEach(function (value, right) {
        var cell = at(here.row + down, here.column + right);
        if (cell) { put(cell, value.replace(/\s*\n\s*/g, " ").trim(), ""); }
      });
    });
    close();
    go(Math.min(here.row + lines.length - 1, body.rows.length - 1), here.column);
  }

  /* What fits, below the cell */

  var list = document.createElement("ul"), owner = null, chosen = -1, waiting = 0;
  list.className = "batch-list";
  list.id = "batch-list";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  document.body.append(list);

  function close() {
    window.clearTimeout(waiting);
    if (owner) { owner.removeAttribute("aria-expanded"); owner.removeAttribute("aria-controls"); }
    list.hidden = true;
    owner = null;
    chosen = -1;
  }

  function point(next) {
    var all = list.children;
    if (!all.length) { return; }
    chosen = (next + all.length) % all.length;
    Array.from(all).forEach(function (one, n) { one.setAttribute("aria-selected", String(n === chosen)); });
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  function take(number) {
    var one = list.children[number], input = owner;
    put(input, one.dataset.text, one.dataset.value);
    close();
    next(input);
  }

  function open(input, matches) {
    if (document.activeElement !== input || !matches.length) { close(); return; }
    var box = input.getBoundingClientRect();
    list.replaceChildren.apply(list, matches.map(function (match) {
      var one = document.createElement("li"), hint = document.createElement("span");
      one.setAttribute("role", "option");
      one.dataset.text = match.text;
      one.dataset.value = match.value;
      one.textContent = match.text + " ";
      hint.textContent = match.hint || "";
      one.append(hint);
      return one;
    }));
    list.style.left = Math.max(0, Math.min(box.left, window.innerWidth - 240)) + "px";
    list.style.top = box.bottom + "px";
    list.hidden = false;
    owner = input;
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", list.id);
    point(0);
  }

  function find(input) {
    window.clearTimeout(waiting);
    if (!input.value.trim()) { close(); return; }
    waiting = window.setTimeout(function () {
      var typed = input.value, address = table.dataset.choices + "?column=" + input.dataset.find;
      fetch(address + "&q=" + encodeURIComponent(typed), { headers: { Accept: "application/json" } })
        .then(function (answer) { return answer.ok ? answer.json() : { matches: [] }; })
        .then(function (found) { if (input.value === typed) { open(input, found.matches); } }, close);
    }, 120);
  }

  function next(input) {
    var here = place(input), wide = cells(input.closest("tr")).length;
    if (here.column + 1 < wide) { go(here.row, here.column + 1); }
    else if (!go(here.row + 1, 0)) { at(here.row + 1, 0); go(here.row + 1, 0); }
  }

  function keys(happening) {
    var input = happening.target;
    if (happening.isComposing || !input.matches("td > input")) { return; }
    var key = happening.key, here = place(input), listed = owner === input;
    if (happening.ctrlKey && key.toLowerCase() === "d") { happening.preventDefault(); copyDown(input); return; }
    if (happening.ctrlKey || happening.altKey || happening.metaKey) { return; }
    if (key === "Escape") { close(); }
    else if (key === "Enter") {
      happening.preventDefault();
      if (listed && chosen >= 0) { take(chosen); } else { close(); next(input); }
    } else if (/^Arrow(Up|Down)$/.test(key)) {
      happening.preventDefault();
      var step = key === "ArrowDown" ? 1 : -1;
      if (listed) { point(chosen + step); } else { go(here.row + step, here.column); }
    } else if (key === "ArrowRight" && input.selectionEnd === input.value.length) {
      if (go(here.row, here.column + 1)) { happening.preventDefault(); }
    } else if (key === "ArrowLeft" && input.selectionStart === 0) {
      if (go(here.row, here.column - 1)) { happening.preventDefault(); }
    }
  }

  table.addEventListener("keydown", keys);
  table.addEventListener("paste", paste);
  table.addEventListener("input", function (happening) {
    /* Put in by hand: what was picked before no longer stands. */
    if (!happening.composed) { return; }
    picked(happening.target, "");
    if (happening.target.dataset.find) { find(happening.target); }
  });
  table.addEventListener("focusout", function () { window.setTimeout(function () {
    if (owner && document.activeElement !== owner) { close(); }
  }, 150); });
  list.addEventListener("mousedown", function (happening) {
    happening.preventDefault();
    var one = happening.target.closest("li");
    if (one) { take(Array.from(list.children).indexOf(one)); }
  });
  table.closest(".scroll").addEventListener("scroll", close, { passive: true });
  window.addEventListener("scroll", close, { passive: true });

  var first = table.querySelector("td.wrong > input") || table.querySelector("td > input");
  if (first) { first.focus(); }
})();
