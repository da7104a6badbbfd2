using System.Runtime.Versioning;
using System.ServiceProcess;

namespace VcsaAuthGuard.Cli.Installation;

/// <summary>Runs the watch as a Windows service: the service manager starts and stops it.</summary>
/// <param name="run">Runs the watch until the token ends it, and returns the exit code.</param>
[SupportedOSPlatform("windows")]
internal sealed class WindowsWatchService(Func<CancellationToken, int> run) : ServiceBase
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    /// <summary>Runs the service until it is stopped, and returns the exit code.</summary>
    public static int Run(Func<CancellationToken, int> run)
    {
        using WindowsWatchService service = new(run);
        Run(service);
        return service.ExitCode;
    }

    /// <inheritdoc/>
    protected override void OnStart(string[] args) => _work = Task.Run(() =>
    {
        ExitCode = run(_stop.Token);
        if (!_stop.IsCancellationRequested)
        {
            Stop(); // With the exit code, so that the service manager starts it again after a failure.
        }
    });

    /// <inheritdoc/>
    protected override void OnStop()
    {
        _stop.Cancel();
        _work.Wait(StopTimeout);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stop.Dispose();
        base.Dispose(disposing);
    }
}
