/* Small comforts. Every page works without this file. */
"use strict";

const userMenu = document.querySelector(".user-menu");

function closeUserMenu({ returnFocus }) {
  if (!userMenu?.open) return;
  userMenu.open = false;
  if (returnFocus) userMenu.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeUserMenu({ returnFocus: true });
});

document.addEventListener("click", (event) => {
  if (!event.target.closest(".user-menu")) closeUserMenu({ returnFocus: false });
});
