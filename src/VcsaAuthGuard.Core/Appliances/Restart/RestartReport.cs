using VcsaAuthGuard.Appliances.Services;

namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>What a restart did to an appliance.</summary>
public sealed record RestartReport
{
    /// <summary>The appliance.</summary>
    public required string Server { get; init; }

    /// <summary>What was to be restarted.</summary>
    public RestartScope Scope { get; init; }

    /// <summary>How it ended.</summary>
    public RestartOutcome Outcome { get; init; }

    /// <summary>Why it was refused or failed, or what could not be proven; null when all is well.</summary>
    public string? Reason { get; init; }

    /// <summary>What was done.</summary>
    public IReadOnlyList<RestartStep> Steps { get; init; } = [];

    /// <summary>The services before; empty when they could not be read.</summary>
    public IReadOnlyList<ApplianceService> Before { get; init; } = [];

    /// <summary>The services after, as they were last read; empty when they never could be.</summary>
    public IReadOnlyList<ApplianceService> After { get; init; } = [];

    /// <summary>When <see cref="After"/> was read; null when it never was.</summary>
    public DateTimeOffset? AfterTime { get; init; }

    /// <summary>From the first step's begin until all services were seen up; null when they were not.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>Whether each service restarted is proven to be a new process. False where nothing tells.</summary>
    public bool IsProven { get; init; }

    /// <summary>Services that do not run and should: they did before, or they are of those restarted. When the state is not known, all of the latter.</summary>
    public IReadOnlyList<string> Down { get; init; } = [];

    /// <summary>What a person should run next; empty when all is well.</summary>
    public IReadOnlyList<string> NextCommands { get; init; } = [];

    /// <summary>When it began.</summary>
    public DateTimeOffset Start { get; init; }
}
