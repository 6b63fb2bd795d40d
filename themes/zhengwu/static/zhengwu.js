/* Every page works without this file; it only makes some of them quicker. */
(function () {
  "use strict";
  var own = document.currentScript;

  /* htmx 4 asks for :not() with a complex selector; older browsers keep plain forms. */
  function selectsComplexNot() {
    return Boolean(window.CSS && CSS.supports && CSS.supports("selector(:not(a b))"));
  }

  function load(source, done) {
    var script = document.createElement("script");
    script.src = source;
    script.onload = done || null;
    document.head.appendChild(script);
  }

  function loadStyle(source) {
    var link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = source;
    document.head.appendChild(link);
  }

  if (document.querySelector("[hx-get],[hx-post]") && selectsComplexNot()) {
    load(own.dataset.htmx);
  }

  /* Letters, digits and characters alone, as the server compares them. */
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  }

  /* Last digits first, then pinyin, then any part of the name: as choosing.py ranks. */
  function fits(query) {
    var typed = plain(query);
    return function (item) {
      var title = plain(item.text || ""), keys = (item.keys || "|").split("|");
      if (!item.value || !typed) { return 0; }
      if (/\d/.test(typed) && title.endsWith(typed)) { return 4; }
      if (keys.join(" ").split(" ").some(function (key) { return key.startsWith(typed); })) { return 3; }
      if ((title + " " + plain(item.hint || "") + " " + keys[1]).includes(typed)) { return 2; }
      return keys[0].includes(typed) ? 1 : 0;
    };
  }

  function settings(more) {
    return Object.assign({
      maxOptions: 500,
      refreshThrottle: 0,
      searchField: ["text", "hint"],
      score: fits,
      highlight: false,
      allowEmptyOption: false,
      render: {
        option: function (item, escape) {
          return "<div>" + escape(item.text) +
            (item.hint ? '<span class="hint">' + escape(item.hint) + "</span>" : "") + "</div>";
        },
        no_results: function () { return '<div class="no-results">没有符合的选项</div>'; },
        not_loading: function () { return '<div class="no-results">输入名称、拼音首字母或末几位</div>'; },
        loading: function () { return '<div class="no-results">正在查找…</div>'; }
      }
    }, more);
  }

  /* A list too long for the page: the input becomes a list that asks while one types. */
  function selectOf(finder) {
    var input = finder.querySelector("input[id]"), select = document.createElement("select");
    select.className = "form-select";
    select.multiple = finder.dataset.type === "checkbox";
    ["id", "name", "aria-label", "aria-invalid", "aria-describedby"].forEach(function (name) {
      if (input.hasAttribute(name)) { select.setAttribute(name, input.getAttribute(name)); }
    });
    select.add(new Option("请选择", ""));
    finder.querySelectorAll(".picks input[value]:not([value=''])").forEach(function (pick) {
      var words = pick.parentNode.querySelectorAll("span");
      var option = new Option(words[0].textContent, pick.value, pick.checked, pick.checked);
      option.dataset.hint = words[1] ? words[1].textContent : "";
      option.dataset.keys = pick.dataset.keys || "";
      select.add(option);
    });
    finder.replaceChildren(select);
    return select;
  }

  function ask(address) {
    return function (query, done) {
      fetch(address + "?q=" + encodeURIComponent(query), { headers: { Accept: "application/json" } })
        .then(function (answer) { return answer.ok ? answer.json() : { matches: [] }; })
        .then(function (found) { done(found.matches); }, function () { done(); });
    };
  }

  function replace(select, more) {
    new TomSelect(select, settings(more));
    // Its label now names the list that stands in for it.
    select.setAttribute("aria-hidden", "true");
  }

  function choose() {
    document.querySelectorAll("select[data-search]").forEach(function (select) {
      if (!select.tomselect) { replace(select); }
    });
    document.querySelectorAll("[data-finder]").forEach(function (finder) {
      replace(selectOf(finder), {
        valueField: "value", labelField: "text", load: ask(finder.dataset.finder), loadThrottle: 200
      });
    });
  }
  if (document.querySelector("select[data-search],[data-finder]") && own.dataset.tomselect) {
    loadStyle(own.dataset.tomselectStyle);
    load(own.dataset.tomselect, choose);
  }

  /* One press, one submission: the server would refuse the second anyway. */
  document.addEventListener("submit", function (happening) {
    var form = happening.target;
    if (form.method !== "post") { return; }
    if (form.dataset.sent) { happening.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });

  /* At a shared PC the list of names comes back; whoever is typing is still there. */
  var fallback = (document.body.dataset.fallback || "").split(" ");
  if (fallback.length === 2) {
    var waiting = 0;
    var wait = function () {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(function () {
        window.location.assign(fallback[1]);
      }, Number(fallback[0]) * 1000);
    };
    ["input", "keydown", "pointerdown", "scroll"].forEach(function (kind) {
      document.addEventListener(kind, wait, { passive: true });
    });
    wait();
  }

  // An intranet without https has no clipboard of its own; selecting copies there.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var range = document.createRange(), chosen = window.getSelection();
      range.selectNodeContents(document.getElementById(button.dataset.copy));
      chosen.removeAllRanges();
      chosen.addRange(range);
      if (document.execCommand("copy")) { button.textContent = "已复制"; }
    });
  });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  var summary = document.querySelector(".note-bad[tabindex]");
  if (summary) { summary.focus(); }
})();
