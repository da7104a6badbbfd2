namespace VcsaAuthGuard.Appliances;

/// <summary>Represents steps that are taken one after the other, and the services that must run afterwards.</summary>
public sealed record ServiceRun
{
    /// <summary>Gets the ID of the run. A run that is asked for twice is made once.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Gets the steps in their order.</summary>
    public required IReadOnlyList<ServiceStep> Steps { get; init; }

    /// <summary>Gets the services that must run afterwards, by either name, in the order in which they are started.</summary>
    public IReadOnlyList<string> Wanted { get; init; } = [];

    /// <summary>Gets a value indicating whether everything that ran before must run afterwards as well.</summary>
    public bool IsFull { get; init; }

    /// <summary>Gets the time allowed for each step, and for the services to come up after the last one.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Gets the time the appliance tries to start services after the steps; null for <see cref="Timeout"/>.</summary>
    internal TimeSpan? StartTimeout { get; init; }

    /// <summary>Gets the interval between two checks of the services.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the time after which the appliance gives the lock back when the run is not begun.</summary>
    internal TimeSpan BeginTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
