"""The law behind a field, where one is known: by model and field. Only what our own sources cite."""

FUNDAMENTOS = {
    "PlaneacionPage.hay_cotizaciones": "LAASSP 2025, art. 35",
    "SolicitudDeCotizacion.titulo": "LAASSP 2025, art. 35",
    "Cotizacion.valor": "LAASSP 2025, art. 35",
    "LicitacionPage.caracter": "LAASSP 2025, art. 36",
    "LicitacionPage.publicacion": "LAASSP 2025, art. 42",
    "LicitacionPage.apertura": "LAASSP 2025, art. 42",
    "LicitacionPage.aclaraciones_inicio": "LAASSP 2025, arts. 43 y 44",
    "LicitacionPage.aclaraciones_fin": "LAASSP 2025, arts. 43 y 44",
    "JuntaDeAclaraciones.fecha": "LAASSP 2025, arts. 43 y 44",
    "IntegranteDeOferta.oferta": "LAASSP 2025, art. 45",
    "Invitado.organizacion": "LAASSP 2025, art. 56",
    "Garantia.tipo": "LAASSP 2025, art. 69",
    "Transaccion.factura": "LAASSP 2025, art. 73",
    "ModificacionDeContrato.justificacion": "LAASSP 2025, art. 74",
    "LineaPresupuestariaRenglon.aprobado": "LGCG, art. 38",
    "LineaPresupuestariaRenglon.modificado": "LGCG, art. 38",
    "LineaPresupuestariaRenglon.comprometido": "LGCG, art. 38",
    "LineaPresupuestariaRenglon.devengado": "LGCG, art. 38",
    "LineaPresupuestariaRenglon.ejercido": "LGCG, art. 38",
    "LineaPresupuestariaRenglon.pagado": "LGCG, art. 38",
}
