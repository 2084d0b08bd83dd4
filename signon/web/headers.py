"""Security headers on every answer: nothing third-party or inline, nothing that tells where a reader came from."""

from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from secure import (
    ContentSecurityPolicy,
    CrossOriginEmbedderPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)


def set_up_headers(app: Flask) -> None:
    """Add the headers after every request; HSTS only where the address is https."""
    secure = Secure(
        csp=_policy("'none'"),
        coep=CrossOriginEmbedderPolicy().require_corp(),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        referrer=ReferrerPolicy().no_referrer(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
        permissions=PermissionsPolicy().geolocation().camera().microphone().payment().usb(),
        hsts=StrictTransportSecurity().max_age(365 * 24 * 3600).include_subdomains()
        if app.config["PRODUCTION"]
        else None,
    )
    fixed = dict(secure.headers)

    @app.after_request
    def add_headers(response: Response) -> Response:
        if "framed_by" in g:
            _let_frame(response, g.framed_by)
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        if "framed_by" in g:
            del response.headers["X-Frame-Options"]  # it knows nobody or ourselves; the policy says who it is
        if response.mimetype in ("text/html", "application/pdf"):
            response.vary.add("Accept-Language")  # an address without a language is answered in the browser's
        if g.get("keep_out_of_search"):  # every page, file and number of a letter in safe mode
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store" if request.method == "POST" else "no-cache"
        return response


def let_frame(sites: list[str] | None) -> None:
    """Let the pages of `sites` (origins; None for all) show the answer to this request in a frame, whatever it is."""
    g.framed_by = sites


def _let_frame(response: Response, sites: list[str] | None) -> None:
    who = ["*"] if sites is None else sites or ["'none'"]
    response.headers["Content-Security-Policy"] = _policy(*who).header_value
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"


def for_other_sites(response: Response) -> Response:
    """For what other sites' pages may load as it is: a picture, a script, a number."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _policy(*framed_by: str) -> ContentSecurityPolicy:
    return (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'")
        .img_src("'self'", "data:")
        .connect_src("'self'")
        .font_src("'self'")
        .worker_src("'self'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors(*framed_by)
    )


def private_page(template: str, code: int = 200, **context: Any) -> Response:
    """The page that `template` draws, for whoever came by an emailed link: `private`."""
    return private(make_response(render_template(template, **context), code))


def private(response: Response) -> Response:
    """For pages that an emailed link or a sign-in leads to: not kept by anyone, not found by search engines."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
