using System.Diagnostics;
using System.Globalization;

namespace VcsaAuthGuard.Benchmarks.Running;

/// <summary>The numbers that a simulation of a platform counted since its start.</summary>
internal readonly record struct PlatformCounts(long Requests, long Bytes, long Events)
{
    public static PlatformCounts operator -(PlatformCounts left, PlatformCounts right) =>
        new(left.Requests - right.Requests, left.Bytes - right.Bytes, left.Events - right.Events);
}

/// <summary>A simulation of a log platform in a process of its own: that of the engine's tests.</summary>
internal sealed class PlatformServer : IDisposable
{
    private readonly Process _process;
    private readonly string _secretFile;

    public PlatformServer(string program, string platform, string folder)
    {
        string kind = platform == "AriaLogs" ? "aria" : platform.ToLowerInvariant();
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        _process = Process.Start(new ProcessStartInfo(dotnet, [program, $"--stand-in-{kind}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        string[] ready = _process.StandardOutput.ReadLine()?.Split(' ') ?? [];
        if (ready is not [string address, string thumbprint, string secret])
        {
            throw new MeasureFailedException($"the simulation of {platform} did not start");
        }

        _secretFile = Path.Combine(folder, FormattableString.Invariant($"secret-{_process.Id}.txt"));
        File.WriteAllText(_secretFile, secret);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_secretFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        string[] login = platform == "AriaLogs"
            ? ["--user", "alerts@example.org", "--password-file", _secretFile]
            : ["--token-file", _secretFile];
        Arguments =
        [
            "--platform", platform, "--uri", address, "--thumbprint", thumbprint, .. login, "--after", "2026-02-01", "--before",
            "2026-03-03",
        ];
    }

    /// <summary>Gets the arguments with which the CLI reads it.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Sends a line of its control language and returns its reply.</summary>
    public string Send(string line)
    {
        _process.StandardInput.WriteLine(line);
        return _process.StandardOutput.ReadLine() ?? throw new MeasureFailedException($"the simulation ended at '{line}'");
    }

    /// <summary>Returns its counts.</summary>
    public PlatformCounts Count()
    {
        long[] counts = [.. Send("counts").Split(' ').Select(count => long.Parse(count, CultureInfo.InvariantCulture))];
        return new(counts[0], counts[1], counts[2]);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            _process.Kill();
        }

        _process.Dispose();
        File.Delete(_secretFile);
    }
}
