using System.Globalization;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts policies of NetBackup to windows, from <c>bppllist -allpolicies -U</c> and <c>bpplsched -U</c> or <c>-L</c>: the spans under
/// Daily Windows in which the jobs of a schedule may start, one window for each span that days share (NetBackup Commands Reference Guide,
/// bppllist, bpplsched and bpplschedrep). The long form counts a day's hours from its midnight: <c>Sunday 018:00:00 032:00:00</c>.
/// </summary>
internal sealed class NetBackupPolicyReader(WindowTemplate template, string source, Action<InputProblem> onProblem)
{
    private static readonly Regex Span = new(
        @"^\s*(?<day>[A-Z][a-z]+day)\s+(?<start>\d{2}:\d{2}):\d{2}\s+-->\s+(?<endday>[A-Z][a-z]+day)\s+(?<end>\d{2}:\d{2}):\d{2}\s*$",
        RegexOptions.CultureInvariant);

    /// <summary>The long form's day with its open and close; a day without a window opens and closes at the same time.</summary>
    private static readonly Regex LongSpan = new(
        @"^(?<day>[A-Z][a-z]+day)\s+(?<start>\d{3}):(?<startminute>\d{2}):\d{2}\s+(?<end>\d{3}):(?<endminute>\d{2}):\d{2}",
        RegexOptions.CultureInvariant);

    private readonly List<BackupWindow> _windows = [];
    private readonly List<(string Day, string Start, TimeSpan Length)> _spans = [];
    private string _policy = "";
    private string? _schedule;
    private bool _isActive = true;

    /// <summary>Returns whether a text lists policies with their schedules.</summary>
    public static bool IsList(string text) =>
        text.Contains("Daily Windows:") && (text.Contains("Policy Name:") || text.Contains("Schedule:"));

    /// <summary>Reads all policies.</summary>
    public List<BackupWindow> Read(string text)
    {
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (ValueOf(line, "Policy Name:") is string policy)
            {
                AddSchedule();
                (_policy, _isActive, _schedule) = (policy, true, null);
            }
            else if (ValueOf(line, "Active:") is string active)
            {
                _isActive = !string.Equals(active, "no", StringComparison.OrdinalIgnoreCase);
            }
            else if (ValueOf(line, "Schedule:") is string schedule)
            {
                AddSchedule();
                _schedule = schedule;
            }
            else if (Span.Match(line) is { Success: true } span)
            {
                _spans.Add((span.Groups["day"].Value, span.Groups["start"].Value, LengthOf(span)));
            }
            else if (LongSpan.Match(line) is { Success: true } hours)
            {
                AddLongSpan(hours);
            }
        }

        AddSchedule();
        return _windows;
    }

    private static string? ValueOf(string line, string key) =>
        line.StartsWith(key, StringComparison.Ordinal) ? line.Substring(key.Length).Trim() : null;

    private static TimeSpan LengthOf(Match span)
    {
        static TimeSpan At(string day, string time) => TimeSpan.FromDays((int)EnumName.Parse<DayOfWeek>(day))
            + TimeSpan.Parse(time == "24:00" ? "1.00:00" : time, CultureInfo.InvariantCulture);
        TimeSpan start = At(span.Groups["day"].Value, span.Groups["start"].Value);
        TimeSpan length = At(span.Groups["endday"].Value, span.Groups["end"].Value) - start;
        return length > TimeSpan.Zero ? length : length + TimeSpan.FromDays(7);
    }

    private void AddLongSpan(Match span)
    {
        int Of(string name) => int.Parse(span.Groups[name].Value, CultureInfo.InvariantCulture);
        TimeSpan start = new(Of("start"), Of("startminute"), 0);
        TimeSpan length = new TimeSpan(Of("end"), Of("endminute"), 0) - start;
        if (length > TimeSpan.Zero && start < TimeSpan.FromDays(1))
        {
            _spans.Add((span.Groups["day"].Value, start.ToString(@"hh\:mm", CultureInfo.InvariantCulture), length));
        }
    }

    private void AddSchedule()
    {
        if (_schedule is null)
        {
            return;
        }

        string name = $"{_policy} {_schedule}".Trim();
        try
        {
            if (!_isActive || _spans.Count == 0)
            {
                throw new FormatException(_isActive ? "It has no daily windows." : "It is not active, so it has no window.");
            }

            int count = 0;
            foreach (var span in _spans.GroupBy(span => (span.Start, span.Length)))
            {
                string[] days = [.. span.Select(one => one.Day).Distinct()];
                string when = days.Length == 7 ? "daily " : $"weekly {string.Join(",", days)} ";
                string called = ++count == 1 ? name : FormattableString.Invariant($"{name} ({count})");
                _windows.Add(template.ToWindow(
                    called, Recurrence.Parse(when + span.Key.Start), WindowRole.Backup, $"{source}: NetBackup start window",
                    duration: template.Duration ?? span.Key.Length));
            }
        }
        catch (FormatException e)
        {
            onProblem(new(
                InputProblemKind.Invalid, source, null, $"'{name}': {e.Message}",
                "Make its window with New-BackupWindow: it was left out."));
        }

        _spans.Clear();
        _schedule = null;
    }
}
