/* Puts the cursor in the field that the address names (#id_…): Wagtail opens its tab, and this goes on to the field. */
(() => {
  "use strict";
  const ENFOCABLES = "input:not([type=hidden]), select, textarea, button, [contenteditable=true], a[href]";

  const destino = () => {
    const nombre = decodeURIComponent(location.hash.slice(1));
    return nombre.startsWith("id_") ? document.getElementById(nombre) : null;
  };

  const enfocable = (elemento) => {
    if (elemento.matches(ENFOCABLES) && elemento.type !== "hidden") return elemento;
    const panel = elemento.closest("[data-panel]");
    return elemento.querySelector(ENFOCABLES) || (elemento.closest(".w-field") || panel || elemento).querySelector(ENFOCABLES);
  };

  const ir = (elemento) => {
    const panel = elemento.closest("[role=tabpanel]");
    if (panel && panel.hidden) return false;
    elemento.closest("[data-panel]")?.scrollIntoView({ block: "center" });
    const campo = enfocable(elemento);
    if (campo) campo.focus();
    return Boolean(campo) && document.activeElement === campo;
  };

  const elemento = destino();
  if (!elemento) return;
  let intentos = 40;
  const insistir = () => {
    if (!ir(elemento) && (intentos -= 1) > 0) setTimeout(insistir, 50);
  };
  window.addEventListener("load", insistir);
})();
