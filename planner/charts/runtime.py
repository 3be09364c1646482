"""What draws charts in a browser: the Vega runtime that vl-convert carries, as one script."""


def javascript() -> str:
    """Return the script. It sets `vegaEmbed`, and holds an interpreter of expressions, so that it needs no eval."""
    import vl_convert

    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))
