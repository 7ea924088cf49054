"""Invented plans with their gold: a model, printed in many wordings, forms and formats, and a strict comparison.

Nothing here knows how the reader works: no import of dutygraph but where an extraction is asked for
(:mod:`.reading`). A plan follows from a seed.
"""
