// The pages of a long list inside a form: without this, its links lead to a page of their own.
document.addEventListener("click", async (evento) => {
  const enlace = evento.target.closest("[data-claraboya-paginas] nav a");
  if (!enlace || evento.ctrlKey || evento.metaKey || evento.shiftKey) return;
  evento.preventDefault();
  const caja = enlace.closest("[data-claraboya-paginas]");
  try {
    const respuesta = await fetch(`${enlace.href}&parte=1`, { credentials: "same-origin" });
    if (!respuesta.ok) throw new Error(respuesta.status);
    caja.innerHTML = await respuesta.text();
    caja.querySelector("[tabindex]").focus();
  } catch {
    window.location = enlace.href;
  }
});
