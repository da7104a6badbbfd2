using VcsaAuthGuard.ApiLoad;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents ten minutes in which a client did far more than it usually does.</summary>
/// <param name="Client">The client; null for all clients together.</param>
/// <param name="IsLogins">Whether logins are counted; otherwise calls are.</param>
/// <param name="Count">The number in the busiest ten minutes.</param>
/// <param name="Usual">The usual number in ten minutes.</param>
/// <param name="Start">The start of the busiest ten minutes.</param>
internal sealed record LoadSpike(ApiClientLoad? Client, bool IsLogins, long Count, double Usual, DateTimeOffset Start)
{
    /// <summary>Gets how many times the usual load it is.</summary>
    public double Ratio => Count / Math.Max(1, Usual);
}
