"""Certify the best plans of random cases: python -m tests.certify 10 [seed] [seconds each].

The shipped checker runs alone on every file, in a Python that knows of nothing else. Prints how many whole columns a
case has, the gap that is proven, the size of the file, and the seconds that the proof and its check took.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.certify import checker
from planner.certify.certificate import certify
from planner.certify.part import Effort, NothingProven
from planner.pipeline import solve
from planner.plan.records import Status
from planner.solver.messages import idle
from planner.solver.options import SolveOptions
from tests.benchmarks.generate import Size, generate
from tests.model.brute.draw import draw, drawn_rules
from tests.model.rules import ruled
from tests.model.worlds import world


def main() -> int:
    """Certify so many; return 1 where the checker does not confirm one."""
    count, seed, seconds = (int(text) for text in (*sys.argv[1:], *("10", "0", "60")[len(sys.argv) - 1 :]))
    failed = tried = 0
    while tried < count:
        large = generate(Size(sites=8 + seed % 5, nodes=4, periods=16, products=4, markets=3), seed)
        case = (world(seed), draw(seed, drawn_rules(seed)), ruled(seed), large)[seed % 4]
        plan = solve(case, SolveOptions(gap=1e-6, threads=1, time_limit_seconds=seconds)).plan
        seed += 1
        if plan.outcome.status not in (Status.OPTIMAL, Status.FEASIBLE):
            continue
        tried += 1
        begun = time.monotonic()
        try:
            certificate = certify(case, plan.schedule, Effort(gap=1e-4, seconds=seconds), {"case": str(seed - 1)})
        except NothingProven as error:
            print(f"seed {seed - 1}: {error}", flush=True)
            failed += 1
            continue
        proven = time.monotonic()
        said, size_mb = _checked(json.dumps(certificate.proof))
        confirmed = said.endswith("PROVEN.\n")
        failed += not confirmed
        whole = [len(part["program"]["integer"]) for part in certificate.proof["parts"]]
        took = f"proof {proven - begun:.1f} s, check {time.monotonic() - proven:.1f} s"
        verdict = "confirmed" if confirmed else said
        print(
            f"seed {seed - 1}: {whole} whole columns, gap {certificate.gap:.1e}, {size_mb:.2f} MB, {took}: {verdict}",
            flush=True,
        )
    print(f"{count - failed} of {count} confirmed")
    return int(failed > 0)


def _checked(proof: str) -> tuple[str, float]:
    """Return what the checker says of a file, and its size in MB."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "check_proof.py").write_bytes(Path(checker.__file__).read_bytes())
        (Path(folder) / "proof.json").write_text(proof, encoding="utf-8")
        command = [sys.executable, "-I", "check_proof.py", "proof.json"]
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return ended.stdout + ended.stderr, len(proof) / 1e6


if __name__ == "__main__":
    with idle.reuse():
        sys.exit(main())
