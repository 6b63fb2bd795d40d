/* Keys, and what was typed but not sent. Every page works without this file. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-typed]");

  /* Enter goes on to the next field */

  function isShown(element) {
    return element.getClientRects().length > 0 && !element.closest("details:not([open])");
  }

  /* What Enter stops at: one of a group of radio buttons, a list once, the button last. */
  function stops() {
    var groups = {};
    return Array.from(form.elements).filter(function (element) {
      if (element.closest(".ts-wrapper")) { return false; }
      if (element.tomselect) { return isShown(element.tomselect.wrapper); }
      if (element.tagName === "FIELDSET" || element.type === "hidden" || !isShown(element)) { return false; }
      if (element.tagName === "BUTTON") { return Boolean(element.closest(".submit")); }
      /* A file is rare, and chosen in a window of the browser's own. */
      if (element.type === "file") { return element === document.activeElement; }
      if (element.type !== "radio") { return true; }
      var first = !groups[element.name];
      groups[element.name] = true;
      return first;
    });
  }

  function goOn(from) {
    var all = stops();
    var here = all.findIndex(function (stop) {
      return stop === from || (from.type === "radio" && stop.name === from.name);
    });
    var next = all[here + 1];
    if (!next) { return; }
    if (next.tomselect) { next.tomselect.focus(); return; }
    if (next.type === "radio") {
      next = form.querySelector('input[name="' + CSS.escape(next.name) + '"]:checked') || next;
    }
    next.focus();
  }

  /* Something typed or pointed at in a list is chosen first; then it closes. */
  function enterInList(list, happening) {
    if (list.isOpen && (list.inputValue() || list.wrapper.dataset.moved)) {
      /* What was typed is gone once it is chosen; quick fingers find the list open again. */
      window.setTimeout(function () {
        if (list.inputValue()) { return; }
        list.close();
        goOn(list.input);
      }, 0);
      return;
    }
    happening.preventDefault();
    happening.stopPropagation();
    list.close();
    goOn(list.input);
  }

  function enter(happening) {
    var element = happening.target;
    /* A grid goes its own way. */
    if (!form || element.form !== form || element.closest("table.batch")) { return; }
    var wrapper = element.closest(".ts-wrapper");
    if (wrapper) { enterInList(wrapper.previousElementSibling.tomselect, happening); return; }
    if (!/^(INPUT|SELECT)$/.test(element.tagName) || element.type === "file") { return; }
    happening.preventDefault();
    goOn(element);
  }

  function isTyping(element) { return element.closest("input, select, textarea, [contenteditable]"); }

  function toFirstFilter() {
    var details = document.querySelector("details.filters");
    if (details) { details.open = true; }
    var first = document.querySelector(
      ".filter-grid select, .filter-grid input:not([type=hidden]), main form[method=get] input:not([type=hidden])");
    if (first) { first.focus(); }
  }

  document.addEventListener("keydown", function (happening) {
    /* An input method takes Enter for itself. */
    if (happening.isComposing || happening.ctrlKey || happening.altKey || happening.metaKey) { return; }
    var wrapper = happening.target.closest(".ts-wrapper");
    if (wrapper && /^Arrow(Down|Up)$/.test(happening.key)) { wrapper.dataset.moved = "1"; return; }
    if (happening.key === "Enter") { enter(happening); return; }
    if (isTyping(happening.target)) { return; }
    var help = document.querySelector(".help-link");
    if (happening.key === "?" && help) { help.click(); }
    if (happening.key === "/") { happening.preventDefault(); toFirstFilter(); }
  }, true);
  document.addEventListener("focusout", function (happening) {
    var wrapper = happening.target.closest(".ts-wrapper");
    if (wrapper) { delete wrapper.dataset.moved; }
  });

  /* What was typed and not sent is offered again: by person and form, in this tab alone */

  var person = document.body.dataset.person || "", mine = "typed:" + person + ":";
  var key = mine + window.location.pathname;

  function kept(work) {
    try { return work(window.sessionStorage); } catch (refused) { return null; }
  }

  function forget(which) {
    kept(function (store) {
      Object.keys(store).filter(which).forEach(function (name) { store.removeItem(name); });
    });
  }

  function isKept(element) {
    return element.name && !/^(hidden|password|file|submit|button)$/.test(element.type) &&
      element.tagName !== "BUTTON";
  }

  function read() {
    var found = [];
    Array.from(form.elements).filter(isKept).forEach(function (element) {
      if (element.tagName === "SELECT") {
        Array.from(element.selectedOptions).forEach(function (option) {
          if (option.value) { found.push([element.name, option.value, option.text]); }
        });
      } else if (!/^(radio|checkbox)$/.test(element.type) || element.checked) {
        if (element.value) { found.push([element.name, element.value]); }
      }
    });
    return JSON.stringify(found);
  }

  function choose(select, values, titles) {
    values.forEach(function (value, number) {
      if (select.tomselect) { select.tomselect.addOption({ value: value, text: titles[number] }); }
      else if (!Array.from(select.options).some(function (o) { return o.value === value; })) {
        select.add(new Option(titles[number], value));
      }
    });
    if (select.tomselect) { select.tomselect.setValue(select.multiple ? values : values[0] || ""); return; }
    Array.from(select.options).forEach(function (o) { o.selected = values.includes(o.value); });
  }

  function put(typed) {
    Array.from(form.elements).filter(isKept).forEach(function (element) {
      var same = typed.filter(function (one) { return one[0] === element.name; });
      var values = same.map(function (one) { return one[1]; });
      if (element.tagName === "SELECT") {
        choose(element, values, same.map(function (one) { return one[2]; }));
      } else if (/^(radio|checkbox)$/.test(element.type)) {
        element.checked = values.includes(element.value);
      } else {
        element.value = values[0] || "";
      }
      var details = element.closest("details");
      if (details && same.length && element.value !== element.defaultValue) { details.open = true; }
    });
  }

  function button(text, css, pressed) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm btn-" + css;
    made.textContent = text;
    made.addEventListener("click", pressed);
    return made;
  }

  function offer(typed) {
    var note = document.createElement("div"), said = document.createElement("p");
    note.className = "note note-late note-typed";
    note.setAttribute("role", "status");
    said.textContent = "上次在这里填写的内容没有提交。";
    note.append(said,
      button("恢复未提交的内容", "primary", function () { put(JSON.parse(typed)); note.remove(); goOn({}); }),
      button("不恢复", "plain", function () { forget(function (name) { return name === key; }); note.remove(); }));
    form.closest("section").before(note);
  }

  function keep() {
    kept(function (store) { store.setItem(key, read()); });
  }

  if (person) {
    forget(function (name) { return name.startsWith("typed:") && !name.startsWith(mine); });
  }
  if (form && person) {
    var before = kept(function (store) { return store.getItem(key); });
    if (before && before !== read() && !document.querySelector(".note-bad")) { offer(before); }
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", function () {
      forget(function (name) { return name === key; });
    });
  }
  document.querySelectorAll(".top-form").forEach(function (top) {
    top.addEventListener("submit", function (happening) {
      var leaving = !happening.submitter || !happening.submitter.hasAttribute("formaction");
      if (leaving) { forget(function (name) { return name.startsWith("typed:"); }); }
    });
  });
})();
