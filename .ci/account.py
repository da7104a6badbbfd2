"""Reads the TRX files of a test run and prints what ran, what failed and what was skipped, by name; then one line of totals.

Fails when a test failed, when a project or class ran fewer tests than it must, or when the Pester suite's own counts are missing. A test
that failed and passed when it was run again (again.py) is listed, and does not fail the run.
"""
import collections
import glob
import os
import re
import sys
import xml.etree.ElementTree as ET

NS = {"t": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}

# The least number of tests that must have run (passed or failed) in each project or class, about 95 % of what there is: a report that
# is missing and a suite that shrinks are noticed.
FLOORS = {
    "HelpBuilder.Tests": 37,
    "VcsaAuthGuard.Cli.Tests": 78,
    "VcsaAuthGuard.Core.Tests": 1310,
    "VcsaAuthGuard.Core.Tests.NetStandard": 575,
    "VcsaAuthGuard.Pester.Tests: PesterSuiteTests": 1650,
    "VcsaAuthGuard.Pester.Tests: NetStandardSuiteTests": 195,
}
SLOWEST = 15
PESTER_COUNTS = "Pester: counts: "

FailedTest = collections.namedtuple("FailedTest", "project class_name name pester_file")


def main(folder, again=None):
    suites, ran, seconds, failures, skips, pester = {}, collections.Counter(), collections.Counter(), [], [], []
    passed_again, once = passed_tests(again), []
    for file in sorted(glob.glob(folder + "/**/*.trx", recursive=True)):
        for project, suite, result in results_of(file):
            name, outcome = name_of(result), result.get("outcome")
            counts = suites.setdefault(f"{project}: {suite}", {"Passed": 0, "Failed": 0, "Skipped": 0})
            outcome = outcome if outcome in counts else "Skipped"
            counts[outcome] += 1
            hours, minutes, rest = (result.get("duration") or "0:0:0").split(":")
            seconds[f"{project}: {suite}"] += int(hours) * 3600 + int(minutes) * 60 + float(rest)
            if outcome != "Skipped":
                ran.update([project, f"{project}: {suite}"])
            if outcome == "Failed":
                list_ = once if (project, name) in passed_again else failures
                list_.append(f"{project}: {suite}: {name}{message_of(result)}")
            if outcome == "Skipped":
                reason = result.find(".//t:StdOut", NS)
                skips.append(name + (": " + reason.text.strip().splitlines()[0] if reason is not None and reason.text else ""))
            if name.startswith(PESTER_COUNTS):
                pester.append(name)

    for name, least in FLOORS.items():
        if ran[name] == 0:
            failures.append(f"{name}: there is no report of it")
        elif ran[name] < least:
            failures.append(f"{name}: {ran[name]} tests ran, and at least {least} must")
    if not pester:
        failures.append("the Pester suite did not report its counts")

    for suite, counts in sorted(suites.items()):
        print(f"  {suite}: {counts['Passed']} passed, {counts['Failed']} failed, {counts['Skipped']} skipped")
    print("\n== Slowest")
    for suite, sum_ in seconds.most_common(SLOWEST):
        print(f"  {sum_:5.0f} s  {suite}")
    for line in pester:
        print("\n== " + line)
    if once:
        print("\n== Failed, and passed when run again: these depend on the machine")
    for name in once:
        print("  " + name)
    print("\n== Failed" if failures else "\n== Nothing failed")
    for name in failures:
        print("  " + name)
    print("\n== Skipped" if skips else "\n== Nothing was skipped")
    for name in skips:
        print("  " + name)
    passed, failed, skipped = (sum(counts[outcome] for counts in suites.values()) for outcome in ("Passed", "Failed", "Skipped"))
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failures else 0


def name_of(result):
    """Returns a test's name without the arguments that xUnit adds to the names of the Pester suite's tests."""
    return result.get("testName").split('(result: "')[0]


def failed_tests(folder):
    """Returns the failed tests of a run; with the Pester file that a test stands in."""
    failed = []
    for file in sorted(glob.glob(folder + "/**/*.trx", recursive=True)):
        for project, _, result in results_of(file):
            if result.get("outcome") == "Failed":
                name, pester = name_of(result), re.match(r"Pester[^:]*: ([\w.-]+\.Tests): ", name_of(result))
                failed.append(FailedTest(project, result.get("className"), name, pester and pester[1] + ".ps1"))
    return failed


def passed_tests(folder):
    """Returns project and name of each test that passed in a second run."""
    if not folder or not os.path.isdir(folder):
        return set()
    return {
        (project, name_of(result))
        for file in glob.glob(folder + "/**/*.trx", recursive=True)
        for project, _, result in results_of(file) if result.get("outcome") == "Passed"}


def message_of(result):
    """Returns the beginning of a failed test's message and of its stack, each line indented; empty where there is none."""
    lines = []
    for element, most in (("Message", 8), ("StackTrace", 4)):
        found = result.find(f".//t:ErrorInfo/t:{element}", NS)
        lines += found.text.strip().splitlines()[:most] if found is not None and found.text else []
    return "".join("\n      " + line.strip()[:300] for line in lines)


def results_of(file):
    """Yields the project, the class and the result of each test in a TRX file."""
    root = ET.parse(file).getroot()
    methods = {test.get("id"): test.find("t:TestMethod", NS) for test in root.iterfind(".//t:UnitTest", NS)}
    for result in root.iterfind(".//t:UnitTestResult", NS):
        method = methods[result.get("testId")]
        project = method.get("codeBase").replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
        result.set("className", method.get("className").split(",")[0])
        yield project, method.get("className").split(",")[0].rsplit(".", 1)[-1], result


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
