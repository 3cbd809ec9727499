from municipalities.models.county import County, CountyCode
from municipalities.models.invitation import Invitation
from municipalities.models.membership import Membership
from municipalities.models.municipality import (
    BorderMove,
    District,
    Municipality,
    MunicipalityCode,
    MunicipalityName,
    Population,
    Succession,
)

__all__ = [
    "BorderMove",
    "County",
    "CountyCode",
    "District",
    "Invitation",
    "Membership",
    "Municipality",
    "MunicipalityCode",
    "MunicipalityName",
    "Population",
    "Succession",
]
