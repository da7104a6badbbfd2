using VcsaAuthGuard.Logs.Following;

namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>Represents the logs of an appliance, followed over SSH.</summary>
/// <param name="shell">The connection, which is disposed of with the logs.</param>
/// <param name="name">The appliance's name in events and metrics.</param>
public sealed class ApplianceLogs(IApplianceShell shell, string name) : IRemoteLogs
{
    /// <inheritdoc/>
    public string Server => name;

    /// <inheritdoc/>
    public string Folder => ApplianceCommand.LogFolder;

    /// <inheritdoc/>
    public async Task FollowAsync(RemoteLogRequest request, Action<string> onLine, CancellationToken cancellation)
    {
        ApplianceCommand command = ApplianceCommand.FollowLogs(
            [.. request.Known.Select(Convert)], request.IsFirst, request.FromStart, request.FirstNumber, request.Words);
        try
        {
            await shell.RunAsync(command, onLine, Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
        }
        catch (ApplianceException e)
        {
            throw new RemoteLogException(e.Message, e.Advice, e.IsTransient, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => shell.Dispose();

    private static ApplianceLog Convert(RemoteLogPosition log) =>
        new(log.HeadLength, log.HeadSum, log.Offset) { StartSum = log.StartSum, IsDone = log.IsDone, Points = log.Points };
}
