using System.Diagnostics;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Ssh;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>This machine's bash in the place of an appliance's, over a folder of its own: a connection that can be cut at any moment.</summary>
internal sealed class LocalBash(string folder) : ISshConnection
{
    private CancellationTokenSource _cut = new();

    public SshTarget Target { get; } = new() { Host = "vc1" };

    public int Connections { get; private set; }

    public void Cut() => Interlocked.Exchange(ref _cut, new()).Cancel();

    public async Task RunAsync(string text, Action<SshStream, string> onLine, CancellationToken cancellation)
    {
        Connections++;
        CancellationToken cut = _cut.Token;
        ProcessStartInfo start = new("bash", ["-c", text.Replace(ApplianceCommand.LogFolder, folder, StringComparison.Ordinal)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration end = cancellation.Register(() => process.Kill(entireProcessTree: true));
        using CancellationTokenRegistration drop = cut.Register(() => process.Kill(entireProcessTree: true));
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is string line)
        {
            onLine(SshStream.Output, line);
        }

        cancellation.ThrowIfCancellationRequested();
        if (cut.IsCancellationRequested)
        {
            throw new ApplianceException(ApplianceProblem.Dropped, "The connection was cut.", "None.");
        }
    }

    public void Dispose() => _cut.Dispose();
}
