"""Reads the TRX files of a test run and says, by name, what ran, what failed and what did not run; then one line of totals."""
import glob
import sys
import xml.etree.ElementTree as ET

NS = {"t": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}


def main(folder, not_run):
    passed = failed = skipped = 0
    suites, failures, skips = {}, [], []
    for file in sorted(glob.glob(folder + "/**/*.trx", recursive=True)):
        root = ET.parse(file).getroot()
        classes = {
            test.get("id"): test.find("t:TestMethod", NS).get("className").split(",")[0]
            for test in root.iterfind(".//t:UnitTest", NS)
        }
        codebase = root.find(".//t:TestMethod", NS)
        project = codebase.get("codeBase").replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0] if codebase is not None else file
        for result in root.iterfind(".//t:UnitTestResult", NS):
            name = result.get("testName")
            outcome = result.get("outcome")
            suite = project + ": " + classes.get(result.get("testId"), "?").rsplit(".", 1)[-1]
            counts = suites.setdefault(suite, [0, 0, 0])
            if outcome == "Passed":
                passed += 1
                counts[0] += 1
            elif outcome == "Failed":
                failed += 1
                counts[1] += 1
                failures.append(suite + ": " + name)
            else:
                skipped += 1
                counts[2] += 1
                reason = result.find(".//t:StdOut", NS)
                skips.append(name + (": " + reason.text.strip().splitlines()[0] if reason is not None and reason.text else ""))
    for suite, (ok, bad, not_done) in sorted(suites.items()):
        print(f"  {suite}: {ok} passed, {bad} failed, {not_done} skipped")
    print("\n== What failed" if failures else "\n== Nothing failed")
    for name in failures:
        print("  " + name)
    print("\n== What did not run" if skips or not_run else "\n== Nothing was left out")
    for name in not_run + skips:
        print("  " + name)
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed > 0 and failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
