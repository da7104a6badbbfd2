using System.Diagnostics;
using System.Globalization;

namespace VcsaAuthGuard.Benchmarks.Running;

/// <summary>
/// Measures a process's peak resident memory and, with GNU time, its processor time. GNU time is exact: it asks the kernel (wait4), and
/// as it is small itself, what a child inherits in the figure between fork and exec does not show. This process cannot ask the same way,
/// for its own size would show. Without GNU time the kernel's high-water mark is read every few milliseconds, which may miss the very
/// end.
/// </summary>
internal abstract class ProcessMeter
{
    public static ProcessMeter Choose(string folder) =>
        !OperatingSystem.IsLinux() ? new NoMeter()
        : IsGnuTime(GnuTimeMeter.Program) ? new GnuTimeMeter(Path.Combine(folder, "time.txt"))
        : new PollingMeter();

    /// <summary>Gets the method of measurement.</summary>
    public abstract string Method { get; }

    /// <summary>Gets a value indicating whether processor time is measured.</summary>
    public virtual bool HasCpuTime => false;

    /// <summary>The command as it has to be started to be measured. Both sides of a pair are wrapped alike.</summary>
    public virtual Command Wrap(Command command) => command;

    /// <summary>Returns bytes, once the process has ended, and seconds of processor time; each is null when it cannot be known.</summary>
    public abstract Task<(long? PeakBytes, double? CpuSeconds)> WatchAsync(Process process);

    private static bool IsGnuTime(string program)
    {
        if (!File.Exists(program))
        {
            return false;
        }

        ProcessStartInfo start = new(program, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return text.Contains("GNU time", StringComparison.OrdinalIgnoreCase);
    }

    private sealed class GnuTimeMeter(string file) : ProcessMeter
    {
        public const string Program = "/usr/bin/time";

        public override string Method => "ru_maxrss, exact (GNU time)";

        public override bool HasCpuTime => true;

        public override Command Wrap(Command command) => command.Under(Program, "-f", "%M %U %S", "-o", file);

        public override async Task<(long? PeakBytes, double? CpuSeconds)> WatchAsync(Process process)
        {
            await process.WaitForExitAsync().ConfigureAwait(false);
            string[] lines = await File.ReadAllLinesAsync(file).ConfigureAwait(false);
            double[] values = Array.ConvertAll(lines[^1].Split(' '), value => double.Parse(value, CultureInfo.InvariantCulture));
            return ((long)values[0] * 1024, values[1] + values[2]);
        }
    }

    private sealed class PollingMeter : ProcessMeter
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

        public override string Method => "VmHWM, read every 5 ms (apt-get install time makes it exact)";

        public override async Task<(long? PeakBytes, double? CpuSeconds)> WatchAsync(Process process)
        {
            long? peak = null;
            Task waiting = process.WaitForExitAsync(CancellationToken.None);
            while (!waiting.IsCompleted)
            {
                peak = Read(process.Id) ?? peak;
                await Task.WhenAny(waiting, Task.Delay(Pause, CancellationToken.None)).ConfigureAwait(false);
            }

            return (peak, null);
        }

        private static long? Read(int id)
        {
            try
            {
                string? line = File.ReadLines(FormattableString.Invariant($"/proc/{id}/status"))
                    .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                return line is null ? null : long.Parse(line.AsSpan(6, line.Length - 6 - 2), CultureInfo.InvariantCulture) * 1024;
            }
            catch (IOException)
            {
                return null; // It has just ended.
            }
        }
    }

    private sealed class NoMeter : ProcessMeter
    {
        public override string Method => "not measured on this system";

        public override Task<(long? PeakBytes, double? CpuSeconds)> WatchAsync(Process process) =>
            Task.FromResult<(long?, double?)>((null, null));
    }
}
