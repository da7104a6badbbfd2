using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts timer units of systemd to windows: a <c>.timer</c> file, or the output of <c>systemctl cat '*.timer'</c>, which writes the
/// path of each unit in a comment before it.
/// </summary>
internal sealed class TimerReader(WindowTemplate template, string source, Action<InputProblem> onProblem)
{
    private const string Suffix = ".timer";

    private readonly List<BackupWindow> _windows = [];
    private readonly List<(string Text, long Line)> _events = [];
    private string _name = NameOf(source);
    private bool _hasOtherStart;
    private long _line;

    /// <summary>Returns whether a text is a timer unit.</summary>
    public static bool IsTimer(string text) => text.Split('\n').Any(line => line.Trim() == "[Timer]");

    /// <summary>Returns whether a text is the list of <c>systemctl list-timers</c>, which has no schedules.</summary>
    public static bool IsList(string text) =>
        (text.Contains("NEXT") && text.Contains("LEFT") && text.Contains("ACTIVATES"))
        || (text.Contains("\"activates\"") && text.Contains("\"next\""));

    /// <summary>Reads all units.</summary>
    public List<BackupWindow> Read(string text)
    {
        bool isTimer = false;
        foreach (string raw in text.Replace("\\\n", " ").Split('\n'))
        {
            _line++;
            string line = raw.Trim();
            if (line.Length > 0 && line[0] == '#' && line.TrimEnd().EndsWith(Suffix, StringComparison.Ordinal))
            {
                AddUnit();
                _name = NameOf(line);
            }
            else if (line.Length > 0 && line[0] == '[')
            {
                isTimer = line == "[Timer]";
            }
            else if (isTimer && line.IndexOf('=') is > 0 and int equals)
            {
                Process(line.Substring(0, equals).Trim(), line.Substring(equals + 1).Trim());
            }
        }

        AddUnit();
        return _windows;
    }

    private static string NameOf(string path)
    {
        string name = path.Substring(path.LastIndexOfAny(['/', '\\', ' ']) + 1);
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    private void Process(string key, string value)
    {
        if (key == "OnCalendar" && value.Length == 0)
        {
            // An empty value resets those before it.
            _events.Clear();
        }
        else if (key == "OnCalendar")
        {
            _events.Add((value, _line));
        }
        else if (key.StartsWith("On", StringComparison.Ordinal) && key.EndsWith("Sec", StringComparison.Ordinal))
        {
            _hasOtherStart = true;
        }
    }

    private void AddUnit()
    {
        int count = 0;
        foreach ((string text, long line) in _events)
        {
            try
            {
                Recurrence recurrence = OnCalendar.Parse(text, out string? zone);
                string name = ++count == 1 ? _name : FormattableString.Invariant($"{_name} ({count})");
                _windows.Add(template.ToWindow(name, recurrence, WindowRole.Automation, $"{source}:{line}", zone));
            }
            catch (FormatException e)
            {
                Report(line, e.Message);
            }
        }

        if (_events.Count == 0 && _hasOtherStart)
        {
            Report(null, "It starts a time after another event, such as the start of the machine, so it has no fixed time.");
        }

        _events.Clear();
        _hasOtherStart = false;
    }

    private void Report(long? line, string why) => onProblem(new(
        InputProblemKind.Invalid, source, line, $"'{_name}': {why}", "Make its window with New-BackupWindow: it was left out."));
}
