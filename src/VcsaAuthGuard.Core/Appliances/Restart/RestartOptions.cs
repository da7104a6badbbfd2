namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>How to restart, and what must not be disturbed.</summary>
public sealed record RestartOptions
{
    /// <summary>What is restarted.</summary>
    public RestartScope Scope { get; init; }

    /// <summary>How long each step, and the wait for the services after it, may take. 15 minutes by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Goes on although tasks run, and takes over a lock that is older than <see cref="Timeout"/>.</summary>
    public bool Force { get; init; }

    /// <summary>Backups and snapshots that run and would be cut off, as a person knows them.</summary>
    public IReadOnlyList<string> RunningTasks { get; init; } = [];

    /// <summary>Logs in at the API, to prove that it works again; null: nobody can.</summary>
    public Func<CancellationToken, Task>? ProveLogin { get; init; }

    /// <summary>How long to wait between two looks at the services. 1 second by default.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Is told of what happens, on some thread; null: nobody.</summary>
    public Action<RestartEvent>? OnEvent { get; init; }
}
