"""Runs the tests that failed a second time, on their own: again.py RESULTS AGAIN.

A failure that comes back is one. What passes now depends on the machine, and account.py lists it by name; it has to be mended too, but a
busy machine does not reject a whole change for it. Runs nothing where many tests failed.
"""
import collections
import glob
import os
import subprocess
import sys

import account

# More failures than these are no accident.
MOST = 10


def main(results, again):
    failed = account.failed_tests(results)
    if not 0 < len(failed) <= MOST:
        return 0
    projects = {os.path.splitext(os.path.basename(path))[0]: os.path.dirname(path) for path in glob.glob("tests/*/*.csproj")}
    classes, files = collections.defaultdict(set), set()
    for test in failed:
        classes[test.project].add(test.class_name)
        if test.pester_file:
            files.add(test.pester_file)
    os.makedirs(again, exist_ok=True)
    for project, names in sorted(classes.items()):
        report = os.path.abspath(os.path.join(again, project + ".trx"))
        options = [word for name in sorted(names) for word in ("-class", name)]
        print(f"Again: {project}: {', '.join(sorted(names))} {' '.join(sorted(files))}", flush=True)
        subprocess.run(
            ["dotnet", "run", "--no-build", "--project", projects[project], "--", *options, "-result-trx", report],
            env={**os.environ, "VCSA_TESTS_PESTER_FILES": ",".join(sorted(files))}, check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
