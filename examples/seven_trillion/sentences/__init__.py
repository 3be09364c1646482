"""The sentences of the page: what is said follows from the results, and no more than their intervals bear.

Each sentence takes the results and `Said`, to which it adds what it claims.
"""

from collections.abc import Callable, Mapping

from examples.seven_trillion.claims import Said
from examples.seven_trillion.runs.results import Results
from examples.seven_trillion.sentences import gains, hedge, money, power, review, solves, starts, supply

Sentence = Callable[[Results, Said], str]
_MODULES = (supply, power, money, gains, starts, hedge, solves, review)

SENTENCES: Mapping[str, Sentence] = {of.__name__: of for module in _MODULES for of in module.SENTENCES}
"""Every sentence by the name of its placeholder."""
