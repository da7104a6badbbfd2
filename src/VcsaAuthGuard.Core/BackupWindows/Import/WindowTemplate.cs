using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Represents the values that a conversion adds to what it reads: schedules rarely state the duration, the role, the servers or the load.
/// </summary>
public sealed record WindowTemplate
{
    /// <summary>Gets the role; null for the usual one of the kind of schedule.</summary>
    public WindowRole? Role { get; init; }

    /// <summary>Gets the zone of times that say none, by its IANA or Windows name; null makes such times an error.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Gets the duration of a run for schedules that do not state it.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets the vCenters; empty for the schedule's own, or all.</summary>
    public IReadOnlyList<string> Server { get; init; } = [];

    /// <summary>Gets the load of schedules that do not state it.</summary>
    public WindowLoad Load { get; init; } = new();

    /// <summary>Gets the times of day to which a start may be moved.</summary>
    public StartRange? Movable { get; init; }

    /// <summary>Makes a window.</summary>
    /// <param name="name">The task's name.</param>
    /// <param name="recurrence">When it starts.</param>
    /// <param name="role">The role that is usual.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="timeZone">The zone, where the schedule says it.</param>
    /// <param name="duration">The duration, where the schedule says it.</param>
    /// <param name="server">The vCenter, where the schedule says it.</param>
    /// <exception cref="FormatException">The duration is not known, or something is wrong; the message says what.</exception>
    public BackupWindow ToWindow(
        string name,
        Recurrence recurrence,
        WindowRole role,
        string? source,
        string? timeZone = null,
        TimeSpan? duration = null,
        string? server = null
    )
    {
        try
        {
            return new()
            {
                Name = name,
                Role = Role ?? role,
                Recurrence = recurrence,
                TimeZone = timeZone ?? TimeZone ?? throw new FormatException(WindowFields.NoTimeZone),
                Duration =
                    duration
                    ?? Duration
                    ?? throw new FormatException("Nothing says how long it runs. Give a duration with -Duration (--duration)."),
                Server =
                    Server.Count > 0 ? Server
                    : server is null ? []
                    : [server],
                Load = Load,
                Movable = Movable,
                Source = source,
            };
        }
        catch (ArgumentException e)
        {
            throw new FormatException(WindowFields.MessageOf(e), e);
        }
    }
}
