namespace VcsaAuthGuard.Diagnosis;

/// <summary>Represents the sessions that were open when a running server was read.</summary>
public sealed record OpenSessions
{
    /// <summary>Gets the number of sessions.</summary>
    public int Count { get; init; }

    /// <summary>Gets the limit that is set on the server, or the default of its version; null if neither is known.</summary>
    public int? Limit { get; init; }

    /// <summary>Gets the user of the client with the most sessions; null if there is no session.</summary>
    public string? User { get; init; }

    /// <summary>Gets the address of that client; null if it is not known.</summary>
    public string? Address { get; init; }

    /// <summary>Gets the number of sessions of that client.</summary>
    public int UserCount { get; init; }

    /// <summary>Returns the number of sessions and who has most of them, in a sentence.</summary>
    public override string ToString()
    {
        string limit = Limit is int value ? FormattableString.Invariant($" of {value:N0}") : "";
        string client = Address is null ? User ?? "" : $"{User} from {Address}";
        string most = User is null ? "" : FormattableString.Invariant($"; {client} has {UserCount:N0}");
        return FormattableString.Invariant($"{Count:N0}{limit} sessions are open{most}.");
    }
}
