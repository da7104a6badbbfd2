using System.Diagnostics;
using System.Text.Json;
using VcsaAuthGuard.Benchmarks.Reporting;

namespace VcsaAuthGuard.Benchmarks.Running;

/// <summary>Represents the result of a script that measures two sides in turn inside one PowerShell.</summary>
/// <param name="Ours">Seconds of each turn.</param>
/// <param name="Peer">Those of the other side.</param>
/// <param name="OursCount">How many objects came of the last turn.</param>
/// <param name="PeerCount">How many of the other side's.</param>
internal sealed record PwshPair(double[] Ours, double[] Peer, long OursCount, long PeerCount)
{
    public PairTimes Times => new([.. Ours.Zip(Peer, (ours, peer) => new PairTime(ours, peer))]);

    /// <summary>Runs a script that lies beside the benchmark.</summary>
    public static PwshPair Measure(string pwsh, string script, params string[] arguments) =>
        JsonSerializer.Deserialize<PwshPair>(Run(pwsh, script, arguments))!;

    /// <summary>Runs a script that lies beside the benchmark, and gives the JSON it prints.</summary>
    public static string Run(string pwsh, string script, params string[] arguments)
    {
        ProcessStartInfo start = new(
            pwsh,
            ["-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, script), .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string json = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? json.TrimEnd().Split('\n')[^1] // Warnings are written to the same stream, before it.
            : throw new MeasureFailedException("pwsh: " + errors.GetAwaiter().GetResult().Trim());
    }
}
