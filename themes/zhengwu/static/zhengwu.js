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

  function choose() {
    document.querySelectorAll("select[data-search]").forEach(function (select) {
      if (!select.tomselect) {
        new TomSelect(select, {
          maxOptions: 500,
          searchField: ["text", "hint"],
          allowEmptyOption: false,
          render: {
            option: function (item, escape) {
              return "<div>" + escape(item.text) +
                (item.hint ? '<span class="hint">' + escape(item.hint) + "</span>" : "") + "</div>";
            },
            no_results: function () { return '<div class="no-results">没有符合的选项</div>'; }
          }
        });
      }
    });
  }
  if (document.querySelector("select[data-search]") && own.dataset.tomselect) {
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

  var summary = document.querySelector(".note-bad[tabindex]");
  if (summary) { summary.focus(); }
})();
