/* Keeps in this browser what is being typed in a stage's form, until the server has it: for when the session ends, the
   network falls or somebody else saved first. By person and page, without files, for one day, and gone on logging out. */
(() => {
  "use strict";
  const PREFIJO = "claraboya:escrito:";
  const UN_DIA = 24 * 60 * 60 * 1000;
  const NO_SE_GUARDAN = new Set([
    "csrfmiddlewaretoken", "next", "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id",
  ]);

  const leer = (clave) => {
    try {
      return JSON.parse(localStorage.getItem(clave));
    } catch {
      return null;
    }
  };
  const borrar = (clave) => {
    try {
      localStorage.removeItem(clave);
    } catch {
      /* Nothing is kept where nothing may be kept. */
    }
  };
  const claves = () => {
    try {
      return Object.keys(localStorage).filter((clave) => clave.startsWith(PREFIJO));
    } catch {
      return [];
    }
  };

  claves().forEach((clave) => {
    const copia = leer(clave);
    if (!copia || Date.now() - copia.cuando > UN_DIA) borrar(clave);
  });

  let espera;
  document.addEventListener("submit", (evento) => {
    if (!new URL(evento.target.action, location.href).pathname.endsWith("/logout/")) return;
    /* What was typed a moment ago is not kept either, however long the answer takes. */
    clearTimeout(espera);
    claves().forEach(borrar);
  }, true);

  /* The board tells which version of each stage is this person's own: what was sent and arrived is not kept. */
  document.querySelectorAll("[data-claraboya-guardada]").forEach((tarjeta) => {
    const clave = PREFIJO + tarjeta.dataset.claraboyaGuardada;
    const copia = leer(clave);
    if (copia && copia.enviada && copia.revision !== tarjeta.dataset.revision) borrar(clave);
  });

  const datos = document.querySelector("[data-claraboya-escrito]");
  const formulario = document.getElementById("page-edit-form");
  if (!datos || !formulario) return;
  const clave = PREFIJO + datos.dataset.claraboyaEscrito;
  const { revision } = datos.dataset;
  const previa = leer(clave);

  const campos = () =>
    [...new FormData(formulario)].filter(([nombre, valor]) => typeof valor === "string" && !NO_SE_GUARDAN.has(nombre));
  const alAbrir = JSON.stringify(campos());

  const guardar = (enviada = false) => {
    const escritos = campos();
    if (!enviada && JSON.stringify(escritos) === alAbrir && !("recuperado" in datos.dataset)) return;
    try {
      localStorage.setItem(clave, JSON.stringify({ cuando: Date.now(), revision, enviada, campos: escritos }));
    } catch {
      /* Full or forbidden: the form works as it did without a copy. */
    }
  };

  const luego = () => {
    clearTimeout(espera);
    espera = setTimeout(guardar, 600);
  };
  let empezado = false;
  const empezar = () => {
    if (empezado) return;
    empezado = true;
    formulario.addEventListener("input", luego);
    formulario.addEventListener("change", luego);
    formulario.addEventListener("click", luego);
    formulario.addEventListener("submit", () => { clearTimeout(espera); guardar(true); });
  };

  const recuperar = () => {
    const envio = document.createElement("form");
    envio.method = "post";
    envio.action = datos.dataset.url;
    const poner = (nombre, valor) => {
      const campo = document.createElement("textarea");
      campo.name = nombre;
      campo.value = valor;
      envio.append(campo);
    };
    previa.campos.forEach(([nombre, valor]) => poner(nombre, valor));
    poner("csrfmiddlewaretoken", formulario.querySelector("[name=csrfmiddlewaretoken]").value);
    envio.hidden = true;
    document.body.append(envio);
    envio.submit();
  };

  const ofrecer = () => {
    const hora = new Date(previa.cuando).toLocaleTimeString("es-MX", { hour: "2-digit", minute: "2-digit", hour12: false });
    const aviso = datos.content.firstElementChild.cloneNode(true);
    const [boton, descartar] = aviso.querySelectorAll("button");
    boton.textContent = boton.textContent.replace("HH:MM", hora);
    boton.addEventListener("click", recuperar);
    descartar.addEventListener("click", () => {
      borrar(clave);
      aviso.remove();
      empezar();
    });
    formulario.before(aviso);
  };

  const llego = previa && previa.enviada && previa.revision !== revision && datos.dataset.mia === "1";
  if (llego) borrar(clave);
  /* Until one of the two is chosen the old copy is not written over, unless something new is typed. */
  if (previa && !llego && !("recuperado" in datos.dataset) && JSON.stringify(previa.campos) !== alAbrir) ofrecer();
  empezar();
  if ("recuperado" in datos.dataset) guardar();
})();
