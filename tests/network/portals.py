"""Synthetic portals, one per CMS family: the same documents served the way each platform serves them."""

from __future__ import annotations

from collections.abc import Callable

from network import interface_families, script_families, static_families
from network.county import County

RENDERERS: dict[str, Callable[[County], None]] = {
    "generic_static": static_families.generic_static,
    "trs": static_families.trs,
    "trs_from_one": static_families.trs_from_one,
    "vsb": static_families.vsb,
    "ah_openness": static_families.ah_openness,
    "epoint": static_families.epoint,
    "ucap": interface_families.ucap,
    "hanweb_jpage": interface_families.hanweb_jpage,
    "hanweb_xxgk": interface_families.hanweb_xxgk,
    "hanweb_jpaas": interface_families.hanweb_jpaas,
    "lonsun": interface_families.lonsun,
    "gkmlpt": interface_families.gkmlpt,
    "nfcms_gd": static_families.nfcms_gd,
    "pclist": static_families.pclist,
    "jeecms": static_families.jeecms,
    "sudy_webplus": static_families.sudy_webplus,
    "asp": static_families.asp,
    "plat_nmg": interface_families.plat_nmg,
    "webforms": script_families.webforms,
    "form_pager": script_families.form_pager,
}


def lay_out(county: County, family: str) -> None:
    """Serve the county's documents as a family does, in place of what was served before."""
    county.site.routes.clear()
    RENDERERS[family](county)
