"""Redirects: to the same address to set a cookie, and without end."""

from __future__ import annotations

from network.runs import codes, run
from network.site import Answer, Asked, Site

from crawler.archive import Archive


def test_a_site_that_redirects_to_itself_to_set_a_cookie_works(archive: Archive, site: Site) -> None:
    page = site.routes["/zwgk/czyjs/"]

    def gate(asked: Asked) -> Answer:
        if "token=1" in asked.headers.get("Cookie", ""):
            assert isinstance(page, Answer)
            return page
        return Answer(status=302, headers={"Location": asked.path, "Set-Cookie": "token=1; path=/"})

    site.routes["/zwgk/czyjs/"] = gate
    assert run(site, archive).new_files == 3


def test_an_endless_redirect_ends(archive: Archive, site: Site) -> None:
    site.routes["/zwgk/czyjs/"] = Answer(status=302, headers={"Location": "/zwgk/czyjs/"})
    report = run(site, archive)
    assert len(site.paths()) < 12
    assert report.exit_code == 1
    assert "list_failed" in codes(report)
