namespace VcsaAuthGuard.ApiLoad;

/// <summary>
/// Represents the API load of one client. Both vpxd's log and an event can report the same login: over the time that both cover, a figure
/// is the larger of the two and never their sum.
/// </summary>
public sealed record ApiClientLoad
{
    /// <summary>Gets the identity of the client.</summary>
    internal ApiClient Client { get; init; } = ApiClient.Unattributed;

    /// <summary>Gets the account; null if no input names it.</summary>
    public string? User { get => Client.User; init => Client = Client with { User = value }; }

    /// <summary>Gets the address it comes from; null if no input names it.</summary>
    public string? Address { get => Client.Address; init => Client = Client with { Address = value }; }

    /// <summary>Gets the name by which the program identifies itself; null if no input contains it.</summary>
    public string? UserAgent { get => Client.UserAgent; init => Client = Client with { UserAgent = value }; }

    /// <summary>Gets the number of logins that succeeded or whose end the log does not show.</summary>
    public long Logins { get; init; }

    /// <summary>Gets the number of logouts.</summary>
    public long Logouts { get; init; }

    /// <summary>Gets the number of logins without a logout: sessions that are still open or were left to vCenter's idle timeout.</summary>
    public long Unclosed => Math.Max(0, Logins - Logouts);

    /// <summary>Gets the number of refused logins.</summary>
    public long RefusedLogins { get; init; }

    /// <summary>Gets the maximum number of sessions it had open at once.</summary>
    public int PeakSessions { get; init; }

    /// <summary>Gets the first time at which it had that many; null if none were seen.</summary>
    public DateTimeOffset? PeakSessionsTime { get; init; }

    /// <summary>Gets the number of API calls without logins and logouts.</summary>
    public long Calls { get; init; }

    /// <summary>Gets the mean number of calls of a session, from the source with more calls; null if no session was seen.</summary>
    public double? CallsPerSession { get; init; }

    /// <summary>Gets the logins per minute: the median over the minutes with at least one login.</summary>
    public double LoginsPerMinute { get; init; }

    /// <summary>Gets the maximum number of logins in one minute.</summary>
    public int PeakLoginsPerMinute { get; init; }

    /// <summary>Gets the minute with most logins; null if there were none.</summary>
    public DateTimeOffset? PeakLoginsTime { get; init; }

    /// <summary>Gets the client's share of all logins, from 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>Gets the time at which it was first seen.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>Gets the time at which it was last seen.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Gets how the client uses sessions.</summary>
    public LoadPatterns Pattern { get; init; }

    /// <summary>Gets the sources that mention the client.</summary>
    public LoadSources SeenIn { get; init; }

    /// <summary>Gets the vCenter Server: the host that a log platform or the envelope of relayed lines names; null if neither
    /// does.</summary>
    public string? Server { get; init; }

    /// <summary>Gets the archive, folder or host that identifies its vCenter, or the platform and the host; null if files and
    /// folders are of one.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the client's activity over time.</summary>
    internal ActivitySeries Activity { get; init; } = new();

    /// <summary>Gets the calls that backup products make, as vpxd's log has them.</summary>
    internal long BackupCalls { get; init; }

    /// <summary>Gets the calls that maintain hosts, as vpxd's log has them.</summary>
    internal long MaintenanceCalls { get; init; }

    /// <summary>Returns the same load with its times converted, such as to a time zone's offset.</summary>
    /// <param name="convert">Converts a time.</param>
    public ApiClientLoad WithTimes(Func<DateTimeOffset, DateTimeOffset> convert)
    {
        DateTimeOffset? Convert(DateTimeOffset? time) => time is DateTimeOffset known ? convert(known) : null;
        return this with
        {
            PeakSessionsTime = Convert(PeakSessionsTime),
            PeakLoginsTime = Convert(PeakLoginsTime),
            FirstSeen = Convert(FirstSeen),
            LastSeen = Convert(LastSeen),
        };
    }

    /// <summary>Returns the client, with its logins and calls.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Client}: {Logins} logins, {Calls} calls");
}
