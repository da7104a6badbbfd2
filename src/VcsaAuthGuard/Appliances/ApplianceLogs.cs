using VcsaAuthGuard.Appliances.Ssh;
using VcsaAuthGuard.Logs.Following;


namespace VcsaAuthGuard.Appliances;

/// <summary>An appliance's logs, followed over SSH.</summary>
internal sealed class ApplianceLogs(IApplianceShell shell, string name) : IRemoteLogs
{
    public string Server => name;

    public string Folder => ApplianceCommand.LogFolder;

    public async Task FollowAsync(RemoteLogRequest request, Action<string> onLine, CancellationToken cancellation)
    {
        ApplianceCommand command = ApplianceCommand.FollowLogs(
            [.. request.Known.Select(log => new ApplianceLog(log.HeadLength, log.HeadSum, log.Offset))], request.FromEnd, request.Words);
        try
        {
            await shell.RunAsync(command, onLine, Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
        }
        catch (ApplianceException e)
        {
            throw new RemoteLogException(e.Message, e.Advice, e.IsPassing, e);
        }
    }

    public void Dispose() => shell.Dispose();
}
