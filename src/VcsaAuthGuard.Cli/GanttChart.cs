using System.Globalization;
using System.Text;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli;

/// <summary>Windows over one day, from noon to noon, so that a night is whole; a line each, in plain ASCII.</summary>
internal sealed class GanttChart
{
    /// <summary>The legend of the signs.</summary>
    public const string Legend = "# backup  = automation  ~ maintenance  X backup and automation together";

    private const int HoursOfDay = 24;
    private const int HoursOfLabel = 3;

    private readonly DateTimeOffset _start;
    private readonly int _cells;
    private readonly int _names;

    /// <param name="start">When the day starts.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="longestName">The longest name's length.</param>
    public GanttChart(DateTimeOffset start, int width, int longestName)
    {
        _start = start;

        // Four, two or one cells an hour, so that there is room for names.
        _cells = width >= 116 ? 96 : width >= 66 ? 48 : HoursOfDay;
        _names = Math.Min(longestName, width - _cells - 1);
    }

    /// <summary>The number of minutes that one sign covers.</summary>
    public int MinutesOfCell => HoursOfDay * 60 / _cells;

    /// <summary>The noon of the day in which backups and automation run together for longest; the first noon where they never do.</summary>
    public static DateTimeOffset BusiestNoon(IReadOnlyList<BackupWindow> windows, PlanOptions options, TimeSpan offset)
    {
        DateTimeOffset local = options.From.ToOffset(offset);
        DateTimeOffset first = new(local.Date.AddHours(local.Hour < 12 ? -12 : 12), offset);
        return Enumerable.Range(0, options.Days + 1).Select(day => first.AddDays(day)).MaxBy(noon => Together(windows, noon, noon.AddDays(1)).Sum(span => (span.End - span.Start).Ticks));
    }

    /// <summary>The hours over the signs.</summary>
    public string Axis(string title)
    {
        StringBuilder axis = new(TerminalText.Cut(title, _names).PadRight(_names + 1));
        for (int hour = 0; hour < HoursOfDay; hour += HoursOfLabel)
        {
            axis.Append(_start.AddHours(hour).ToString("HH", CultureInfo.InvariantCulture).PadRight(_cells * HoursOfLabel / HoursOfDay));
        }

        return axis.ToString().TrimEnd();
    }

    /// <summary>A window's line.</summary>
    /// <param name="window">The window.</param>
    /// <param name="all">All windows: where one of them is in its way, its sign is an X.</param>
    public string Row(BackupWindow window, IReadOnlyList<BackupWindow> all)
    {
        char[] cells = new char[_cells];
        Array.Fill(cells, '.');
        Mark(cells, window.Between(_start, _start.AddDays(1)), window.Role switch
        {
            WindowRole.Backup => '#',
            WindowRole.Automation => '=',
            _ => '~',
        });
        foreach (BackupWindow other in all)
        {
            Mark(cells, Together(window, other, _start, _start.AddDays(1)), 'X');
        }

        return $"{TerminalText.Cut(TerminalText.OneLine(window.Name), _names).PadRight(_names)} {new string(cells)}";
    }

    private void Mark(char[] cells, IEnumerable<WindowOccurrence> runs, char sign)
    {
        double minutes = MinutesOfCell;
        foreach (WindowOccurrence run in runs)
        {
            int first = (int)Math.Floor((run.Start - _start).TotalMinutes / minutes);
            int end = (int)Math.Ceiling((run.End - _start).TotalMinutes / minutes);
            for (int cell = Math.Max(first, 0); cell < Math.Min(end, _cells); cell++)
            {
                cells[cell] = sign;
            }
        }
    }

    private static IEnumerable<WindowOccurrence> Together(IReadOnlyList<BackupWindow> windows, DateTimeOffset from, DateTimeOffset to) =>
        windows.Where(window => window.Role == WindowRole.Backup).SelectMany(backup => windows.SelectMany(other => Together(backup, other, from, to)));

    private static IEnumerable<WindowOccurrence> Together(BackupWindow one, BackupWindow other, DateTimeOffset from, DateTimeOffset to)
    {
        bool isPair = (one.Role, other.Role) is (WindowRole.Backup, WindowRole.Automation) or (WindowRole.Automation, WindowRole.Backup);
        if (!isPair || (one.Server.Count > 0 && other.Server.Count > 0 && !one.Server.Intersect(other.Server, StringComparer.OrdinalIgnoreCase).Any()))
        {
            yield break;
        }

        foreach (WindowOccurrence a in one.Between(from, to))
        {
            foreach (WindowOccurrence b in other.Between(from, to))
            {
                DateTimeOffset start = a.Start > b.Start ? a.Start : b.Start;
                DateTimeOffset end = a.End < b.End ? a.End : b.End;
                start = start < from ? from : start;
                end = end > to ? to : end;
                if (start < end)
                {
                    yield return new(start, end);
                }
            }
        }
    }
}
