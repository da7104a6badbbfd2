using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.VSphere.Termination;

/// <summary>Represents the outcomes for the sessions of one server that were to be ended.</summary>
public sealed record TerminationSummary
{
    /// <summary>Gets the server.</summary>
    public required string Server { get; init; }

    /// <summary>Gets the number of the server's sessions before any was ended.</summary>
    public required int Total { get; init; }

    /// <summary>Gets the number of sessions that were ended.</summary>
    public int Ended { get; init; }

    /// <summary>Gets the number of sessions that had ended before.</summary>
    public int AlreadyEnded { get; init; }

    /// <summary>Gets the number of sessions that are never ended in this way.</summary>
    public int Kept { get; init; }

    /// <summary>Gets the number of sessions that the server refused to end.</summary>
    public int Failed { get; init; }

    /// <summary>Gets the number of sessions that were not tried.</summary>
    public int NotTried { get; init; }

    /// <summary>Gets what became of each session.</summary>
    public IReadOnlyList<SessionTermination> Sessions
    {
        get;
        init => field = new ItemList<SessionTermination>(value);
    } = new ItemList<SessionTermination>([]);

    /// <summary>Creates the summary of one server.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="total">The number of its sessions before any was ended.</param>
    /// <param name="sessions">What became of each session that was chosen.</param>
    public static TerminationSummary Create(string server, int total, IReadOnlyList<SessionTermination> sessions)
    {
        int Count(TerminationOutcome outcome) => sessions.Count(item => item.Outcome == outcome);
        return new TerminationSummary
        {
            Server = server,
            Total = total,
            Ended = Count(TerminationOutcome.Ended),
            AlreadyEnded = Count(TerminationOutcome.AlreadyEnded),
            Kept = Count(TerminationOutcome.Kept),
            Failed = Count(TerminationOutcome.Failed),
            NotTried = Count(TerminationOutcome.NotTried),
            // An array, so that PowerShell can count and index it.
            Sessions = sessions.ToArray(),
        };
    }

    /// <summary>Returns the counts as a sentence.</summary>
    public override string ToString()
    {
        (int Count, string Word)[] counts =
        [
            (Ended, "ended"),
            (AlreadyEnded, "had ended before"),
            (Kept, "kept"),
            (Failed, "failed"),
            (NotTried, "not tried"),
        ];
        string[] parts = [.. counts.Where(item => item.Count > 0).Select(item => FormattableString.Invariant($"{item.Count} {item.Word}"))];
        return $"{Server}: {Phrases.Count(Total, "session")}, {(parts.Length == 0 ? "none chosen" : string.Join(", ", parts))}.";
    }
}
