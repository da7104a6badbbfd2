namespace VcsaAuthGuard.LiveServers;

/// <summary>Represents something that a vCenter Server did not let be read.</summary>
/// <param name="Name">What it is: <c>Logs</c>, <c>Events</c>, <c>Sessions</c>, or the name of a log.</param>
/// <param name="Statement">What is not known for that reason, in a sentence.</param>
/// <param name="Remedy">The recommended action, in a sentence.</param>
public sealed record MissingPart(string Name, string Statement, string Remedy)
{
    /// <summary>Returns the statement and the recommended action.</summary>
    public override string ToString() => $"{Statement} {Remedy}";
}
