"""The chart runtime for browsers: the Vega runtime of vl-convert, as one script."""


def javascript() -> str:
    """Return the script. It sets `vegaEmbed` and includes an expression interpreter, so that it needs no eval."""
    import vl_convert

    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))
