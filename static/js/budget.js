/* Sums of the budget while it is written. The server counts the same when the page is opened. */
"use strict";

const NBSP = "\u00a0";
const MINUS = "\u2212";
const COSTS = ["salary", "services", "evaluation", "training", "meetings", "materials", "other_cost"];
const OWN = ["own_money", "own_hours_value"];
const FINANCING = ["grant", ...OWN, "others"];

const budget = document.querySelector("[data-budget]");

function amountOf(input) {
  const digits = input.value.replace(/[\s.]|kr/gi, "");
  return /^\d{1,15}$/.test(digits) ? Number(digits) : 0;
}

function shown(number) {
  const digits = String(Math.abs(number)).replace(/\B(?=(\d{3})+$)/g, NBSP);
  return number < 0 ? MINUS + digits : digits;
}

function sum(lines, year) {
  const inputs = [...budget.querySelectorAll("[data-amount]")];
  const mine = inputs.filter((one) => lines.includes(one.dataset.amount) && (year === "all" || one.dataset.year === year));
  return mine.reduce((total, one) => total + amountOf(one), 0);
}

function count() {
  for (const cell of budget.querySelectorAll("[data-sum]")) {
    cell.textContent = shown(sum(cell.dataset.sum === "costs" ? COSTS : FINANCING, cell.dataset.of));
  }
  for (const cell of budget.querySelectorAll("[data-balance]")) {
    const left = sum(FINANCING, cell.dataset.balance) - sum(COSTS, cell.dataset.balance);
    cell.textContent = shown(left);
    cell.toggleAttribute("data-off", left !== 0);
  }
  const costs = sum(COSTS, "all");
  const share = costs ? (Math.round((sum(OWN, "all") * 1000) / costs) / 10).toFixed(1).replace(".", ",") : "–";
  budget.querySelector("[data-grant]").textContent = `${shown(sum(["grant"], "all"))}${NBSP}kr`;
  budget.querySelector("[data-own]").textContent = `${shown(sum(OWN, "all"))}${NBSP}kr`;
  budget.querySelector("[data-share]").textContent = share;
}

if (budget && budget.querySelector("[data-amount]")) {
  budget.addEventListener("input", count);
  addEventListener("load", count);
}
