using System.Globalization;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;

namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>The most memory a diagnosis has of a vCenter with very many clients and sessions, with the profiler's log that says whose each
/// is and without.</summary>
internal sealed class DiagnoseMemoryMeasure : IMeasure
{
    private const int Clients = 10_000;
    private const int Sessions = 5_000_000;

    /// <summary>A session's login alone takes 240 bytes; there is room for all of them, and for refused calls.</summary>
    private const long BytesPerSession = 258;

    public string Name => "diagnose-memory";

    public string Title => "peak memory of `diagnose`, 10,000 clients";

    public Target Target { get; } = new(200, 150, "0.0' MiB'");

    public IEnumerable<Row> Run(Bench bench)
    {
        // A smaller size has fewer sessions, and says so.
        int sessions = (int)Math.Min(Sessions, Sessions * (bench.Options.Size / (double)ByteSize.Gibibyte));
        (SyntheticLogFile vpxd, SyntheticLogFile profiler) = bench.Logs.Large(sessions * BytesPerSession, Clients, sessions, Seeds.Large);
        string faults = string.Create(CultureInfo.InvariantCulture, $"{vpxd.Counts.Faults:N0} calls refused");
        foreach (CliBuild build in bench.CliBuilds)
        {
            foreach (SyntheticLogFile[] logs in new SyntheticLogFile[][] { [vpxd], [profiler, vpxd] })
            {
                string what = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sessions:N0} sessions, {(logs.Length > 1 ? "all named by the profiler" : "no profiler")}"
                );
                Console.Error.WriteLine($"{Name} ({build.Name}): {what}");
                string text = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{logs.Sum(log => log.Counts.Bytes) / (double)ByteSize.Mebibyte:N1} MiB of text"
                );
                RunResult[] runs =
                [
                    .. Enumerable
                        .Range(0, Alternation.LongRuns)
                        .Select(_ => bench.RunDiagnose(build, [.. logs.Select(log => log.Path)], text, faults)),
                ];
                if (runs[0].PeakBytes is null)
                {
                    yield return Row.Missing(this, $"not measured: {bench.Runner.MemoryMethod}");
                    yield break;
                }

                double[] peaks = [.. runs.Select(run => run.PeakBytes!.Value / (double)ByteSize.Mebibyte)];
                yield return Row.Of(this, build.Name, what, new(peaks.Max(), peaks.Min(), peaks.Max(), runs.Length, "", ""));
            }
        }
    }
}
