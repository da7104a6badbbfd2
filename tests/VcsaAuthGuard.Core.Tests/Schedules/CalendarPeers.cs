using System.Globalization;
using System.Text;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Schedules;

/// <summary>Runs two other implementations of recurrence rules: python3-dateutil and systemd-analyze.</summary>
internal static class CalendarPeers
{
    /// <summary>
    /// Reads <c>zone|from|to|rule</c> lines and writes for each the rule's starts in UTC. dateutil expands the rule; zoneinfo converts the
    /// starts, those that clocks skip with the offset before the change (PEP 495, fold=0).
    /// </summary>
    private const string Script = """
        import sys, datetime, zoneinfo
        from dateutil import rrule
        for line in sys.stdin:
            zone, start, end, rule = line.rstrip('\n').split('|')
            zone = zoneinfo.ZoneInfo(zone)
            moment = lambda text: datetime.datetime.strptime(text, '%Y-%m-%dT%H:%M')
            found = set()
            try:
                margin = datetime.timedelta(3)
                starts = rrule.rrulestr(rule.replace(' ', '\n')).between(moment(start) - margin, moment(end) + margin, inc=True)
            except ValueError as e:
                if 'empty' not in str(e):
                    raise
                starts = [] # A rule that dateutil knows to have no start.
            for local in starts:
                utc = local.replace(tzinfo=zone).astimezone(datetime.timezone.utc).replace(tzinfo=None)
                if moment(start) <= utc < moment(end):
                    found.add(utc)
            print(' '.join(utc.strftime('%Y-%m-%dT%H:%M') for utc in sorted(found)))
        """;

    /// <summary>Debian's own Python comes first: its package python3-dateutil installs into that one.</summary>
    private static readonly Lazy<string?> Python = new(() =>
        new[] { "/usr/bin/python3", Repository.Program("python3") }.FirstOrDefault(python =>
            python is not null && File.Exists(python) && Repository.Run(python, ["-c", "import dateutil"]).ExitCode == 0
        )
    );

    public static void RequireDateutil() => Require("dateutil", Python.Value, "python3-dateutil");

    public static void RequireSystemd() => Require("systemd-analyze", Repository.Program("systemd-analyze"), "systemd");

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <param name="rules">Zone, from, to, rule with DTSTART.</param>
    public static string[] Dateutil(IEnumerable<(string Zone, DateTimeOffset From, DateTimeOffset To, string Rule)> rules)
    {
        string input = string.Concat(rules.Select(rule => $"{rule.Zone}|{Time(rule.From)}|{Time(rule.To)}|{rule.Rule}\n"));
        (int exitCode, string output, string errors) = Repository.Run(Python.Value!, ["-c", Script], Encoding.UTF8.GetBytes(input));
        Assert.True(exitCode == 0, errors);
        return output.Split('\n')[..^1];
    }

    /// <summary>Gets the next starts from a time on.</summary>
    public static string[] Systemd(string expression, DateTimeOffset from, int count)
    {
        string before = from.AddSeconds(-1).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        (int exitCode, string output, string errors) = Repository.Run(
            "env", ["TZ=UTC", "LC_ALL=C", "systemd-analyze", "calendar", $"--iterations={count}", $"--base-time={before}", expression]);
        Assert.True(exitCode == 0, errors);
        return
        [
            .. output
                .Split('\n')
                .Where(line =>
                    line.Contains("Next elapse:", StringComparison.Ordinal) || line.Contains("Iter. #", StringComparison.Ordinal)
                )
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words[^1] == "UTC")
                .Select(words => $"{words[^3]}T{words[^2][..5]}"),
        ];
    }

    private static void Require(string name, string? path, string package)
    {
        if (path is null)
        {
            Assert.False(Repository.IsRequired(name), $"{name} is required and not here.");
            Assert.Skip($"{name} is not here (apt-get install {package}).");
        }
    }
}
