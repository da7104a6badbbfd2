namespace VcsaAuthGuard.Logs.Following;

/// <summary>Represents vpxd's logs on another machine, which sends them in the lines that FollowLogs.sh describes.</summary>
public interface IRemoteLogs : IDisposable
{
    /// <summary>Gets the name of the machine.</summary>
    string Server { get; }

    /// <summary>Gets the folder of the logs there.</summary>
    string Folder { get; }

    /// <summary>Follows the logs until the connection ends.</summary>
    /// <param name="request">Where to go on, and what to send.</param>
    /// <param name="onLine">Called for each line as it comes, one at a time. It may block.</param>
    /// <param name="cancellation">Ends the connection.</param>
    /// <exception cref="RemoteLogException">The logs cannot be followed, or the connection was lost.</exception>
    Task FollowAsync(RemoteLogRequest request, Action<string> onLine, CancellationToken cancellation);
}
