"""Codes of names and of sense: E6 and E7."""

from planner.workbook.faults import codes
from planner.workbook.faults.explained import Explanation

SENSE = {
    codes.UNKNOWN_NAME: Explanation(
        "A cell holds a name that is not listed on the sheet it refers to.",
        "Kaosiung on site_nodes, while sites lists Kaohsiung.",
        "Write the name given, or list the new name on that sheet first.",
    ),
    codes.UNKNOWN_IN_LIST: Explanation(
        "A list of names holds one that is not listed where it should be. Names are separated by semicolons.",
        "'Japan, Taiwan' under Regions of a fund, where a comma makes it one name.",
        "Write the names given, with ; between them. A blank means any.",
    ),
    codes.LOCK_WITHOUT_PAIR: Explanation(
        "A lock requires phases or a conversion that is not listed as possible.",
        "A lock with a minimum for N3 in Ohio, while site_nodes has no such row.",
        "List the pair on site_nodes (or the conversion on conversions), or delete the lock.",
    ),
    codes.UNUSED_LOCK: Explanation(
        "A lock with a maximum only, or a row of last_plan, names a pair that is not listed. It has no effect.",
        "A lock with a maximum of 0 for N3 in Ohio, which cannot be built there anyway.",
        "Delete the row, or list the pair on site_nodes.",
    ),
    codes.CONVERSION_TO_ITSELF: Explanation(
        "A conversion starts and ends with the same node.",
        "From N5 to N5.",
        "Name two different nodes, or delete the row.",
    ),
    codes.FUND_WITHOUT_BUDGET: Explanation(
        "A fund has no row on the budget sheet, so it never has money.",
        "A fund Gulf on funds that budget does not name.",
        "Give it a row on budget, or delete the fund.",
    ),
    codes.UNDER_WAY_WITHOUT_PAIR: Explanation(
        "Phases are under way of a node that site_nodes does not list at their site, so that their ramp is unknown.",
        "Two phases of N3 in Ohio on under_way, while site_nodes has no such row.",
        "List the pair on site_nodes with its ramp; max phases says how many there may be, those under way included.",
    ),
    codes.SPEND_SUM: Explanation(
        "The shares of a spend profile do not sum to 100.",
        "60 and 30; or 0.6 and 0.4, which are fractions.",
        "Change the last share to what is missing, or change the others; multiply fractions by 100.",
    ),
    codes.RAMP_START: Explanation(
        "A ramp has no row for age 0, the first period with output.",
        "A ramp whose first row is age 1.",
        "Add a row for age 0 with the share of nameplate in the first period, or start counting ages at 0.",
    ),
    codes.RAMP_FALLS: Explanation(
        "The share of a ramp decreases with age. It is used as given.",
        "100 at age 4 and 90 at age 5.",
        "Check the shares; a fab seldom loses output as it matures.",
    ),
    codes.PROBABILITY_SUM: Explanation(
        "The probabilities of the scenarios do not sum to 100.",
        "50 and 40; or 0.5 and 0.5, which are fractions.",
        "Change the last probability to what is missing, or change the others; multiply fractions by 100.",
    ),
    codes.LEAD_BEYOND_HORIZON: Explanation(
        "At every site the lead time of a node is longer than the horizon, so no phase is ready in time.",
        "A lead time of 9 quarters in a case of 8.",
        "Raise periods on settings, shorten the lead time, or leave it if the node is not to be built.",
    ),
    codes.PRODUCT_WITHOUT_PARTS: Explanation(
        "A product has no row on materials, so its parts are unknown.",
        "A product card on products alone.",
        "List its parts on materials, or delete the product.",
    ),
    codes.NO_UNITS_PER_WAFER: Explanation(
        "A part gives neither good units per wafer nor a die area.",
        "A memory stack with units only.",
        "Give good_units_per_wafer, or die_area_mm2 from which dies and yield are derived.",
    ),
    codes.BOTH_UNITS_AND_AREA: Explanation(
        "A part gives both good units per wafer and a die area. The good units are used.",
        "60 good units and a die of 800 mm2.",
        "Keep one of them.",
    ),
    codes.DEMAND_BEFORE_NODE: Explanation(
        "A product is demanded before any node of one of its parts is available, so every plan has a shortage.",
        "Demand from 2027Q1 for a product on a node that is available from 2027Q3.",
        "Check available_from on nodes, and the first periods of demand; ignore this if the shortage is intended.",
    ),
    codes.LOCK_MIN_ABOVE_MAX: Explanation(
        "The minimum of a lock is above its maximum.",
        "min_phases 3 and max_phases 2.",
        "Change one of them.",
    ),
    codes.LIMIT_MIN_ABOVE_MAX: Explanation(
        "The minimum of a limit is above its maximum.",
        "min 30 and max 20.",
        "Change one of them.",
    ),
    codes.NO_FUND_MAY_PAY: Explanation(
        "A pair is listed, and no fund may pay for that node in that region, so it is never built.",
        "N3 in Ohio, while every fund is limited to Asia.",
        "Widen regions, blocs, nodes or kinds of a fund, or delete the pair.",
    ),
    codes.NODE_NOWHERE: Explanation(
        "A part needs a node that no site may build and that has no capacity, so its product is never made.",
        "HBM in materials, and no row for it on site_nodes or capacity.",
        "List a pair on site_nodes, or the existing capacity on capacity.",
    ),
    codes.MARKET_WITHOUT_DEMAND: Explanation(
        "A market has no row on demand.",
        "A market Moon.",
        "Nothing to do; or add its demand.",
    ),
    codes.LANE_ENDS: Explanation(
        "A lane has no destination, or both a region and a market.",
        "A row with from_region only.",
        "Fill in to_region for parts that move, or to_market for packages that are sold.",
    ),
    codes.UNTIL_BEFORE_FROM: Explanation(
        "A window ends before it starts, so that the row would never hold.",
        "from 2027Q4 until 2027Q2.",
        "Change one of the two periods, or clear one: blank means always.",
    ),
    codes.WIDE_RANGE: Explanation(
        "A number differs from all others of its column, or from any plausible value, by orders of magnitude.",
        "20,000,000,000 as phase capex, which is in bn USD.",
        "Check the unit in the header. If the number is right, ignore this.",
    ),
    codes.PENALTY_BELOW_COST: Explanation(
        "The shortage of a product costs less than the wafers that it takes, so the cheapest plan does not make it.",
        "A penalty of 100 USD for a package whose wafers cost 20,000 USD.",
        "Raise the penalty: it should be at least the margin lost per missing package.",
    ),
    codes.NO_DEMAND: Explanation(
        "Demand is 0 for every product, market and period, so the best plan is to build nothing.",
        "A demand sheet whose formulas were never calculated, or one that was cleared to be filled in later.",
        "Fill in the demand. Where formulas give it, open the workbook in Excel and save it.",
    ),
    codes.OUT_OF_PROPORTION: Explanation(
        "A value, or its whole column, is hundreds of times larger or smaller than the rest of the case can use, as if "
        "it were in another unit than the one in the header. It is read as written.",
        "A budget of 1,200 for 1.2 bn USD; demand in packages where thousands are read; wafers a month for kwspm.",
        "Compare the cells named, and convert the values to the unit of the header. If they are right, ignore this.",
    ),
    codes.SUM_OF_OTHERS: Explanation(
        "The rows of a market, site or fund are in every period the sum of all others. Every row is read as one fact, "
        "so that a total among them counts twice.",
        "demand for a market World beside America and Asia, with the sum of both.",
        "Delete the rows of the total, also where its name is listed. Keep them if the figures are equal by chance.",
    ),
    codes.NO_EFFECT: Explanation(
        "A cell is read, but other cells of its row, or missing rows elsewhere, leave it without effect.",
        "A tariff on a lane to a region; a product on a limit that counts phases; max_changes without a last_plan.",
        "Clear the cell, or fill in what it needs to have an effect: the fix says what that is.",
    ),
    codes.ROW_IDLE: Explanation(
        "A row is read, but nothing in the case matches it.",
        "A limit for a site and a region that the site is not in; a window that ended before the horizon.",
        "Change the cell named, or delete the row.",
    ),
    codes.CANNOT_BE: Explanation(
        "Locks, limits and sites contradict each other, so the case is infeasible whatever else is planned.",
        "A lock of at least 6 phases where max_phases is 5; a limit of at most 2 where locks require 3.",
        "Change one of the cells named.",
    ),
    codes.SITE_OUTPUT_UNKNOWN: Explanation(
        "A limit bounds the output of a site. Wafers and packages are known by region, and several sites share it.",
        "output_share for Hsinchu, while Kaohsiung of the same region makes the same node.",
        "Put the site in its own region, with the same indices, or limit the region.",
    ),
    codes.ONLY_BY_NOTHING: Explanation(
        "Limits on shares contradict each other, so only a plan that builds or makes nothing there meets them.",
        "At least 60 % of output from one region and at least 50 % from another.",
        "Change one of the cells named.",
    ),
    codes.NO_START: Explanation(
        "Site, node, lead time, locks and limits leave no period in which a phase of a pair could start and be ready "
        "within the horizon.",
        "A site that is available from 2029Q3 in a case until 2029Q4, where a phase takes 5 quarters.",
        "Change the date, the lead time or the horizon. Leave it if nothing is to be built there.",
    ),
    codes.NO_PHASE_FITS: Explanation(
        "Floor, power, a maximum of phases or construction crews are less than one whole phase needs.",
        "A power limit of 0.5 MW (GW were meant) where one phase draws 90 MW.",
        "Raise the value or clear it, and check that both values are in the same unit.",
    ),
    codes.NO_TOOLS: Explanation(
        "A node needs machines, and the deliveries never reach what one phase needs when it is installed.",
        "Deliveries of 0 in every period, and 0.5 machines per kwspm on tool_use.",
        "Enter the deliveries, or correct what a node needs.",
    ),
    codes.NO_MONEY: Explanation(
        "The funds that may pay for a pair can never pay one phase of it: too little in all, too late, in shares that "
        "do not add up to 100 %, or in amounts that lapse and are smaller than an instalment.",
        "A single fund with a max share of 49 %; a budget of 0.012 bn USD where a phase costs 4 bn.",
        "Change the cell named: more money, earlier money, carry_over yes, or another fund for the rest.",
    ),
    codes.NO_OUTPUT: Explanation(
        "A phase could be built, but within the horizon no good unit comes of it: its ramp is 0 %, its wafers leave "
        "the fab too late, or no die is good.",
        "A cycle of 90 periods (days were meant); 1,000 defects per cm2.",
        "Check the value and its unit: cycles are in periods, defects per cm2, die areas in mm2.",
    ),
    codes.NOT_SOLD: Explanation(
        "No product can use what new phases make: no part is made on the node, nobody demands the product, or lanes "
        "are closed on every way.",
        "A lane row that closes the only market; a node that materials does not name.",
        "Add the missing row, or open the lane. Delete the row named if it is left over.",
    ),
    codes.NO_PRICE: Explanation(
        "The objective is profit, and a product, or with profit_of fabs the wafers of a node, earn nothing because the "
        "price is blank or 0.",
        "objective profit on settings, and no price_usd for Server on products.",
        "Write the price, or choose another objective.",
    ),
    codes.CREDITS_ABOVE_CAPEX: Explanation(
        "The incentives that one phase may earn add up to more than its capex. What exceeds it is cut.",
        "Two credits of 60 % on the same region, kind and start.",
        "Lower one of the rates, or let the two apply to different places, parts of the capex or start periods.",
    ),
    codes.MARKET_CLOSED: Explanation(
        "Lane rows close every way to a market in every period with demand, so that the demand is never met.",
        "A row with to_market America, allowed no, and nothing else.",
        "Limit the row to a region, a product or a period, or delete the demand.",
    ),
    codes.NODE_AFTER_CAPACITY: Explanation(
        "A node has capacity before the period in which it is said to be available. The capacity is used as given; "
        "new phases wait for the date.",
        "available_from 2035Q1 on nodes, and 10 kwspm on capacity in 2027Q1.",
        "Write the period of the first output anywhere into available_from; it may lie before the horizon.",
    ),
    codes.DEMAND_IN_SOME: Explanation(
        "Demand for a product in a market is given for some scenarios, and there is no row for the others.",
        "A row for high only, in a case with the scenarios low and high.",
        "Add a row for each scenario, or leave scenario blank in a row that holds for all others.",
    ),
    codes.SHARE_STOPS_OUTPUT: Explanation(
        "A place must make a share of an output before anything can run there, or may make only a part while nothing "
        "runs elsewhere. Until that changes all places together can make none.",
        "At least 20 % of N3 from the USA from the first period, where the first phase is ready in 2027Q3.",
        "Write the period from which it can be kept into from_period, or change the share.",
    ),
    codes.DEARER_THAN_SHORTAGE: Explanation(
        "Freight and tariff of a lane cost at least as much as the shortage of the package, so nothing goes over it.",
        "60000 USD a unit where a lot of 25 costs so much, beside a penalty of 43000; or a tariff of 2500 %.",
        "Write the cost of one unit in USD, the tariff in per cent. To close a lane on purpose, write no for allowed.",
    ),
    codes.MACHINES_SHORT: Explanation(
        "Growth of committed capacity and phases under way take more machines than are delivered, or an event takes "
        "deliveries that they need.",
        "Capacity that grows by 20 kwspm at 0.4 machines per kwspm, and 6 deliveries by then.",
        "Deliver the machines by then, or write no as uses_tools where they count elsewhere. Events may be meant: "
        "then some committed capacity stands idle in its scenario.",
    ),
    codes.LEFT_OVER: Explanation(
        "A site, node, product, ramp or spend is listed, and no other sheet refers to it. It has no effect.",
        "A site Dresden that site_nodes and capacity do not name.",
        "Add the row that was forgotten, or delete this one. Nothing to do if it is kept for later.",
    ),
    codes.LEFT_OUT: Explanation(
        "A scenario has a probability of 0, so that no plan is made for it. A row of demand for it is kept, and costs "
        "nothing until it counts.",
        "base 100, low 0 and high 0, of which one at a time is planned for.",
        "Nothing to do. To plan for it: --set 'scenarios[base].probability_pct = 0' "
        "--set 'scenarios[high].probability_pct = 100'.",
    ),
    codes.POWER_FALLS: Explanation(
        "Power connected to a site, or power for accelerators in a market, is less in a period than in the one before. "
        "It is MW to date: what is in use must fit into the smaller figure from the start.",
        "100, 0, 50 in 2027Q1 to 2027Q3, where 100 MW arrive first and 50 more later: 100, 100, 150 was meant.",
        "Write in each period all that is there by then. Nothing to do if power really goes.",
    ),
    codes.OWNER_WITHOUT_NODE: Explanation(
        "A row of site_nodes names an owner that the sheet owners does not let build this node.",
        "HBM at Dresden, owned by a foundry whose nodes are N3;N2.",
        "Name an owner that holds the node, or add the node to the owner's nodes. Blank nodes are all nodes.",
    ),
    codes.FOLLOWS_IN_STUDY: Explanation(
        "decide_until lets later starts follow the scenario. planner scenarios does so; every other command decides "
        "all starts for all scenarios, which is a plan that keeps every rule and may cost more.",
        "decide_until 2027Q4, and planner solve.",
        "Run planner scenarios: it says what is decided for all, what follows the scenario, and what that is worth.",
    ),
    codes.RISK_OF_COVERAGE: Explanation(
        "cvar_weight weighs the worst futures against cost, and coverage_first weighs nothing against cost.",
        "cvar_weight 0.5 with the objective coverage_first.",
        "Use least_cost or profit; or clear it and write max_shortage_cost_usd_bn, which caps the worst scenario.",
    ),
    codes.OWNER_OUTPUT_UNKNOWN: Explanation(
        "A limit on a share of output names an owner. Wafers and packages are known by region, not by owner.",
        "An output_share of at most 60 for one owner.",
        "Limit its phases online or its share of capex, or name the region or the site where it builds.",
    ),
    codes.EVENT_SUBJECT: Explanation(
        "A row of events names nothing that it happens to, or more than one of region, site, lane, market and tool. "
        "A lane has one destination: a region or a market.",
        "A row with region Taiwan and tool scanner.",
        "Name one subject in each row; write a row for each of several.",
    ),
    codes.LOCKS_WITHOUT_MEANS: Explanation(
        "Locks require phases that the money to date cannot pay, or that the machines delivered do not suffice for. "
        "The case is infeasible.",
        "Two phases of 4 bn USD by 2027Q2, and 2.4 bn of budget by then.",
        "Require fewer phases or later ones, or provide the money or the machines earlier.",
    ),
    codes.UNKNOWN_SETTING: Explanation(
        "The settings hold a key that the planner does not know. It is not read.",
        "weather, or discount_rate for discount_rate_pct.",
        "Write one of the keys that planner schema lists under settings, or delete the row.",
    ),
    codes.SETTING_MISSING: Explanation(
        "A required setting is missing.",
        "No row first_period.",
        "Add a row with the key and its value.",
    ),
}
