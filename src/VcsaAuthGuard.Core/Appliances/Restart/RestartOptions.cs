namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>Specifies how to restart and what must not be interrupted.</summary>
public sealed record RestartOptions
{
    /// <summary>Gets the scope of the restart.</summary>
    public RestartScope Scope { get; init; }

    /// <summary>Gets the time allowed for each step and for the services to come up after it; 15 minutes by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Goes on although tasks run, and takes over a lock that is older than <see cref="Timeout"/>.</summary>
    public bool Force { get; init; }

    /// <summary>Gets the descriptions of the backups and snapshots that run and would be interrupted.</summary>
    public IReadOnlyList<string> RunningTasks { get; init; } = [];

    /// <summary>Gets a function that logs in at the API to prove that it works again; null if there is no account for it.</summary>
    public Func<CancellationToken, Task>? ProveLogin { get; init; }

    /// <summary>Gets the interval between two checks of the services; 1 second by default.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the action that receives each event, on any thread; null if there is none.</summary>
    public Action<RestartEvent>? OnEvent { get; init; }

    /// <summary>Gets the time after which the appliance gives the lock back if the restart does not begin; 2 minutes by default.</summary>
    internal TimeSpan BeginTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets the time allowed for each step; null for <see cref="Timeout"/>.</summary>
    internal TimeSpan? StepTimeout { get; init; }

    /// <summary>Gets the time a login is tried for after the restart has begun; null for <see cref="Timeout"/>.</summary>
    internal TimeSpan? LoginTimeout { get; init; }

    /// <summary>Gets the time a stopped service is given to start by itself after the last attempt to start it.</summary>
    internal TimeSpan LastGrace { get; init; } = TimeSpan.FromSeconds(30);
}
