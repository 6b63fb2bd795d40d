/* Rectangles drawn on a picture with the mouse or a finger; the number fields below hold
   them, and everything can be typed there instead. */
(function () {
  "use strict";
  var svg = document.querySelector("svg[data-plan]");
  if (!svg) { return; }
  var whole = 10000, name = svg.dataset.plan, sides = ["left", "top", "wide", "high"];
  var box = svg.viewBox.baseVal, table = document.querySelector("#field-" + name + " table.lines");
  if (!table) { return; }
  var drawn = document.createElementNS(svg.namespaceURI, "g");
  svg.querySelectorAll("g.plan-shape").forEach(function (shape) { shape.remove(); });
  svg.appendChild(drawn);
  svg.classList.add("plan-drawing");
  table.classList.add("plan-lines");

  function rows() { return Array.prototype.slice.call(table.tBodies[0].rows); }

  function input(row, side) { return row.querySelector("input[name$='-" + side + "']"); }

  function read(row) {
    var found = {};
    sides.forEach(function (side) { found[side] = Math.round(parseFloat(input(row, side).value) * 100); });
    return sides.every(function (side) { return isFinite(found[side]); }) ? found : null;
  }

  function write(row, shape) {
    sides.forEach(function (side) {
      var field = input(row, side);
      field.value = (shape[side] / 100).toFixed(2).replace(/\.?0+$/, "");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  function called(row) {
    var select = row.querySelector("select"), chosen = select && select.selectedOptions[0];
    return chosen && chosen.value ? chosen.text : "";
  }

  /* What all names begin with is left out, as on the record's own tab. */
  function common(names) {
    var first = names[0] || "", length = names.length > 1 ? first.length : 0;
    names.forEach(function (name) { while (length && name.slice(0, length) !== first.slice(0, length)) { length -= 1; } });
    return first.slice(0, length).replace(/\d+$/, "").length;
  }

  var current = null;
  function choose(row) {
    current = row;
    rows().forEach(function (each) { each.classList.toggle("plan-row", each === row); });
    show();
  }

  function element(kind, attributes, parent) {
    var made = document.createElementNS(svg.namespaceURI, kind);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    parent.appendChild(made);
    return made;
  }

  function show() {
    drawn.replaceChildren();
    var skipped = common(rows().filter(read).map(called).filter(Boolean));
    rows().forEach(function (row) {
      var shape = read(row);
      if (!shape) { return; }
      var left = shape.left * box.width / whole, top = shape.top * box.height / whole;
      var wide = shape.wide * box.width / whole, high = shape.high * box.height / whole;
      var title = called(row).slice(skipped), size = Math.min(wide / Math.max(title.length, 1), high / 2, box.width / 45);
      var one = element("g", { "class": "plan-shape plan-" + (row === current ? "current" : "none") }, drawn);
      element("rect", { x: left, y: top, width: wide, height: high }, one);
      element("text", { x: left + wide / 2, y: top + high / 2, "font-size": Math.max(size, box.width / 110) }, one).textContent = title;
      one.addEventListener("click", function () { choose(row); });
    });
  }

  function place(happening) {
    var frame = svg.getBoundingClientRect();
    function share(at, from, length) { return Math.max(0, Math.min(whole, Math.round((at - from) / length * whole))); }
    return [share(happening.clientX, frame.left, frame.width), share(happening.clientY, frame.top, frame.height)];
  }

  function between(one, other) {
    return { left: Math.min(one[0], other[0]), top: Math.min(one[1], other[1]),
      wide: Math.abs(one[0] - other[0]), high: Math.abs(one[1] - other[1]) };
  }

  function waiting() { return rows().find(function (row) { return !read(row); }) || null; }

  var began = null;
  svg.addEventListener("pointerdown", function (happening) {
    if (happening.button !== 0) { return; }
    began = place(happening);
    happening.preventDefault();
    svg.setPointerCapture(happening.pointerId);
  });
  svg.addEventListener("pointerup", function (happening) {
    var shape = began && between(began, place(happening)), row = current;
    began = null;
    if (!shape || shape.wide < 50 || shape.high < 50) {
      // A press is no rectangle: it chooses the one below it.
      var hit = document.elementsFromPoint(happening.clientX, happening.clientY)
        .find(function (each) { return each.tagName === "rect" && drawn.contains(each); });
      if (hit) { hit.parentNode.dispatchEvent(new Event("click")); }
      return;
    }
    if (!row) { return; }
    write(row, shape);
    choose(waiting() || row);
  });
  table.addEventListener("focusin", function (happening) { choose(happening.target.closest("tr")); });
  table.addEventListener("input", show);
  table.addEventListener("change", show);
  choose(waiting() || rows()[0]);
})();
