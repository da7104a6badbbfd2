using System.Globalization;
using NodaTime;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows;

/// <summary>Represents a recurring period in which backups, automation or maintenance run against vCenter.</summary>
public sealed record BackupWindow
{
    /// <summary>Gets the longest duration of a window: 366 days.</summary>
    public static TimeSpan MaxDuration { get; } = TimeSpan.FromDays(366);

    private readonly DateTimeZone _zone = DateTimeZone.Utc;

    /// <summary>Gets the name, such as that of the job.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public required string Name
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value)
            ? throw new ArgumentException("The window has no name.", nameof(Name))
            : value.Trim();
    }

    /// <summary>Gets the role.</summary>
    public WindowRole Role { get; init; }

    /// <summary>Gets the starts, in local times of <see cref="TimeZone"/>.</summary>
    public required Recurrence Recurrence
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Recurrence));
    }

    /// <summary>Gets the IANA name of the time zone of its starts; a Windows name is converted. UTC by default.</summary>
    /// <exception cref="ArgumentException">There is no such time zone.</exception>
    public string TimeZone
    {
        get => _zone.Id;
        init => _zone = TimeZoneNames.Find(value);
    }

    /// <summary>Gets the duration of a run: over zero, at most <see cref="MaxDuration"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is outside its range.</exception>
    public required TimeSpan Duration
    {
        get;
        init => field = value > TimeSpan.Zero && value <= MaxDuration ? value : throw new ArgumentOutOfRangeException(
            nameof(Duration), string.Format(CultureInfo.InvariantCulture, "The duration {0} is {1}.", value,
                value < TimeSpan.Zero ? "negative: the window ends before its start" : value == TimeSpan.Zero ? "zero" : "over 366 days"));
    }

    /// <summary>Gets the names of the vCenters it runs against; empty for all.</summary>
    public IReadOnlyList<string> Server
    {
        get;
        init => field = new ItemList<string>((value ?? [])
            .Select(name => name.Trim())
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase));
    } = new ItemList<string>([]);

    /// <summary>Gets the load on each of its vCenters.</summary>
    public WindowLoad Load { get; init => field = value ?? new(); } = new();

    /// <summary>Gets the largest number of VMs processed at a time, as <see cref="Load"/> has it.</summary>
    public int? VMs => Load.VMs;

    /// <summary>Gets the number of sessions held at a time, as <see cref="Load"/> has it.</summary>
    public int? Sessions => Load.Sessions;

    /// <summary>Gets the time that the host gateway needs for one request in seconds, as <see cref="Load"/> has it.</summary>
    public double? SecondsPerRequest => Load.SecondsPerRequest;

    /// <summary>Gets the times of day to which its start may be moved; null if it is fixed.</summary>
    public StartRange? Movable { get; init; }

    /// <summary>Gets whether <see cref="Role"/> is a guess from the client's name, program and methods.</summary>
    public bool RoleIsGuess { get; init; }

    /// <summary>Gets the usage of a window that was learned from API load; null for others.</summary>
    public WindowUsage? Usage { get; init; }

    /// <summary>Gets its origin: a file and line, a task, a calendar; null if it is not known.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// Gets the runs that touch the half-open period from one time to another, in order; they are found lazily. Runs that begin before the
    /// period are included.
    /// </summary>
    /// <param name="from">The start of the period.</param>
    /// <param name="to">The end of the period: a run that starts then is not included.</param>
    /// <exception cref="ArgumentOutOfRangeException">The end is before the start.</exception>
    public IEnumerable<WindowOccurrence> Between(DateTimeOffset from, DateTimeOffset to) => to >= from
        ? Runs(from.UtcTicks, to.UtcTicks)
        : throw new ArgumentOutOfRangeException(nameof(to), to, "The end is before the start.");

    /// <summary>Returns whether the window runs against a vCenter: it names that one, or none.</summary>
    /// <param name="server">The name of the vCenter; null for any.</param>
    public bool RunsAgainst(string? server) =>
        server is null || Server.Count == 0 || Server.Contains(server, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    /// <summary>Creates a clock of its time zone.</summary>
    internal ZoneClock Clock() => new(_zone);

    /// <summary>Gets the starts of the runs of <see cref="Between"/>, in ticks of UTC.</summary>
    internal IEnumerable<long> StartsBetween(long from, long to) => Recurrence.Starts(_zone, from - Duration.Ticks + 1, to);

    private IEnumerable<WindowOccurrence> Runs(long from, long to)
    {
        foreach (long start in from == to ? [] : StartsBetween(from, to))
        {
            yield return new(new(start, TimeSpan.Zero), new(start + Duration.Ticks, TimeSpan.Zero));
        }
    }
}
