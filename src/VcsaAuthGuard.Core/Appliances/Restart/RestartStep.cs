namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>Represents a step of a restart.</summary>
public sealed record RestartStep
{
    /// <summary>Gets the command that was run on the appliance.</summary>
    public required string Command { get; init; }

    /// <summary>Gets the time at which it began, by this machine's clock.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>Gets the duration of the step, or the time waited when its end was not seen.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets service-control's exit code or the HTTP status. It decides nothing: the state of the services does.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Gets the output.</summary>
    public string Output { get; init; } = "";

    /// <summary>Gets the reason why the end was not seen; null if it was.</summary>
    public string? Problem { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Command;
}
