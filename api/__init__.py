"""The HTTP interface; only :func:`dutygraph.api.app.create_app` assembles it and nothing happens at import."""
