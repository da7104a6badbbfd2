namespace VcsaAuthGuard.Appliances;

/// <summary>Represents a failed command on an appliance. The message names the appliance and the reason.</summary>
/// <param name="problem">What kind of problem it is.</param>
/// <param name="message">Where and why.</param>
/// <param name="advice">What to do about it.</param>
/// <param name="inner">What led to it.</param>
public sealed class ApplianceException(ApplianceProblem problem, string message, string advice, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Gets the kind of problem.</summary>
    public ApplianceProblem Problem { get; } = problem;

    /// <summary>Gets the recommended action.</summary>
    public string Advice { get; } = advice;

    /// <summary>
    /// Gets a value indicating whether the same command can work a moment later, because a service that restarts can take the connection
    /// with it.
    /// </summary>
    public bool IsTransient => Problem is ApplianceProblem.Unreachable or ApplianceProblem.Dropped;
}
