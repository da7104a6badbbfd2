using System.Globalization;
using System.Text;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Draws windows over one day, from noon to noon so that a night is whole, one line each, in plain ASCII.</summary>
internal sealed class GanttChart
{
    /// <summary>The meaning of the signs.</summary>
    public const string Legend = "# backup  = automation  ~ maintenance  X overlap of different roles";

    private const int HoursOfDay = 24;
    private const int HoursOfLabel = 3;

    private readonly DateTimeOffset _start;
    private readonly int _cells;
    private readonly int _names;

    /// <param name="start">The start of the day.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="longestName">The length of the longest name.</param>
    public GanttChart(DateTimeOffset start, int width, int longestName)
    {
        _start = start;

        // Four, two or one cells an hour, so that there is room for names.
        _cells = width >= 116 ? 96 : width >= 66 ? 48 : HoursOfDay;
        _names = Math.Min(longestName, width - _cells - 1);
    }

    /// <summary>Gets the number of minutes that a sign stands for.</summary>
    public int MinutesOfCell => HoursOfDay * 60 / _cells;

    /// <summary>Gets the noon of the day in which windows overlap for longest; the first noon where none overlap.</summary>
    public static DateTimeOffset BusiestNoon(IReadOnlyList<BackupWindow> windows, PlanOptions options, TimeSpan offset)
    {
        DateTimeOffset local = options.From.ToOffset(offset);
        DateTimeOffset first = new(local.Date.AddHours(local.Hour < 12 ? -12 : 12), offset);
        return Enumerable.Range(0, options.Days + 1)
            .Select(day => first.AddDays(day))
            .MaxBy(noon =>
                OverlapFinder.Find(windows, new() { From = noon, To = noon.AddDays(1) }).Sum(overlap => overlap.TotalDuration.Ticks)
            );
    }

    /// <summary>Returns the line of hours above the signs.</summary>
    public string Axis(string title)
    {
        StringBuilder axis = new(TerminalText.Cut(title, _names).PadRight(_names + 1));
        for (int hour = 0; hour < HoursOfDay; hour += HoursOfLabel)
        {
            axis.Append(_start.AddHours(hour).ToString("HH", CultureInfo.InvariantCulture).PadRight(_cells * HoursOfLabel / HoursOfDay));
        }

        return axis.ToString().TrimEnd();
    }

    /// <summary>Returns the line of a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="all">All windows: where one of them overlaps it, its sign is an X.</param>
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
            Mark(cells, OverlapRule.Find(window, other, _start, _start.AddDays(1)), 'X');
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
}
