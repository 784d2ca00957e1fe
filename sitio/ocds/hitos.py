"""The codes that say what a milestone stands for where its type is too wide for the law.

OCDS leaves `milestone.code` to the publisher. These are ours: capture offers them, and legal deadlines run from them.
In all of them `dateMet` is the day it happened.
"""

# The terms of what they stand in (the tender, or the contract) do not run from one day to the other.
SUSPENSION = "suspension"
REANUDACION = "reanudacion"

TESTIGO_SOCIAL = "testigo-social"
TESTIMONIO = "testimonio"

COMPROMISO = "compromiso-presupuestal"
ANTICIPO = "anticipo"
FACTURA = "factura"
ACEPTACION = "aceptacion"
PAGO_EN_EXCESO = "pago-en-exceso"
REINTEGRO = "reintegro"

INICIO_DE_RESCISION = "rescision-inicio"
DEFENSA = "rescision-defensa"
RESOLUCION_DE_RESCISION = "rescision-resolucion"

DICTAMEN_DE_CONVENIO = "convenio-dictamen"
TERMINACION = "terminacion"
VERIFICACION = "verificacion"
RECEPCION = "recepcion"
FINIQUITO = "finiquito"
VICIOS_OCULTOS = "vicios-ocultos"

# Of an estimate of works (estimación) number N: `estimacion-N-corte` and so on.
ESTIMACION = "estimacion"
CORTE, PRESENTACION, AUTORIZACION = "corte", "presentacion", "autorizacion"

_DE_SIEMPRE = {
    SUSPENSION: "Se suspendió: desde ese día los plazos no corren",
    REANUDACION: "Se reanudó: desde ese día los plazos vuelven a correr",
}

DE_LICITACION = {
    **_DE_SIEMPRE,
    TESTIGO_SOCIAL: "Terminó la participación del testigo social",
    TESTIMONIO: "Se publicó el testimonio del testigo social",
}

DE_CONTRATO = {
    **_DE_SIEMPRE,
    COMPROMISO: "Se comprometió el presupuesto del contrato",
    ANTICIPO: "Se pagó el anticipo",
    FACTURA: "Se aceptó una factura que aún no se paga",
    ACEPTACION: "Se aceptaron los bienes o servicios entregados",
    PAGO_EN_EXCESO: "Se pidió devolver un pago en exceso",
    REINTEGRO: "Se devolvió el pago en exceso",
    INICIO_DE_RESCISION: "Se notificó el inicio de la rescisión",
    DEFENSA: "El proveedor contestó al inicio de la rescisión",
    RESOLUCION_DE_RESCISION: "Se resolvió la rescisión",
    f"{ESTIMACION}-1-{CORTE}": "Corte de la estimación 1 (cambie el número)",
    f"{ESTIMACION}-1-{PRESENTACION}": "Se presentó la estimación 1",
    f"{ESTIMACION}-1-{AUTORIZACION}": "La residencia autorizó la estimación 1",
    DICTAMEN_DE_CONVENIO: "Se determinó que hace falta un convenio",
    TERMINACION: "El contratista avisó que terminó los trabajos",
    VERIFICACION: "Se verificó que los trabajos terminaron",
    RECEPCION: "Se recibieron los trabajos, bienes o servicios",
    FINIQUITO: "Se hizo el finiquito",
    VICIOS_OCULTOS: "Se comprobó que no hay vicios ocultos",
}
