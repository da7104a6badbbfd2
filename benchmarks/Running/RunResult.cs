namespace VcsaAuthGuard.Benchmarks.Running;

/// <summary>One run of a program.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Seconds">The time that is compared: from before its start to after its end, or that of the processor.</param>
/// <param name="Elapsed">From before its start to after its end.</param>
/// <param name="ExitCode">What it returned.</param>
/// <param name="OutputLines">Line feeds on its standard output.</param>
/// <param name="OutputHead">The first 4 KiB of its standard output.</param>
/// <param name="Errors">Its standard error.</param>
/// <param name="PeakBytes">The most memory it had resident; null where that cannot be known.</param>
/// <param name="CpuSeconds">Its processor time, user and system; null where that cannot be known.</param>
internal sealed record RunResult(
    string Program, double Seconds, double Elapsed, int ExitCode, long OutputLines, string OutputHead, string Errors, long? PeakBytes,
    double? CpuSeconds = null)
{
    public void ThrowIfFailed()
    {
        if (ExitCode != 0)
        {
            throw new MeasureFailedException($"{Program} ended with code {ExitCode}: {Errors.Trim().ReplaceLineEndings(" ")}");
        }
    }
}
