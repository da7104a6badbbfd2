namespace VcsaAuthGuard.Appliances;

/// <summary>An appliance could not be asked or told; the message says which and why.</summary>
/// <param name="problem">What kind of problem it is.</param>
/// <param name="message">Where and why.</param>
/// <param name="advice">What to do about it.</param>
/// <param name="inner">What led to it.</param>
public sealed class ApplianceException(ApplianceProblem problem, string message, string advice, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What kind of problem it is.</summary>
    public ApplianceProblem Problem { get; } = problem;

    /// <summary>What to do about it.</summary>
    public string Advice { get; } = advice;

    /// <summary>Whether the same command may well work a moment later: a service that restarts can take the connection with it.</summary>
    public bool IsPassing => Problem is ApplianceProblem.Unreachable or ApplianceProblem.Dropped;
}
