from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404


def page_of(rows, request, *, size=25):
    """The page that the address line asks for; one that is not there is 404, never an error."""
    try:
        return Paginator(rows, size).page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error


def sort_of(request, allowed, default):
    """The sort key of the address line, when it is one of those allowed."""
    asked = request.GET.get("sort", default)
    return asked if asked in allowed else default
