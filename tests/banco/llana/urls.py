from django.urls import include, path
from rest_framework import generics, pagination, serializers

from tests.banco.llana.models import Llana


class Serializador(serializers.ModelSerializer):
    class Meta:
        model = Llana
        fields = "__all__"


class Paginas(pagination.CursorPagination):
    page_size = 100
    ordering = "id"


class Lista(generics.ListAPIView):
    queryset = Llana.objects.all()
    serializer_class = Serializador
    pagination_class = Paginas
    authentication_classes = ()
    permission_classes = ()


urlpatterns = [path("llana", Lista.as_view()), path("", include("sitio.urls_proyecto"))]
