using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Ssh;
using VcsaAuthGuard.Logs.Following;


namespace VcsaAuthGuard.Tests.Watching;

/// <summary>Logs that an appliance's shell follows, as the module puts the two together.</summary>
internal sealed class ShellLogs(ApplianceShell shell) : IRemoteLogs
{
    public string Server => "vc1";

    public string Folder => ApplianceCommand.LogFolder;

    public async Task FollowAsync(RemoteLogRequest request, Action<string> onLine, CancellationToken cancellation)
    {
        try
        {
            await shell.RunAsync(
                ApplianceCommand.FollowLogs([.. request.Known.Select(log => new ApplianceLog(log.HeadLength, log.HeadSum, log.Offset))], request.FromEnd, request.Words),
                onLine, Timeout.InfiniteTimeSpan, cancellation);
        }
        catch (ApplianceException e)
        {
            throw new RemoteLogException(e.Message, e.Advice, e.IsPassing, e);
        }
    }

    public void Dispose() => shell.Dispose();
}
