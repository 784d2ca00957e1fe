/* The preview follows what is written. Without this, it is drawn again when the page is saved. */
(() => {
  const ESPERA = 400;

  async function mostrar(bloque, texto, salida) {
    const testigo = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const respuesta = await fetch(bloque.dataset.vistaPrevia, {
      method: "POST",
      headers: { "X-CSRFToken": testigo },
      body: new URLSearchParams({ texto: texto.value }),
    });
    if (!respuesta.ok) return;
    const { previa, fallas } = await respuesta.json();
    salida.textContent = fallas.length ? fallas.join("\n") : previa;
    salida.toggleAttribute("data-falla", fallas.length > 0);
  }

  for (const bloque of document.querySelectorAll("[data-vista-previa]")) {
    const texto = bloque.querySelector("textarea");
    const salida = bloque.querySelector("output");
    let reloj;
    texto.addEventListener("input", () => {
      clearTimeout(reloj);
      reloj = setTimeout(() => mostrar(bloque, texto, salida), ESPERA);
    });
  }
})();
