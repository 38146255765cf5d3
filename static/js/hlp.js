// Switches the components of govuk-frontend on. Every page works without this file.
// The address of govuk-frontend comes from the page, because set-up puts a hash into it.
const { govuk } = document.querySelector("script[data-govuk]").dataset;

document.body.classList.add("js-enabled", "govuk-frontend-supported");

const { initAll } = await import(govuk);
initAll();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
