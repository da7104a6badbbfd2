using System.Globalization;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents a window in a plan.</summary>
public sealed record PlannedWindow
{
    private string? _savedOutlook;

    /// <summary>Gets the name of the window.</summary>
    public string Name => Window.Name;

    /// <summary>Gets the role of the window.</summary>
    public WindowRole Role => Window.Role;

    /// <summary>Gets the proposed starts, in local times of <see cref="TimeZone"/>.</summary>
    public Recurrence Recurrence => Window.Recurrence;

    /// <summary>Gets the IANA name of the time zone of its starts.</summary>
    public string TimeZone => Window.TimeZone;

    /// <summary>Gets the duration of a run.</summary>
    public TimeSpan Duration => Window.Duration;

    /// <summary>Gets the names of the vCenters it runs against; empty for all.</summary>
    public IReadOnlyList<string> Server => Window.Server;

    /// <summary>Gets the largest number of VMs processed at a time; null if it is not known.</summary>
    public int? VMs => Window.VMs;

    /// <summary>Gets the number of sessions held at a time; null if it is not known.</summary>
    public int? Sessions => Window.Sessions;

    /// <summary>Gets the time that the host gateway needs for one request in seconds; null if it is not known.</summary>
    public double? SecondsPerRequest => Window.SecondsPerRequest;

    /// <summary>Gets the times of day to which its start may be moved; null if it is fixed.</summary>
    public StartRange? Movable => Window.Movable;

    /// <summary>Gets the origin of the window; null if it is not known.</summary>
    public string? Source => Window.Source;

    /// <summary>Gets the first of its movable starts in the period, in local time; null if it does not start in the period.</summary>
    public DateTimeOffset? CurrentStart { get; init; }

    /// <summary>Gets the same start, moved.</summary>
    public DateTimeOffset? ProposedStart { get; init; }

    /// <summary>Gets the time by which all of its starts are moved in local time: later, or earlier where it is negative.</summary>
    public TimeSpan Shift { get; init; }

    /// <summary>Gets the reason why it is moved or not, and the overlaps that remain.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets the starts before the plan, in local times of <see cref="TimeZone"/>.</summary>
    public Recurrence CurrentRecurrence => (Before ?? Window).Recurrence;

    /// <summary>Gets the windows that it still overlaps within a year, with the dates.</summary>
    public IReadOnlyList<RemainingOverlap> Remaining { get; init => field = new ItemList<RemainingOverlap>(value); }
        = new ItemList<RemainingOverlap>([]);

    /// <summary>
    /// Gets the answer in one line: the recurrence before and after, and what meets it within a year, such as <c>Nightly: daily 02:00 →
    /// daily 03:30 Europe/Berlin; nothing meets it in the next 366 days</c>.
    /// </summary>
    public string Answer => $"{Name}: {Change}; {Outlook}";

    /// <summary>Gets the change to make where the job is scheduled: the recurrence before and after, and the time zone.</summary>
    public string Change => Shift == TimeSpan.Zero
        ? $"stays {CurrentRecurrence.ToPlainText()} {TimeZone}"
        : $"{CurrentRecurrence.ToPlainText()} → {Recurrence.ToPlainText()} {TimeZone}";

    /// <summary>Gets what meets it within a year.</summary>
    public string Outlook
    {
        get
        {
            if (_savedOutlook is not null)
            {
                return _savedOutlook;
            }

            const int MaxOthers = 3;
            const int MaxPeriods = 4;
            string days = string.Format(
                CultureInfo.InvariantCulture, "in the next {0} days", Plan?.Options.CheckedDays ?? PlanOptions.YearDays);
            if (Remaining.Count == 0)
            {
                return "nothing meets it " + days;
            }

            string more = Remaining.Count <= MaxOthers
                ? ""
                : string.Format(CultureInfo.InvariantCulture, "; and {0} more windows", Remaining.Count - MaxOthers);
            return $"{days} it meets {string.Join("; ", Remaining.Take(MaxOthers).Select(other => other.ToText(MaxPeriods)))}{more}";
        }
    }

    /// <summary>Gets the window as proposed, for Test-BackupWindowOverlap.</summary>
    public required BackupWindow Window { get; init; }

    /// <summary>Gets the window as it is.</summary>
    internal BackupWindow? Before { get; init; }

    /// <summary>Gets the plan it is part of.</summary>
    public WindowPlan? Plan { get; init; }

    /// <summary>Returns the window with what only the plan knows, as it was saved with an earlier plan.</summary>
    /// <param name="current">The starts before the plan; null if they were not saved.</param>
    /// <param name="outlook">What meets it within a year; null if it was not saved.</param>
    public PlannedWindow WithSaved(Recurrence? current, string? outlook) => this with
    {
        Before = current is null ? Before : Window with { Recurrence = current },
        _savedOutlook = outlook ?? "not checked",
    };

    /// <summary>Returns its name and its proposed start.</summary>
    public override string ToString() => Name + (Shift == TimeSpan.Zero ? "" : FormattableString.Invariant($" {ProposedStart:HH:mm}"));
}
