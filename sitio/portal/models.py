"""The one page of the portal that communications edits; everything else is read from the published records."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PagePermissionTester

from sitio.portal import portada

# Only what keeps the page a text: no images of handshakes, no embedded third parties.
LO_QUE_SE_PUEDE_ESCRIBIR = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class ProbadorDePortada(PagePermissionTester):
    """Who may write this page needs no right over the institutions that hang from it: tree permissions go downwards."""

    def _redacta(self) -> bool:
        return bool(self.user.is_active and self.user.has_perm("portal.editar_portada"))

    def can_edit(self) -> bool:
        return self._redacta() or bool(super().can_edit())

    def can_publish(self) -> bool:
        return self._redacta() or bool(super().can_publish())


class InicioPage(Page):
    """The home of the portal: an edited introduction over what the ledger has published."""

    entrada = models.CharField(
        _("entrada"),
        max_length=300,
        blank=True,
        help_text=_("Una o dos frases bajo el título: qué es este portal y para quién."),
    )
    presentacion = RichTextField(
        _("presentación"),
        blank=True,
        features=LO_QUE_SE_PUEDE_ESCRIBIR,
        help_text=_("Texto más largo, al final de la portada."),
    )

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("entrada"), FieldPanel("presentacion")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "portal/inicio_page.html"

    class Meta:
        verbose_name = _("página de inicio del portal")
        verbose_name_plural = _("páginas de inicio del portal")
        permissions = [("editar_portada", _("Puede escribir y publicar la portada del portal"))]

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return ProbadorDePortada(user, self)

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Allow it only directly under the root of the tree."""
        return parent.is_root() and super().can_create_at(parent)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **portada.contexto()}
