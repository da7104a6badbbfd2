namespace VcsaAuthGuard.Tests.LiveServers;

/// <summary>Represents the calls that a simulator answered and refused, by method, and the most at one time.</summary>
internal sealed record SimulatorCounts
{
    public Dictionary<string, int> Calls { get; init; } = [];

    public Dictionary<string, int> Refused { get; init; } = [];

    public Dictionary<string, SimulatorUser> Users { get; init; } = [];

    public int Concurrent { get; init; }

    /// <summary>Gets the number of calls of a method that were answered.</summary>
    public int Of(string method) => Calls.GetValueOrDefault(method);

    internal sealed record SimulatorUser(int Logins, int Sessions, int Peak);
}
