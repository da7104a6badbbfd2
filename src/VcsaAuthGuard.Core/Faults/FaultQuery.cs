using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Faults;

/// <summary>
/// Represents the conditions that faults must meet, and names for the ids in a log. A condition that is not set is always met.
/// </summary>
public sealed class FaultQuery
{
    private long _untimedLeftOut;

    /// <summary>Gets all kinds.</summary>
    public static IReadOnlyCollection<AuthFaultKind> AllKinds { get; } =
    [
        AuthFaultKind.NotAuthenticated,
        AuthFaultKind.GatewayFailure,
        AuthFaultKind.SessionLimit,
        AuthFaultKind.ConnectionLimit,
        AuthFaultKind.LoginRefused,
    ];

    /// <summary>Gets the wanted kinds. NotAuthenticated by default.</summary>
    public IReadOnlyCollection<AuthFaultKind> Kinds { get; init; } = [AuthFaultKind.NotAuthenticated];

    /// <summary>Gets the kinds of logs in which faults of these kinds stand; others of a folder or an archive need not be read.</summary>
    public LogKinds Logs => Kinds.Aggregate(LogKinds.Vpxd, (logs, kind) => logs | LogsOf(kind));

    /// <summary>Gets the time from which on faults are returned.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Gets the time before which faults are returned.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Gets a further condition that a fault must meet; it is evaluated after ids have been replaced by names.</summary>
    public Predicate<AuthFault>? Where { get; init; }

    /// <summary>Names of ESXi hosts by id (<c>HostSystem-host-150117</c>).</summary>
    public IReadOnlyDictionary<string, string>? HostNames { get; init; }

    /// <summary>Names of datastores by volume uuid.</summary>
    public IReadOnlyDictionary<string, string>? DatastoreNames { get; init; }

    /// <summary>
    /// Gets the number of faults of a selected kind that were left out because they have no time while <see cref="After"/> or
    /// <see cref="Before"/> is set.
    /// </summary>
    public long UntimedLeftOut => Interlocked.Read(ref _untimedLeftOut);

    /// <summary>Returns the fault with its names filled in, or null if it is not wanted.</summary>
    internal AuthFault? Apply(AuthFault fault)
    {
        if (!Kinds.Contains(fault.Kind))
        {
            return null;
        }

        if (After is not null || Before is not null)
        {
            if (fault.Time is null)
            {
                Interlocked.Increment(ref _untimedLeftOut);
                return null;
            }

            if (fault.Time < After || fault.Time >= Before)
            {
                return null;
            }
        }

        string? host = NameOf(fault.VMHostId, HostNames);
        string? datastore = NameOf(fault.DatastoreUuid, DatastoreNames);
        if (host is not null || datastore is not null)
        {
            fault = fault with { VMHost = host, Datastore = datastore };
        }

        return Where is null || Where(fault) ? fault : null;
    }

    private static LogKinds LogsOf(AuthFaultKind kind) => kind switch
    {
        AuthFaultKind.ConnectionLimit or AuthFaultKind.GatewayFailure => LogKinds.Envoy,
        AuthFaultKind.SessionLimit => LogKinds.Endpoint,
        AuthFaultKind.LoginRefused => LogKinds.Events,
        _ => LogKinds.None,
    };

    private static string? NameOf(string? id, IReadOnlyDictionary<string, string>? names) =>
        id is not null && names is not null && names.TryGetValue(id, out string? name) ? name : null;
}
