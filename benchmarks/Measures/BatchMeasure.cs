using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;


namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>A block under Invoke-VcsaBatch against the same block under ForEach-Object, both inside one PowerShell.</summary>
internal sealed class BatchMeasure : IMeasure
{
    private const int Items = 10_000;

    public string Name => "batch";

    public string Title => "`Invoke-VcsaBatch -PerItem` against `ForEach-Object` with the same block, 10,000 objects, inside one pwsh";

    public Target Target { get; } = new(1.05, 1.0, "0.00' ×'");

    public IEnumerable<Row> Run(Bench bench)
    {
        if (bench.PowerShell.Problem is string problem)
        {
            yield return Row.Missing(this, problem);
            yield break;
        }

        (string pwsh, string manifest, _) = bench.PowerShell;

        Console.Error.WriteLine(Name);
        PwshPair result = PwshPair.Measure(
            pwsh,
            "Measure-Batch.ps1",
            manifest,
            FormattableString.Invariant($"{Items}"),
            FormattableString.Invariant($"{Alternation.Runs}")
        );
        Check.Equal("objects that came of Invoke-VcsaBatch", result.OursCount, "objects", Items);
        Check.Equal("objects that came of ForEach-Object", result.PeerCount, "objects", Items);
        yield return Row.Of(this, "module", "10,000 objects", result.Times.ToFigure());
    }
}
