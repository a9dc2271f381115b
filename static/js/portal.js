// Manners that need a script; every page works without it.
"use strict";

// A menu closes when the focus or a click goes elsewhere, and on Escape.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// A form is sent once, however often the button is pressed on a slow line. After some seconds the
// button works again: the answer may have been a file.
const patience = 5000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  const now = Date.now();
  if (form.method === "post" && now - Number(form.dataset.sentAt || 0) < patience) event.preventDefault();
  else form.dataset.sentAt = now;
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent-at]")) delete form.dataset.sentAt;
});

// A swapped fragment may announce itself: <... data-announce="3 experts found">.
document.addEventListener("htmx:afterSettle", (event) => {
  const said = event.target.querySelector("[data-announce]");
  if (said) document.getElementById("live").textContent = said.dataset.announce;
});

// The browser knows its time zone; the person may still choose another.
for (const select of document.querySelectorAll("select[data-guess-time-zone]")) {
  if (!select.value) select.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
}
