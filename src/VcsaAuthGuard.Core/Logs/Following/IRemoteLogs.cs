namespace VcsaAuthGuard.Logs.Following;

/// <summary>vpxd's logs on another machine. What is sent of them is sent in the lines that the script FollowLogs.sh describes.</summary>
public interface IRemoteLogs : IDisposable
{
    /// <summary>What the machine is called.</summary>
    string Server { get; }

    /// <summary>The folder of the logs there.</summary>
    string Folder { get; }

    /// <summary>Follows the logs until the connection ends.</summary>
    /// <param name="request">Where to go on, and what to send.</param>
    /// <param name="onLine">Is given each line as it comes, one at a time, and may take its time.</param>
    /// <param name="cancellation">Ends the connection.</param>
    /// <exception cref="RemoteLogException">They cannot be followed, or the connection was lost.</exception>
    Task FollowAsync(RemoteLogRequest request, Action<string> onLine, CancellationToken cancellation);
}
