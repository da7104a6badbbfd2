namespace VcsaAuthGuard.Logs;

/// <summary>Represents the logs that a platform has collected from one or more vCenter Servers.</summary>
public interface ICollectedLogs
{
    /// <summary>Searches for entries, oldest first; those of one time in the platform's order. Lines that a collector took apart are
    /// together again.</summary>
    /// <param name="phrases">What an entry has in it: one of these, or perhaps none, for a platform may find more.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    IEnumerable<CollectedEntry> Search(IReadOnlyList<SearchPhrase> phrases, CancellationToken cancellation);

    /// <summary>Returns the name that log records have as their source for one server.</summary>
    /// <param name="server">The server; null if the platform names none.</param>
    string NameOf(string? server);
}
