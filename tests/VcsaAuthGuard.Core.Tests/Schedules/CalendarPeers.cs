using System.Globalization;
using System.Text;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Schedules;

/// <summary>Two implementations by others that say when a rule's starts are: python3-dateutil and systemd-analyze.</summary>
internal static class CalendarPeers
{
    /// <summary>
    /// Reads <c>zone|from|to|rule</c> lines and writes for each the rule's starts in UTC. dateutil itself leaves a start in a gap at a
    /// time that no clock shows; that one is moved here, minute by minute, to the first that clocks show.
    /// </summary>
    private const string Script = """
        import sys, datetime
        from dateutil import rrule, tz
        for line in sys.stdin:
            zone, start, end, plain, rule = line.rstrip('\n').split('|')
            zone = tz.gettz(zone)
            moment = lambda text: datetime.datetime.strptime(text, '%Y-%m-%dT%H:%M')
            found = []
            try:
                starts = rrule.rrulestr(rule.replace(' ', '\n')).between(moment(start) - datetime.timedelta(3), moment(end) + datetime.timedelta(3), inc=True)
            except ValueError as e:
                if 'empty' not in str(e):
                    raise
                starts = [] # A rule that dateutil knows to have no start.
            for local in starts:
                local = local.replace(tzinfo=zone)
                while plain == 'moved' and not tz.datetime_exists(local):
                    local += datetime.timedelta(minutes=1)
                utc = local.astimezone(tz.UTC).replace(tzinfo=None)
                if moment(start) <= utc < moment(end) and utc not in found[-1:]:
                    found.append(utc)
            print(' '.join(utc.strftime('%Y-%m-%dT%H:%M') for utc in found))
        """;

    /// <summary>Debian's own Python first: it is the one that its package serves.</summary>
    private static readonly Lazy<string?> Python = new(() => new[] { "/usr/bin/python3", Repository.Program("python3") }
        .FirstOrDefault(python => python is not null && File.Exists(python) && Repository.Run(python, ["-c", "import dateutil"]).ExitCode == 0));

    public static void RequireDateutil() => Require("dateutil", Python.Value, "python3-dateutil");

    public static void RequireSystemd() => Require("systemd-analyze", Repository.Program("systemd-analyze"), "systemd");

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <param name="rules">Zone, from, to, rule with DTSTART.</param>
    /// <param name="gaps"><c>moved</c> to the gap's end, or <c>plain</c> as dateutil has them.</param>
    public static string[] Dateutil(IEnumerable<(string Zone, DateTimeOffset From, DateTimeOffset To, string Rule)> rules, string gaps = "moved")
    {
        string input = string.Concat(rules.Select(rule => $"{rule.Zone}|{Time(rule.From)}|{Time(rule.To)}|{gaps}|{rule.Rule}\n"));
        (int exitCode, string output, string errors) = Repository.Run(Python.Value!, ["-c", Script], Encoding.UTF8.GetBytes(input));
        Assert.True(exitCode == 0, errors);
        return output.Split('\n')[..^1];
    }

    /// <summary>The next starts from a time on.</summary>
    public static string[] Systemd(string expression, DateTimeOffset from, int count)
    {
        string before = from.AddSeconds(-1).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        (int exitCode, string output, string errors) = Repository.Run(
            "env", ["TZ=UTC", "LC_ALL=C", "systemd-analyze", "calendar", $"--iterations={count}", $"--base-time={before}", expression]);
        Assert.True(exitCode == 0, errors);
        return
        [
            .. output.Split('\n')
                .Where(line => line.Contains("Next elapse:", StringComparison.Ordinal) || line.Contains("Iter. #", StringComparison.Ordinal))
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
