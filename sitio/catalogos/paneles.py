"""How an organization is edited: what identifies it first, and what few know of it in the other tabs."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

_IDENTIDAD = [
    MultiFieldPanel(
        [
            FieldPanel("esquema"),
            FieldPanel("identificador"),
            FieldPanel("cotejado"),
            FieldPanel("personalidad"),
        ],
        heading=_("Quién es"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("nombre"),
            FieldPanel("razon_social"),
            FieldRowPanel(
                [FieldPanel("nombre_de_pila"), FieldPanel("primer_apellido"), FieldPanel("segundo_apellido")]
            ),
            FieldPanel("cargo"),
        ],
        heading=_("Cómo se llama"),
    ),
    MultiFieldPanel(
        [FieldPanel("sitio_web"), FieldRowPanel([FieldPanel("tamano"), FieldPanel("cotiza_en_bolsa")])],
        heading=_("Más datos"),
    ),
    InlinePanel("identificadores_adicionales", heading=_("Otros identificadores"), label=_("Otro identificador")),
    InlinePanel("membresias", heading=_("Grupos y propuestas conjuntas"), label=_("Pertenencia")),
]
_DOMICILIO = [
    HelpPanel(
        _(
            "El domicilio fiscal, por partes, como lo pide la Plataforma Nacional de Transparencia. El de una empresa "
            "se publica; de una persona física se publican la localidad, el municipio y la entidad."
        ),
    ),
    FieldRowPanel([FieldPanel("tipo_vialidad"), FieldPanel("vialidad")]),
    FieldRowPanel([FieldPanel("numero_exterior"), FieldPanel("numero_interior")]),
    FieldRowPanel([FieldPanel("tipo_asentamiento"), FieldPanel("asentamiento")]),
    FieldRowPanel([FieldPanel("localidad"), FieldPanel("municipio"), FieldPanel("clave_inegi")]),
    FieldRowPanel([FieldPanel("entidad_federativa"), FieldPanel("codigo_postal")]),
    FieldPanel("pais"),
    FieldPanel("publicar_domicilio"),
]
_PERSONAS = [
    InlinePanel("contactos", heading=_("Contactos"), label=_("Contacto")),
    InlinePanel("beneficiarios", heading=_("Beneficiarios finales"), label=_("Beneficiario final")),
]

FORMULARIO = TabbedInterface(
    [
        ObjectList(_IDENTIDAD, heading=_("Identidad")),
        ObjectList(_DOMICILIO, heading=_("Domicilio")),
        ObjectList(_PERSONAS, heading=_("Contactos y beneficiarios")),
    ]
)
