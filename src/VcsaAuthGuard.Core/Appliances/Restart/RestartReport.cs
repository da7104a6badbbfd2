using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>Represents the outcome of a restart of one appliance.</summary>
public sealed record RestartReport
{
    /// <summary>Gets the appliance.</summary>
    public required string Server { get; init; }

    /// <summary>Gets the scope of the restart.</summary>
    public RestartScope Scope { get; init; }

    /// <summary>Gets the outcome.</summary>
    public RestartOutcome Outcome { get; init; }

    /// <summary>Gets the reason for a refusal or failure, or what could not be proven; null after a proven success.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the steps taken.</summary>
    public IReadOnlyList<RestartStep> Steps { get; init => field = new ItemList<RestartStep>(value); } = new ItemList<RestartStep>([]);

    /// <summary>Gets the services before; empty if they could not be read.</summary>
    public IReadOnlyList<ApplianceService> Before
    {
        get;
        init => field = new ItemList<ApplianceService>(value);
    } = new ItemList<ApplianceService>([]);

    /// <summary>Gets the services after, as they were last read; empty if they never could be.</summary>
    public IReadOnlyList<ApplianceService> After
    {
        get;
        init => field = new ItemList<ApplianceService>(value);
    } = new ItemList<ApplianceService>([]);

    /// <summary>Gets the time at which <see cref="After"/> was read; null if it was not.</summary>
    public DateTimeOffset? AfterTime { get; init; }

    /// <summary>Gets the time from the begin of the first step until all services were running; null if they were not.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>
    /// Gets a value indicating whether each restarted service is proven to be a new process. False where that is unknown.
    /// </summary>
    public bool IsProven { get; init; }

    /// <summary>
    /// Gets the services that should run and do not, because they ran before or are among those restarted; all of the latter if the state
    /// is not known.
    /// </summary>
    public IReadOnlyList<string> Down { get; init => field = new ItemList<string>(value); } = new ItemList<string>([]);

    /// <summary>Gets the commands a person should run next; empty after a success.</summary>
    public IReadOnlyList<string> NextCommands { get; init => field = new ItemList<string>(value); } = new ItemList<string>([]);

    /// <summary>Gets the time at which it began.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>Returns the appliance and how the restart ended, in a sentence.</summary>
    public override string ToString() => (Outcome, Reason) switch
    {
        (_, string reason) => $"{Server}: {Outcome}. {reason}",
        (RestartOutcome.Restarted, _) => $"{Server}: Restarted. Each restarted service is a new process, and all services are up.",
        _ => $"{Server}: {Outcome}",
    };
}
