/* The preview follows what is written. Without this, it is drawn again when the page is saved. */
(() => {
  const ESPERA = 400;
  const relojes = new WeakMap();

  async function mostrar(bloque, texto) {
    const salida = bloque.querySelector("output");
    const respuesta = await fetch(bloque.dataset.vistaPrevia, {
      method: "POST",
      headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
      body: new URLSearchParams({ texto }),
    });
    if (!respuesta.ok) return;
    const { previa, fallas } = await respuesta.json();
    salida.textContent = fallas.length ? fallas.join("\n") : previa;
    salida.toggleAttribute("data-falla", fallas.length > 0);
  }

  document.addEventListener("input", ({ target }) => {
    const bloque = target.closest("[data-vista-previa]");
    if (!bloque) return;
    clearTimeout(relojes.get(bloque));
    relojes.set(bloque, setTimeout(() => mostrar(bloque, target.value), ESPERA));
  });
})();
