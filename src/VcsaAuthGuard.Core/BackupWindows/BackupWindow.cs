using System.Globalization;
using NodaTime;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.BackupWindows;

/// <summary>A recurring span in which backups, automation or maintenance run against vCenter.</summary>
public sealed record BackupWindow
{
    /// <summary>The longest duration taken: 366 days.</summary>
    public static TimeSpan LongestDuration { get; } = TimeSpan.FromDays(366);

    private readonly DateTimeZone _zone = DateTimeZone.Utc;

    /// <summary>What people call it, such as the job's name.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public required string Name
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("The window has no name.", nameof(Name)) : value.Trim();
    }

    /// <summary>What runs in it.</summary>
    public WindowRole Role { get; init; }

    /// <summary>When it starts, in local times of <see cref="TimeZone"/>.</summary>
    public required Recurrence Recurrence
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Recurrence));
    }

    /// <summary>The IANA name of the zone its starts are in; a Windows name given is turned into it. UTC by default.</summary>
    /// <exception cref="ArgumentException">There is no such zone.</exception>
    public string TimeZone
    {
        get => _zone.Id;
        init => _zone = TimeZoneNames.Find(value);
    }

    /// <summary>How long a run takes: over zero, at most <see cref="LongestDuration"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public required TimeSpan Duration
    {
        get;
        init => field = value > TimeSpan.Zero && value <= LongestDuration ? value : throw new ArgumentOutOfRangeException(
            nameof(Duration), string.Format(CultureInfo.InvariantCulture, "The duration {0} is {1}.", value,
                value < TimeSpan.Zero ? "negative: the window ends before its start" : value == TimeSpan.Zero ? "zero" : "over 366 days"));
    }

    /// <summary>The names of the vCenters it runs against; empty for all. An array, which PowerShell can index.</summary>
    public IReadOnlyList<string> Server
    {
        get;
        init => field = (value ?? []).Select(name => name.Trim()).Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
    } = [];

    /// <summary>What it puts on each of its vCenters.</summary>
    public WindowLoad Load { get; init => field = value ?? new(); } = new();

    /// <summary>The times of day to which its start may be moved; null where it is fixed.</summary>
    public StartRange? Movable { get; init; }

    /// <summary>Where it is from: a file and line, a task, a calendar. Null where nobody has said.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// The runs that touch the half-open span from one time to another, in order of time, found as they are asked for. Runs begun
    /// before the span are among them.
    /// </summary>
    /// <param name="from">The span's start.</param>
    /// <param name="to">The span's end: a run that starts then is not in it.</param>
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

    /// <summary>A clock of its zone.</summary>
    internal ZoneClock Clock() => new(_zone);

    /// <summary>The starts of the runs of <see cref="Between"/>, in ticks of UTC.</summary>
    internal IEnumerable<long> StartsBetween(long from, long to) => Recurrence.Starts(_zone, from - Duration.Ticks + 1, to);

    private IEnumerable<WindowOccurrence> Runs(long from, long to)
    {
        foreach (long start in from == to ? [] : StartsBetween(from, to))
        {
            yield return new(new(start, TimeSpan.Zero), new(start + Duration.Ticks, TimeSpan.Zero));
        }
    }
}
