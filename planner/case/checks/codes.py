"""The stable codes of problems: E cannot be planned, W is worth a look, I is only worth knowing.

A workbook that has the same problem reports the same code. E8 are problems that only records in memory can have.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemCode:
    """A kind of problem: its stable id, what it means and how it is fixed in general."""

    id: str
    meaning: str
    fix: str


CODES: dict[str, ProblemCode] = {}


def _code(id: str, meaning: str, fix: str) -> ProblemCode:  # noqa: A002  the field's own word
    CODES[id] = ProblemCode(id, meaning, fix)
    return CODES[id]


NO_SCENARIO = _code("E206", "a list that is empty and must not be", "give one scenario of probability 1")
SERIES_LENGTH = _code("E308", "a series that does not have one value for each period", "give one value for each period")
NOT_A_NUMBER = _code("E401", "a value that is not a number where a number is needed", "give a number")
TOO_SMALL = _code("E404", "a value below the minimum", "give a larger value")
TOO_LARGE = _code("E405", "a value above the maximum", "give a smaller value")
NOT_WHOLE = _code("E406", "a fraction where a whole number is needed", "give a whole number")
NAME_MISSING = _code("E409", "a name is missing", "give a name")
NOT_YES_NO = _code("E412", "neither True nor False", "give True or False")
NOT_FINITE = _code("E414", "not a finite number", "give a finite number")
NOT_A_CHOICE = _code("E417", "not one of the choices", "give one of the choices")
KEY_TWICE = _code("E501", "the same name or key twice", "remove or rename one of them")
UNKNOWN_NAME = _code("E601", "an unknown name", "give a name that is declared")
UNKNOWN_IN_LIST = _code("E602", "an unknown name in a set of names", "give names that are declared")
LOCK_WITHOUT_PAIR = _code("E603", "a lock on something that is not listed", "list it, or remove the lock")
UNUSED_LOCK = _code("W604", "a record about something that is not listed has no effect", "list it, or remove it")
CONVERSION_TO_ITSELF = _code("E605", "a conversion of a node to itself", "name two different nodes")
FUND_WITHOUT_BUDGET = _code("W606", "a fund without a budget has no money", "give it a budget")
UNDER_WAY_WITHOUT_PAIR = _code("E607", "phases under way of a pair that is not listed", "list the pair")
SPEND_SUM = _code("E701", "spend shares do not sum to 1", "change the shares")
RAMP_START = _code("E702", "a ramp does not start at age 0", "give a share for age 0")
RAMP_FALLS = _code("W703", "a ramp decreases", "check the shares")
PROBABILITY_SUM = _code("E704", "probabilities do not sum to 1", "change the probabilities")
LEAD_BEYOND_HORIZON = _code("W705", "no phase of the node can be ready in time", "lengthen the horizon")
PRODUCT_WITHOUT_PARTS = _code("E706", "a product without parts", "list its parts")
NO_UNITS_PER_WAFER = _code("E707", "neither good units per wafer nor a die area", "give one of them")
BOTH_UNITS_AND_AREA = _code("W708", "both good units per wafer and a die area", "keep one; the good units are used")
DEMAND_BEFORE_NODE = _code("W709", "demand before any node of a part is available", "check the dates: it stays unmet")
LOCK_MIN_ABOVE_MAX = _code("E710", "the minimum of a lock is above its maximum", "change one of them")
LIMIT_MIN_ABOVE_MAX = _code("E711", "the minimum of a limit is above its maximum", "change one of them")
NO_FUND_MAY_PAY = _code("W712", "no fund may pay for a listed pair", "widen a fund's names, or remove the pair")
NODE_NOWHERE = _code("W713", "a needed node has neither a pair nor capacity", "list a pair or capacity")
MARKET_WITHOUT_DEMAND = _code("I715", "a market without demand", "nothing to do, or add its demand")
LANE_ENDS = _code("E716", "a lane needs one destination", "give either a region or a market")
UNTIL_BEFORE_FROM = _code("E717", "a window that ends before it starts", "change one of the periods")
WIDE_RANGE = _code("W718", "a value of an unusual order of magnitude", "check the unit of the value")
PENALTY_BELOW_COST = _code("W719", "a shortage costs less than making the product", "raise the penalty of a shortage")
NO_DEMAND = _code("W731", "no demand at all, so there is nothing to plan", "give the demand of at least one period")
OUT_OF_PROPORTION = _code("W732", "out of proportion to the rest of the case", "check the units of these values")
SUM_OF_OTHERS = _code("W733", "a row that is the sum of the others", "remove it if it is a total")
NO_EFFECT = _code("W741", "a value that has no effect here", "remove it")
ROW_IDLE = _code("W742", "a record or name that matches nothing in this case", "change it, or remove it")
CANNOT_BE = _code("E743", "these requirements contradict each other", "change one of them")
SITE_OUTPUT_UNKNOWN = _code("E744", "the output of a single site cannot be determined", "put it in its own region")
ONLY_BY_NOTHING = _code("W745", "limits on shares that only an empty plan can meet", "change one of them")
NO_START = _code("W761", "no phase can start and be ready in time", "change it, or lengthen the horizon")
NO_PHASE_FITS = _code("W762", "not one whole phase fits", "raise it, or check its unit")
NO_TOOLS = _code("W763", "too few machines for one phase", "deliver more machines, or check what a phase needs")
NO_MONEY = _code("W764", "not one phase can be paid", "give more money, or check its unit")
NO_OUTPUT = _code("W765", "new phases make nothing within the horizon", "check the value and its unit")
NOT_SOLD = _code("W766", "what new phases make is of no use", "let a product take it, and a lane be open")
NO_PRICE = _code("W767", "the objective is profit and what is sold has no price", "give its price")
CREDITS_ABOVE_CAPEX = _code("W768", "credits that together exceed the capex are cut", "lower one of the rates")
MARKET_CLOSED = _code("W769", "no lane is open for what a market demands", "open a lane, or remove the demand")
NODE_AFTER_CAPACITY = _code("W770", "a node is dated after its own capacity", "give an earlier date")
DEMAND_IN_SOME = _code(
    "W771", "demand in some scenarios only counts as zero in the others", "give it for every scenario"
)
SHARE_STOPS_OUTPUT = _code("W772", "a limit on a share that stops all output for a time", "let it hold later")
DEARER_THAN_SHORTAGE = _code("W776", "moving a package costs more than doing without it", "check the units")
MACHINES_SHORT = _code(
    "W777", "machines that committed capacity needs are missing", "deliver them, or check what needs them"
)
LEFT_OVER = _code("I774", "listed, and nothing refers to it", "add what is missing, or delete it")
LEFT_OUT = _code("I775", "a scenario of 0 % is left out of the plan", "give it a probability to plan for it")
POWER_FALLS = _code("W781", "power to date that falls", "write MW to date, not what each period adds")
OWNER_WITHOUT_NODE = _code(
    "E782", "an owner that does not hold the node", "name another owner, or let it hold the node"
)
OWNER_OUTPUT_UNKNOWN = _code("E783", "the output of an owner cannot be determined", "limit phases or capex instead")
EVENT_SUBJECT = _code("E784", "an event needs one subject", "name a region, a site, a lane, a market or a tool")
LOCKS_WITHOUT_MEANS = _code("W773", "locks need more than there is", "require less or later, or provide more")
KEY_DIFFERS = _code("E801", "a key that is not the name of its record", "use the record's own name as the key")
RISK_OF_COVERAGE = _code(
    "E785", "a weight of the worst futures under coverage_first", "cap the cost of shortage, or use another objective"
)
FOLLOWS_IN_STUDY = _code(
    "I786", "later starts follow the scenario in planner scenarios only", "ask planner scenarios what they are worth"
)
DEMAND_EVENT = _code("E803", "an event on demand beside demand by scenario", "multiply the demand of its scenario")
WRONG_TYPE = _code("E802", "a value of another type than the record declares", "give a value of that type")
