"""`planner certify`: a file that proves plan and bound to whoever trusts neither the planner nor a solver."""

import json
import math
from pathlib import Path
from typing import Annotated

import typer

from planner import __version__
from planner.certify import checker
from planner.cli import options
from planner.cli.exits import Exit, Stop
from planner.cli.files import check_output
from planner.cli.interrupt import cancel_on_signals
from planner.cli.messages import say
from planner.cli.origin import origin_of, other_input
from planner.cli.terminal.json_lines import shown
from planner.cli.terminal.mode import Mode
from planner.plan.records import Plan
from planner.solver.options import SolveOptions
from planner.workbook.case_file import CaseFile, sha256_of
from planner.workbook.file.saving import write_whole

CHECKER = "check_proof.py"
_SAME = 1e-6


def certify(
    target: Annotated[Path, typer.Argument(metavar="PLAN.xlsx", help="The plan.", show_default=False)],
    proof: Annotated[
        Path, typer.Option("-o", "--output", metavar="PROOF.json", help="The certificate.", show_default=False)
    ],
    case: options.CaseOfPlan = None,
    gap: Annotated[
        float | None,
        typer.Option(
            metavar="GAP", parser=options.gap, help="Prove to this relative gap.", show_default="that of the solve"
        ),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option(
            metavar="TIME",
            parser=options.seconds,
            help="Time limit of the proof; what is open by then widens the gap.",
            show_default="none",
        ),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Leave out the redundant rows that make the proof short.")
    ] = False,
    progress: Annotated[
        Mode, typer.Option(metavar="MODE", help=f"How progress is shown on stderr: {', '.join(Mode)}.")
    ] = Mode.AUTO,
) -> None:
    """Write a certificate of plan and bound, and beside it the checker, which needs neither planner nor solver."""
    check_output(proof, ".json", "a certificate", target, *filter(None, (case,)))
    beside = proof.with_name(CHECKER)
    program = Path(checker.__file__).read_bytes()
    if beside.exists() and beside.read_bytes() != program:
        raise Stop(Exit.USAGE, f"{beside} is another file than the checker: move it, or give another folder.")
    path, source, plan = origin_of(target, case)
    say(other_input(path, source, plan))
    # Loads the modelling library late, so that a wrong argument is reported at once.
    from planner.certify.certificate import NoCertificate, certify
    from planner.certify.part import Effort, NothingProven

    asked = plan.run.get("gap_asked")
    wanted = gap if gap is not None else float(asked) if isinstance(asked, int | float) else SolveOptions().gap
    seconds = math.inf if time_limit is None else time_limit
    origin = _origin(target, path, source, plain)
    with shown(progress, seconds, None) as show, cancel_on_signals(show.cancel, show.stopping), show:
        show.step("proving the bound")
        effort = Effort(wanted, seconds, strengthened=not plain, on_progress=show.on_progress, cancel=show.cancel)
        try:
            certificate = certify(source.case, plan.schedule, effort, origin)
        except NoCertificate as error:
            raise Stop(Exit.FAULTS, f"{proof} is not written: {error}.") from error
        except NothingProven as error:
            raise Stop(Exit.NO_PLAN, f"{proof} is not written: {error}.") from error
    try:
        write_whole(beside, program)
        write_whole(proof, json.dumps(certificate.proof, separators=(",", ":"), allow_nan=False).encode())
    except OSError as error:
        raise Stop(Exit.USAGE, f"{proof} cannot be written ({error.strerror or error}).") from error
    print(certificate.words)
    say(_otherwise(plan, certificate.objective))
    if certificate.better is not None:
        say(f"The proof found a plan that costs {certificate.better:.9g}, less than this one: solve the case again.")
    say(f"To check it anywhere, with Python and numpy alone: python {beside} {proof}")
    if certificate.gap > wanted * (1 + _SAME):
        raise Stop(Exit.LIMIT, f"The proof stopped at a gap of {certificate.gap:.3g}; {wanted:.3g} was asked.")


def _origin(target: Path, path: Path, source: CaseFile, plain: bool) -> dict[str, str]:
    """Return where the certificate comes from."""
    return {
        "plan": f"{target.name}, SHA-256 {sha256_of(target)}",
        "case": f"{path.name}, SHA-256 {source.sha256}",
        **({"edits": source.edits} if source.edits else {}),
        "planner": __version__,
        "unit": "discounted usd_bn",
        "rows": "those of the rules alone" if plain else "those of the rules, and redundant rows of whole phases",
    }


def _otherwise(plan: Plan, objective: float) -> str:
    """Return a remark where the certified point is worth something else than the plan workbook says."""
    said = plan.outcome.objective
    if abs(said - objective) <= _SAME * max(1.0, abs(said)):
        return ""
    return (
        f"The decisions of the plan are certified with an objective of {objective:.9g}; the workbook says {said:.9g}, "
        "for what it makes and ships with them. planner audit says whether that is right."
    )
