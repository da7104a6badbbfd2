using System.Diagnostics;
using System.Text;

namespace VcsaAuthGuard.Benchmarks.Running;

/// <summary>
/// Runs a program as a whole process and takes its time. Its output goes into a pipe that is read and thrown away, the same
/// for both sides of a pair: some programs do less when they see that they write to the null device.
/// </summary>
internal sealed class ProcessRunner(ProcessMeter meter, bool comparesCpu)
{
    private const int HeadLength = 4096;

    /// <summary>The runtime this process runs on, for programs that need one and know none.</summary>
    private static readonly string RuntimeRoot =
        Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private readonly byte[] _buffer = new byte[1 << 18];

    /// <summary>Gets the way peak memory is measured.</summary>
    public string MemoryMethod => meter.Method;

    /// <summary>Gets a value indicating whether the seconds of a run are of the processor.</summary>
    public bool MeasuresCpu => comparesCpu && meter.HasCpuTime;

    public RunResult Run(Command command)
    {
        Command metered = meter.Wrap(command);
        ProcessStartInfo start = new(metered.Program, metered.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.TryAdd("DOTNET_ROOT", RuntimeRoot);

        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<(long? PeakBytes, double? CpuSeconds)> watching = meter.WatchAsync(process);
        (long lines, string head) = Drain(process.StandardOutput.BaseStream);
        process.WaitForExit();
        double elapsed = watch.Elapsed.TotalSeconds;
        (long? peak, double? cpu) = watching.GetAwaiter().GetResult();
        double seconds = MeasuresCpu && cpu is double used ? used : elapsed;
        return new(
            Path.GetFileName(command.Program), seconds, elapsed, process.ExitCode, lines, head,
            errors.GetAwaiter().GetResult(), peak, cpu);
    }

    private (long Lines, string Head) Drain(Stream output)
    {
        long lines = 0;
        StringBuilder head = new();
        int read;
        while ((read = output.Read(_buffer)) > 0)
        {
            ReadOnlySpan<byte> piece = _buffer.AsSpan(0, read);
            lines += piece.Count((byte)'\n');
            if (head.Length < HeadLength)
            {
                head.Append(Encoding.UTF8.GetString(piece[..Math.Min(read, HeadLength - head.Length)]));
            }
        }

        return (lines, head.ToString());
    }
}
