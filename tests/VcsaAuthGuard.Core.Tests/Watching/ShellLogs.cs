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
                ApplianceCommand.FollowLogs(
                    [.. request.Known.Select(Convert)],
                    request.IsFirst,
                    request.FromStart,
                    request.FirstNumber,
                    request.Words
                ),
                onLine,
                Timeout.InfiniteTimeSpan,
                cancellation
            );
        }
        catch (ApplianceException e)
        {
            throw new RemoteLogException(e.Message, e.Advice, e.IsTransient, e);
        }
    }

    public void Dispose() => shell.Dispose();

    private static ApplianceLog Convert(RemoteLogPosition log) =>
        new(log.HeadLength, log.HeadSum, log.Offset) { StartSum = log.StartSum, IsDone = log.IsDone, Points = log.Points };
}
