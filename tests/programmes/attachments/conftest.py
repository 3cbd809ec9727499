import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programmes.models import Application
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.factories_grant import ApplicationFactory, make_call
from tests.lib.upload_files import pdf


@pytest.fixture
def call():
    return make_call()


@pytest.fixture
def own(call):
    return MunicipalityFactory(county=call.county)


@pytest.fixture
def coordinator(own):
    return MembershipFactory(municipality=own, role="coordinator").user


@pytest.fixture
def application(call, own, coordinator):
    made = ApplicationFactory(call=call, municipality=own, contact=coordinator, title="Laget rundt barna")
    return Application.objects.for_list().get(pk=made.pk)


@pytest.fixture
def send(client):
    """`send(application, content, name=…, key=…)` posts one file as a browser does."""

    def _send(application, content=None, *, name="plan.pdf", key="", **headers):
        file = SimpleUploadedFile(name, pdf("Vi bygger laget rundt barna") if content is None else content)
        address = reverse("attachment-upload", args=[application.pk])
        return client.post(address, {"key": key, "file": file}, headers=headers)

    return _send


@pytest.fixture
def fetch(client):
    """`fetch(address)` → (response, its content), with the file closed; response.close() does too much."""

    def _fetch(address):
        response = client.get(address)
        content = response.getvalue()
        for close in response._resource_closers:
            close()
        return response, content

    return _fetch
