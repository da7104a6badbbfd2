"""Tests of account.py: reports with enough tests pass; a missing or short report, and a failed test, do not."""
import contextlib
import io
import os
import tempfile
import unittest

import account

PESTER = "VcsaAuthGuard.Pester.Tests: PesterSuiteTests"
COUNTS = account.PESTER_COUNTS + "1000 passed, 0 failed, 0 skipped"


class AccountTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        for name, least in account.FLOORS.items():
            self.write(name, least)

    def path(self, name):
        return os.path.join(self.folder, name.replace(": ", "-") + ".trx")

    def write(self, name, count, first=COUNTS, outcome="Passed", error="", seconds="00:00:00.0010000", path=None):
        """Writes a report of that number of tests; the first has that name, outcome, error and duration, the others passed."""
        project, _, suite = name.partition(": ")
        tests = [(first if name == PESTER else "Test 0", outcome)] + [(f"Test {number}", "Passed") for number in range(1, count)]
        results = "".join(
            f'<UnitTestResult testId="1" testName="{test}" outcome="{result}" duration="{"00:00:00" if number else seconds}">'
            f'{"" if number else error}</UnitTestResult>'
            for number, (test, result) in enumerate(tests))
        with open(path or self.path(name), "w", encoding="utf-8") as file:
            file.write(
                f'<TestRun xmlns="{account.NS["t"]}"><Results>{results}</Results><TestDefinitions><UnitTest id="1">'
                f'<TestMethod codeBase="/bin/{project}.dll" className="Some.{suite or "Tests"}" /></UnitTest></TestDefinitions></TestRun>')

    def check(self, exit_code, message, again=None):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            self.assertEqual(exit_code, account.main(self.folder, again))
        self.assertIn(message, output.getvalue())

    def test_whole_reports_pass(self):
        self.check(0, "== Nothing failed")

    def test_a_missing_report_fails(self):
        for name, least in account.FLOORS.items():
            with self.subTest(name):
                os.remove(self.path(name))
                self.check(1, f"{name}: there is no report of it")
                self.write(name, least)

    def test_a_short_report_fails(self):
        for name, least in account.FLOORS.items():
            with self.subTest(name):
                self.write(name, least - 1)
                self.check(1, f"{name}: {least - 1} tests ran, and at least {least} must")
                self.write(name, least)

    def test_a_pester_report_without_counts_fails(self):
        self.write(PESTER, account.FLOORS[PESTER], first="Test 0")
        self.check(1, "the Pester suite did not report its counts")

    def test_skipped_tests_do_not_count(self):
        self.write(PESTER, account.FLOORS[PESTER], outcome="NotExecuted")
        self.check(1, f"{PESTER}: {account.FLOORS[PESTER] - 1} tests ran")

    def test_a_failed_test_fails(self):
        self.write(PESTER, account.FLOORS[PESTER], first="Test 0", outcome="Failed")
        self.check(1, f"{PESTER}: Test 0")

    def test_a_test_that_failed_is_forgiven_where_it_passed_again(self):
        core = "VcsaAuthGuard.Core.Tests"
        self.write(core, account.FLOORS[core], first=COUNTS, outcome="Failed")
        with tempfile.TemporaryDirectory() as again:
            for outcome, exit_code in (("Failed", 1), ("NotExecuted", 1), ("Passed", 0)):
                with self.subTest(outcome):
                    self.write(core, 1, outcome=outcome, path=os.path.join(again, "core.trx"))
                    self.check(exit_code, f"{core}: Tests: ", again)

    def test_failed_tests_are_found_with_their_pester_files(self):
        self.write(PESTER, 1, first="Pester, netstandard2.0: Get-X.Tests: A.b: c", outcome="Failed")
        self.assertEqual(
            [("VcsaAuthGuard.Pester.Tests", "Some.PesterSuiteTests", "Pester, netstandard2.0: Get-X.Tests: A.b: c", "Get-X.Tests.ps1")],
            account.failed_tests(self.folder))

    def test_the_message_of_a_failed_test_is_printed(self):
        error = "<Output><ErrorInfo><Message>Expected: 1\nActual: 2</Message><StackTrace>at A.B()</StackTrace></ErrorInfo></Output>"
        self.write(PESTER, account.FLOORS[PESTER], first="Test 0", outcome="Failed", error=error)
        self.check(1, f"{PESTER}: Test 0\n      Expected: 1\n      Actual: 2\n      at A.B()")

    def test_the_slowest_classes_are_printed(self):
        self.write(PESTER, account.FLOORS[PESTER], seconds="00:01:02.5000000")
        self.check(0, f"   62 s  {PESTER}")


if __name__ == "__main__":
    unittest.main()
