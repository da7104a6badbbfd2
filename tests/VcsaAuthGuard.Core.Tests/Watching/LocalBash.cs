using System.Diagnostics;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Ssh;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>
/// Stands in for an appliance with the bash of this machine, over a folder of its own. The connection can be cut at any moment, and a
/// command
/// can run between the steps of each look, as if the appliance were slow.
/// </summary>
internal sealed class LocalBash(string folder, string? betweenSteps = null) : ISshConnection
{
    /// <summary>Steps of a look, as they stand in FollowLogs.sh.</summary>
    private static readonly string[] Steps = ["identify_files || return;", "add_new_logs || return;", "send_growth; is_first_look=0;"];

    private CancellationTokenSource _cut = new();

    public SshTarget Target { get; } = new() { Host = "vc1" };

    public int Connections { get; private set; }

    public void Cut() => Interlocked.Exchange(ref _cut, new()).Cancel();

    public async Task RunAsync(string text, Action<SshStream, string> onLine, CancellationToken cancellation)
    {
        Connections++;
        CancellationToken cut = _cut.Token;
        text = text.Replace(ApplianceCommand.LogFolder, folder, StringComparison.Ordinal);
        foreach (string step in betweenSteps is null ? [] : Steps)
        {
            Assert.Contains(step, text, StringComparison.Ordinal);
            text = text.Replace(step, $"{betweenSteps}; {step}", StringComparison.Ordinal);
        }

        ProcessStartInfo start = new("bash", ["-c", text]) { RedirectStandardOutput = true, RedirectStandardError = true };
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
