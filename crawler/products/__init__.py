"""Every portal product that is known. A new one is a module here and a line below."""

from __future__ import annotations

from crawler.page import Page
from crawler.products.base import Product
from crawler.products.boda import Boda
from crawler.products.generic import Generic
from crawler.products.gkmlpt import Gkmlpt, Nfcms
from crawler.products.hanweb import HanwebJcms, HanwebXxgk
from crawler.products.interfaces import Epoint, HanwebJpaas, TrsWas, TrueCms, Ucap
from crawler.products.statics import Henan, Kunming, Longshine, Openness, Shanghai, Yanan, Yunnan
from crawler.products.trs import TrsWcm

GENERIC = Generic()
PRODUCTS: dict[str, Product] = {
    product.name: product
    for product in (
        TrsWcm(),
        HanwebJcms(),
        HanwebXxgk(),
        HanwebJpaas(),
        Gkmlpt(),
        Nfcms(),
        Ucap(),
        Boda(),
        Longshine(),
        Openness(),
        TrueCms(),
        Epoint(),
        TrsWas(),
        Henan(),
        Shanghai(),
        Kunming(),
        Yanan(),
        Yunnan(),
        GENERIC,
    )
}


def recognise(page: Page, declared: str | None = None) -> list[tuple[Product, str]]:
    """The products a page shows signs of, the portal's declared one first, the generic one last; and the signs."""
    found = [
        (product, signs)
        for product in PRODUCTS.values()
        if product is not GENERIC and (signs := product.signs(page)) is not None
    ]
    if declared in PRODUCTS and declared not in {product.name for product, _ in found} | {GENERIC.name}:
        found.insert(0, (PRODUCTS[declared], "the portal file"))
    return [*found, (GENERIC, "any page")]
