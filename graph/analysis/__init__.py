"""What several plans say taken together: co-responsibility, the same duty twice, targets at odds, the policy chain.

Facts come from the store (:mod:`~dutygraph.graph.analysis.facts`); all else is pure functions over them, so both
stores give the same results. Every score says what it is made of.
"""
