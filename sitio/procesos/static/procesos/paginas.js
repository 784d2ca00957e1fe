// The pages of a long list: without this, its links load the page again, and what is being typed there is lost.
document.addEventListener("click", async (evento) => {
  const enlace = evento.target.closest("[data-claraboya-paginas] nav a");
  if (!enlace || evento.ctrlKey || evento.metaKey || evento.shiftKey) return;
  evento.preventDefault();
  const caja = enlace.closest("[data-claraboya-paginas]");
  try {
    const direccion = new URL(enlace.href);
    direccion.searchParams.set("parte", "1");
    const respuesta = await fetch(direccion, { credentials: "same-origin" });
    if (!respuesta.ok) throw new Error(respuesta.status);
    const texto = await respuesta.text();
    const misma = caja.id && new DOMParser().parseFromString(texto, "text/html").getElementById(caja.id);
    caja.innerHTML = misma ? misma.innerHTML : texto;
    caja.querySelector("[tabindex]").focus();
  } catch {
    window.location = enlace.href;
  }
});
